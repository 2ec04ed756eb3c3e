"""The register as open data: tables to take away, and a user's own facts from a table."""
