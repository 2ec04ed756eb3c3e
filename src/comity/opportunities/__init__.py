"""Which pairs of nations may grow: candidates, features, models, and their back-test."""
