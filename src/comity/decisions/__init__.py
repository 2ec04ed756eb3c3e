"""Nations' positions on an exact version of a proposal, and when it may be approved: pure."""
