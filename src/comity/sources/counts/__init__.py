"""Any tidy table of counts, read strictly."""
