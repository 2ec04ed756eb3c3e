"""Who signs in: an account of a person, by password and second factor, or by a provider."""
