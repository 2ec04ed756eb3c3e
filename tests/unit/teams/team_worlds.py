"""Small worlds of candidates for the tests of teams."""

from __future__ import annotations

from hypothesis import strategies as st

from comity.teams.candidates import Candidate, Work
from comity.teams.conflicts import Check
from comity.teams.skills import Skill, Wanted

CLEAR = Check("none found", ())
NATIONS = ("BEL", "JPN", "KOR")


def skill(key: str) -> Skill:
    return Skill(key)


def wanted(must: str, nice: str = "", threshold: float = 0.5) -> Wanted:
    return Wanted(tuple(map(skill, must.split())), tuple(map(skill, nice.split())), threshold)


def person(key: str, nation: str, *works: dict[str, float], opted_in: bool = True) -> Candidate:
    done = tuple(
        Work(f"{key}-{at}", f"Work {at} of {key}", scores) for at, scores in enumerate(works)
    )
    return Candidate(key, nation, "org", True, done, opted_in=opted_in)


CLOSE = st.sampled_from([0.0, 0.3, 0.5, 0.9, 1.0])


@st.composite
def pools(draw: st.DrawFn, most: int = 8, skills: str = "abcd") -> list[Candidate]:
    """A few people of three nations, each with one or two works in some skills."""
    scores = st.dictionaries(st.sampled_from(skills), CLOSE, min_size=1, max_size=3)
    people = draw(
        st.lists(
            st.tuples(st.sampled_from(NATIONS), st.lists(scores, min_size=1, max_size=2)),
            max_size=most,
        )
    )
    return [person(f"p{at}", nation, *works) for at, (nation, works) in enumerate(people)]


def clear(one: Candidate) -> Check:
    """Nobody has a conflict."""
    return CLEAR
