"""What may be done, a function per use case: guard, then events."""
