"""Meetings of a series: slots that share the inconvenience, written rounds, calendar files."""
