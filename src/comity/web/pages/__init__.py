"""Pages: each asks questions and chooses words; none computes."""
