"""Markings: what people read above a document."""

from __future__ import annotations

import pytest
from hypothesis import given
from label_worlds import ACTIVITY, PERSON, labels

from comity.safeguards.labels import HANDLING, Label, Level
from comity.safeguards.marking import marking
from comity.safeguards.tokens import ALL

NAMES = {
    "nation:AFG": "Afghanistan",
    "nation:AUS": "Australia",
    "nation:JPN": "Japan",
    "nation:JOR": "Jordan",
    "nation:NZL": "New Zealand",
    "nation:ARE": "the United Arab Emirates",
}


def test_a_marking_reads_as_in_the_public_example() -> None:
    # International Military Staff, 15 November 2017, but for the partnership behind the slash.
    assert marking(Label.of(Level.NATO_UNCLASSIFIED, NAMES), NAMES) == (
        "NATO UNCLASSIFIED Releasable to "
        "Afghanistan, Australia, Japan, Jordan, New Zealand and the United Arab Emirates"
    )


@pytest.mark.parametrize(
    ("label", "line"),
    [
        (Label.public(), "PUBLIC"),
        (Label.of(Level.PUBLIC, [ALL], handling=["cite"]), "PUBLIC; may be cited"),
        (
            Label.of(Level.PUBLIC, [ALL]),
            "PUBLIC; not to be cited, passed on or published without asking",
        ),
        (Label.of(Level.PUBLIC), "PUBLIC Releasable to nobody"),
        (Label.of(Level.PUBLIC, ["nation:JPN"]), "PUBLIC Releasable to Japan"),
        (
            Label.of(Level.NATO_UNCLASSIFIED, ["nation:JPN", "group:NATO"], handling=HANDLING[:2]),
            "NATO UNCLASSIFIED Releasable to Japan and NATO; may be cited and passed on",
        ),
        (
            Label.of(Level.NATO_RESTRICTED, ["nation:KOR"], ["role:release-officer", "body:IST"]),
            "NATO RESTRICTED Releasable to KOR; "
            "only for holders of body IST and role release-officer",
        ),
        (
            Label.of(Level.PUBLIC, [ACTIVITY, PERSON, "status:pii-eop"]),
            f"PUBLIC Releasable to {ACTIVITY.replace(':', ' ')}, {PERSON.replace(':', ' ')} "
            "and status pii-eop",
        ),
        (
            Label.of(Level.PUBLIC, ["nation:JPN"], policy="ACME"),
            "Label of the policy ACME, not known here: a person must decide",
        ),
    ],
)
def test_each_axis_stands_in_the_marking(label: Label, line: str) -> None:
    assert marking(label, NAMES) == line


def test_a_name_cannot_break_the_line() -> None:
    label = Label.of(Level.PUBLIC, ["nation:JPN", "nation:KOR"])
    names = {"nation:JPN": "Ja\npan", "nation:KOR": " \n "}
    assert marking(label, names) == "PUBLIC Releasable to Ja pan and KOR"


@given(labels())
def test_only_what_everybody_may_read_and_use_is_marked_public_alone(label: Label) -> None:
    line = marking(label)
    assert line.startswith(label.level.text)
    assert (line == "PUBLIC") == (label == Label.public())
    assert ("Releasable to nobody" in line) == (not label.releasable_to)
