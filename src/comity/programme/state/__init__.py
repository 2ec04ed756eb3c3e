"""The tables that derive from events."""
