"""The databases that a test runs on."""

BOTH = ("sqlite", "postgresql")
