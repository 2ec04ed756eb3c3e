"""The sections of a brief; each takes the context and returns one section."""
