"""Names of organisations against lists: what a hit says, what none says, and who is screened."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.base.errors import InputError
from comity.safeguards.screening import ListEntry, Organisation, Screener, ScreeningList
from comity.safeguards.screening_names import Vocabulary, abbreviations, is_abbreviation, words

TODAY = dt.date(2026, 11, 26)
# Invented: no such organisations, no such issuer.
ENTRIES = (
    ListEntry("Quibbleton Air Force Academy of Rocketry", ("QAFAR", "Quibbleton Rocket School")),
    ListEntry("University of Zorblax", ("UZX",), "Ruritania"),
    ListEntry("National Institute of Wibble Research", (), "Ruritania"),
    ListEntry("National Institute of Wobble Physics"),
    ListEntry("Institute 99"),
)
INVENTED = ScreeningList(
    "Invented Ministry", "Invented list", dt.date(2026, 1, 1), "by hand", ENTRIES
)
SCREENER = Screener([INVENTED])


def hits(name: str, *aliases: str) -> list[str]:
    found = SCREENER.screen(Organisation(name, aliases), TODAY)
    return [hit.entry.name for hit in found.hits]


def test_a_hit_says_that_the_name_is_similar_and_no_more() -> None:
    found = SCREENER.screen(Organisation("Zorblax University"), TODAY)
    assert found.sentences == (
        "name similar to an entry on [Invented Ministry, Invented list, 2026-01-01]; unverified; "
        "not a finding about the organisation",
    )
    [hit] = found.hits
    assert hit.entry is ENTRIES[1]
    assert hit.why == "words in common: university, zorblax"
    assert hit.similarity == 1.0


def test_no_hit_is_never_a_clearance() -> None:
    found = SCREENER.screen(Organisation("University of Plain Sailing"), TODAY)
    assert found.sentences == (
        "no name similar was found on [Invented Ministry, Invented list, 2026-01-01, "
        "329 days old]; this is not a clearance",
    )


def test_an_old_list_is_said_to_be_old() -> None:
    found = SCREENER.screen(Organisation("Plain Sailing"), dt.date(2027, 1, 2))
    assert found.sentences[-1] == (
        "the list [Invented Ministry, Invented list, 2026-01-01] is 366 days old, more than the "
        "365 set: get its present edition"
    )
    assert SCREENER.screen(Organisation("Plain Sailing"), dt.date(2027, 1, 1)).old == ()
    with pytest.raises(InputError, match="is of a day after 2025-12-31"):
        SCREENER.screen(Organisation("Plain Sailing"), dt.date(2025, 12, 31))


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("THE UNIVERSITY OF ZORBLAX", 1),
        ("Univ. Zórblax", 1),
        ("Zorblaks University (UZX)", 1),
        ("School of Mines, University of Zorblax", 1),
        ("UZX", 1),
        ("Zorbalx University", 1),
        ("Quibbleton Airforce Academy for Rocketry", 0),
        ("Natl. Inst. of Wibble Res.", 2),
        ("QAFAR", 0),
    ],
)
def test_variants_are_found(name: str, entry: int) -> None:
    assert hits(name)[0] == ENTRIES[entry].name


@pytest.mark.parametrize(
    "name",
    [
        "National Centre of Geology",
        "University of Plain Sailing",
        "Institute of Wobbling",
        # The abbreviation is the same and nothing else is.
        "Union of Xylophonists (UZX)",
        "Institute 98",
    ],
)
def test_what_shares_common_words_only_is_no_hit(name: str) -> None:
    assert hits(name) == []


def test_every_name_of_the_organisation_is_tried_and_each_entry_shown_once() -> None:
    assert hits("Plain Sailing", "Zorblax University", "UZX") == ["University of Zorblax"]


@given(st.sampled_from(ENTRIES), st.randoms(use_true_random=False))
def test_an_entry_is_found_in_any_order_of_its_words(entry: ListEntry, chance: Any) -> None:
    mixed = entry.name.split()
    chance.shuffle(mixed)
    assert entry.name in hits(" ".join(mixed))


@given(st.text(max_size=30), st.sampled_from(ENTRIES))
def test_similarity_is_from_0_to_1_and_1_for_the_entry_itself(text: str, entry: ListEntry) -> None:
    vocabulary = Vocabulary([(one.name, *one.aliases) for one in ENTRIES])
    held = vocabulary.joined(words(entry.name))
    value, common = vocabulary.similarity(vocabulary.prepared(text), held)
    assert 0 <= value <= 1
    assert set(common) <= held
    assert vocabulary.similarity(vocabulary.prepared(entry.name), held)[0] == pytest.approx(1)


def test_words_and_abbreviations() -> None:
    assert words("The Xi’an Inst. of Défense Tech (XIDT)") == (
        "xian", "institute", "defence", "technology",
    )  # fmt: skip
    assert abbreviations("Some Institute (S.I.T.) of Things (Old)") == {"SIT"}
    assert is_abbreviation("TsNII")
    assert not is_abbreviation("Zhiyuan")


def test_only_organisations_are_screened() -> None:
    with pytest.raises(InputError, match="only organisations are screened, never persons"):
        SCREENER.screen(cast(Organisation, "Jane Doe"), TODAY)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Screener([]), "no list"),
        (lambda: Screener([INVENTED], old_after=0), "old after 0 days"),
        (lambda: Screener([INVENTED], threshold=1.5), "threshold 1.5"),
        (lambda: Organisation("—"), "no name of an organisation"),
        (lambda: ScreeningList("", "t", TODAY, "s", ENTRIES), "no issuer"),
        (lambda: ScreeningList("i", "t", TODAY, "s", ()), "no entry"),
    ],
)
def test_bad_input_of_screening_is_told(make: Any, says: str) -> None:
    with pytest.raises(InputError, match=says):
        make()
