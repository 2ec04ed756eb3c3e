"""Conference papers in AI, vision, language and robotics: counts and joint counts only."""
