"""OpenAlex: joint works by pair of nations and year, all fields."""
