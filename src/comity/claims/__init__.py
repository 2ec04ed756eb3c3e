"""A document's statements held against reference and evidence: claims in, verdicts out."""
