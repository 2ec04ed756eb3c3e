"""Briefs: a document model, the sections that fill it, charts, maps and renderers."""
