"""The register of cooperation: who takes part in what, by events that cannot be quietly changed."""
