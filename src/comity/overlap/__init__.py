"""Which activities resemble one that is being written, and what its drafter must say about them.

The room computes and nothing else: texts and what the caller stored of them go in, matches come
out. A score depends on the two texts alone, so that nothing else a register holds can show in it.
"""
