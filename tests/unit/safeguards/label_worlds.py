"""Small worlds of labels and holders, so small that tokens meet."""

from __future__ import annotations

import itertools

from hypothesis import strategies as st

from comity.safeguards.access import Holder
from comity.safeguards.labels import HANDLING, Label, Level
from comity.safeguards.tokens import ALL

ACTIVITY = "activity:6f1d9f0e-3c1b-4f0a-9a77-0d7b8a1f2c3d"
PERSON = "person:0b6c2f3a-51f2-4f43-8b39-7a4a3f0b9d11"
TOKENS = (
    "nation:JPN",
    "nation:BEL",
    "group:NATO",
    "status:sto-enhanced-partner",
    "status:pii-eop",
    "body:IST",
    "role:release-officer",
    ACTIVITY,
    PERSON,
)

levels = st.sampled_from(Level)
token_sets = st.frozensets(st.sampled_from(TOKENS))
handlings = st.frozensets(st.sampled_from(HANDLING))
holders = st.builds(Holder, levels, token_sets)


@st.composite
def labels(draw, policies=("NATO",), tokens=TOKENS) -> Label:
    """Any label: nobody, somebody or everybody may read it; nothing to all of it is required."""
    some = st.frozensets(st.sampled_from(tokens))
    level = draw(levels)
    everybody = level == Level.PUBLIC and draw(st.booleans())
    released = frozenset({ALL}) if everybody else draw(some)
    required = draw(st.one_of(st.just(frozenset()), some))
    handling = draw(handlings)
    if not everybody or required:
        handling -= {"publish"}
    return Label(draw(st.sampled_from(policies)), level, released, required, handling)


def every_holder(tokens: tuple[str, ...]) -> list[Holder]:
    """All holders there are over some tokens: each level with each set."""
    sets = [
        frozenset(chosen)
        for size in range(len(tokens) + 1)
        for chosen in itertools.combinations(tokens, size)
    ]
    return [Holder(level, held) for level in Level for held in sets]
