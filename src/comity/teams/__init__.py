"""Who could do it: candidates by their closest work, conflicts first, the smallest team, gaps."""
