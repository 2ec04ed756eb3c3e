"""Values of persons, apart from the chain: fields, keys, codes, retention, export, erasure."""
