"""From the cube to tables of estimates: windows, strengths, ties, trends."""
