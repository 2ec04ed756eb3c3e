"""Typed events, the chain that links them, and what is read from it."""
