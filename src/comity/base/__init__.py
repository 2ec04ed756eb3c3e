"""Ground floor: errors, dates, settings and safe writing. Knows nothing of the subject."""
