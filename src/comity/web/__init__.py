"""Pages and HTTP API over the workspace (decision 0006)."""
