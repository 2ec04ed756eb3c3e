"""The yearly report of the programme, in the brief's document model: what one viewer may read."""
