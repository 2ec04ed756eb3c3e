"""Fill the register from CSV: a dry run that shows every row's fate, then one transaction."""
