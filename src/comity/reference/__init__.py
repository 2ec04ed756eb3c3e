"""What is true of the world, curated: dated, sourced facts as data, never as code."""
