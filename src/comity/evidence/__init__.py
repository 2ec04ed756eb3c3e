"""The cube: what its tables are, how it is built, stored, checked and traced back."""
