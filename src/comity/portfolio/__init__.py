"""Which set of new activities covers most under stated constraints."""
