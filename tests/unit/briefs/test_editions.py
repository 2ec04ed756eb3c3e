"""Two records of briefs: every change is told once, with its cause, and nothing else is."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.base.errors import InputError
from comity.briefs.edition import (
    ClaimUsed,
    Edition,
    FactUsed,
    FigureUsed,
    FindingUsed,
    SeriesUsed,
)
from comity.briefs.editions import compare, read_edition
from comity.briefs.model import SCHEMA_VERSION, Document


def fact(key: str, **changed: Any) -> FactUsed:
    given: dict[str, Any] = {
        "collection": "statuses", "key": key, "about": f"Korea: {key}", "state": "yes",
        "valid_from": "2020", "public": "2020-01-01", "source": ("s",),
        "values": {"nation": "KOR", "granted_by": "STB"},
    }  # fmt: skip
    return FactUsed(**(given | changed))


def figure(value: float, **changed: Any) -> FigureUsed:
    given: dict[str, Any] = {
        "key": "advantage/KOR/ai/patent/nsf", "label": "Advantage", "value": value,
        "low": value - 0.1, "high": value + 0.1, "years": "2016-2020", "series": ("one",),
    }  # fmt: skip
    return FigureUsed(**(given | changed))


def series(**changed: Any) -> SeriesUsed:
    given = {"key": "one", "title": "One", "edition": "1", "as_of": "2024", "checksum": "a"}
    return SeriesUsed(**(given | changed))


def edition(**changed: Any) -> Edition:
    given: dict[str, Any] = {
        "on": "2021-04-15", "known": "2021-04-15", "nations": ("KOR",), "against": "NATO",
        "version": "1", "evidence": "e", "reference": {"technologies.yml": "t"},
        "series": (series(),), "facts": (fact("held"),), "figures": (figure(1.0),),
        "claims": (ClaimUsed(key="C1", statement="Korea leads", verdict="supported"),),
        "findings": (FindingUsed(key="tie/KOR/NATO", about="Korea", state="below"),),
    }  # fmt: skip
    return Edition(**(given | changed))


def later(**changed: Any) -> Edition:
    return edition(**({"on": "2025-04-01", "known": "2025-04-01"} | changed))


def test_a_brief_beside_itself_shows_nothing() -> None:
    found = compare(edition(), edition())
    assert not found.any
    assert (found.new_facts, found.new_claims, found.compared) == ({}, 0, 1)


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (fact("new", valid_from="2025-03-01", public="2025-03-01"), "began since"),
        (fact("new", valid_from="2021-04", public="2021-05-02"), "public only since 2021-05-02"),
        (fact("new", valid_from="2020", public="2020-03-01"), "entered in the register since"),
    ],
)
def test_a_status_is_gained_because_it_began_or_came_to_light_or_was_entered(
    new: FactUsed, why: str
) -> None:
    [change] = compare(edition(), later(facts=(fact("held"), new))).standing
    assert (change.change, change.why, change.when) == ("gained", why, new.valid_from)


def test_a_status_is_lost_when_it_ends_is_superseded_or_is_taken_out() -> None:
    ended = fact("held", state="no", valid_until="2023-07-10")
    [change] = compare(edition(), later(facts=(ended,))).standing
    assert (change.change, change.why, change.when) == ("lost", "ended", "2023-07-10")
    followed = dataclasses.replace(ended, superseded_by="next")
    successor = fact("next", about="Korea: Next Programme", valid_from="2023-07-11")
    changes = compare(edition(), later(facts=(followed, successor))).standing
    assert [c.why for c in changes if c.change == "lost"] == [
        "superseded by Next Programme of 2023-07-11"
    ]
    [change] = compare(edition(), later(facts=())).standing
    assert change.change == "withdrawn"
    # What had ended before is no loss when it goes.
    assert not compare(edition(facts=(ended,)), later(facts=())).standing


def test_a_coarse_date_becomes_certain() -> None:
    coarse = edition(facts=(fact("held", state="unknown"),))
    [change] = compare(coarse, later()).standing
    assert change.change == "certain"


def test_a_correction_is_told_and_an_end_that_came_later_is_none() -> None:
    moved = fact("held", valid_from="2021-02", values={"nation": "KOR", "granted_by": "NAC"})
    found = compare(edition(), later(facts=(moved,)))
    assert [(c.field, c.old, c.new) for c in found.corrected] == [
        ("valid_from", "2020", "2021-02"), ("granted_by", "STB", "NAC")
    ]  # fmt: skip
    assert not found.standing
    since = fact("held", state="no", valid_until="2023-07-10")
    assert not compare(edition(), later(facts=(since,))).corrected
    # An end before what the earlier brief knew was missing there.
    before = fact("held", state="no", valid_until="2021-01-01")
    [change] = compare(edition(), later(facts=(before,))).corrected
    assert (change.field, change.old, change.new) == ("valid_until", "–", "2021-01-01")


def test_a_later_step_of_a_project_is_no_correction() -> None:
    steps = [{"event": "order", "date": "2020-01"}]
    more = [*steps, {"event": "flight", "date": "2022-07-19"}]

    def project(events: Any) -> FactUsed:
        return fact("p", collection="projects", values={"nation": "KOR", "events": events})

    old = edition(facts=(project(steps),))
    assert not compare(old, later(facts=(project(more),))).any
    early = [*steps, {"event": "flight", "date": "2020-12"}]
    [change] = compare(old, later(facts=(project(early),))).corrected
    assert change.field == "events"


@pytest.mark.parametrize(
    ("new", "changed", "causes"),
    [
        (figure(2.0, years="2017-2021"), {}, ["new data (2017-2021 instead of 2016-2020)"]),
        (figure(2.0), {"series": (series(edition="2", checksum="b"),)},
         ["new edition (one: 2 instead of 1)"]),
        (figure(2.0), {"series": (series(checksum="b"),)}, ["new data (other files of one)"]),
        (figure(2.0), {"version": "2"}, ["changed method (Comity 2 instead of 1)"]),
        (figure(2.0), {"reference": {"technologies.yml": "u"}},
         ["corrected fact (in technologies.yml)"]),
        (figure(2.0, counted="whole"), {}, ["changed method (counted whole instead of )"]),
        (figure(2.0), {}, ["changed method (same evidence, years and facts)"]),
        (figure(2.0, members=("FIN",)), {}, ["other members (+FIN)"]),
        (figure(2.0, years="2017-2021"), {"series": (series(edition="2", checksum="b"),)},
         ["new data (2017-2021 instead of 2016-2020)", "new edition (one: 2 instead of 1)"]),
    ],
)  # fmt: skip
def test_a_figure_is_revised_for_every_cause_that_the_records_show(
    new: FigureUsed, changed: dict[str, Any], causes: list[str]
) -> None:
    [one] = compare(edition(), later(figures=(new,), **changed)).figures
    assert list(one.why) == causes
    assert (one.old, one.new, one.beyond) == (1.0, 2.0, True)


@pytest.mark.parametrize(
    ("changed", "cause"),
    [
        ({"years": "2022"}, "new data (2022 instead of 2018)"),
        ({"edition": "b"}, "new edition (b)"),
        ({}, "corrected fact"),
    ],
)
def test_a_figure_of_the_register_is_of_another_year_edition_or_was_corrected(
    changed: dict[str, Any], cause: str
) -> None:
    given: dict[str, Any] = {
        "key": "indicator/kor-gerd", "series": (), "years": "2018", "edition": "a", "low": None,
        "high": None,
    }  # fmt: skip
    old = edition(figures=(figure(1.0, **given),))
    [one] = compare(old, later(figures=(figure(1.5, **(given | changed)),))).figures
    assert one.why == (cause,)
    assert not one.beyond


def test_claims_and_findings_are_compared_by_key_and_not_by_words() -> None:
    claims = (
        ClaimUsed(key="C1", statement="Other words", verdict="contradicted"),
        ClaimUsed(key="C2", statement="New", verdict="supported"),
    )
    findings = (FindingUsed(key="tie/KOR/NATO", about="Other words", state="below"),)
    found = compare(edition(), later(claims=claims, findings=findings))
    assert [(c.key, c.old, c.new) for c in found.claims] == [("C1", "supported", "contradicted")]
    assert found.findings == ()
    assert found.new_claims == 1


def test_only_shared_nations_are_compared() -> None:
    japan = FindingUsed(key="tie/JPN/NATO", about="Japan", state="above")
    new = later(
        nations=("KOR", "JPN"),
        facts=(fact("held"), fact("jpn", values={"nation": "JPN"})),
        findings=(*edition().findings, japan),
    )
    found = compare(edition(nations=("KOR", "SGP")), new)
    assert (found.nations, found.only_now, found.only_before) == (("KOR",), ("JPN",), ("SGP",))
    assert not found.any


@pytest.mark.parametrize(
    ("old", "message"),
    [
        ({"on": "2026-01-01"}, "is of 2026-01-01, after 2025-04-01"),
        ({"known": "2026-01-01"}, "choose --known 2026-01-01 or later"),
        ({"against": "EU"}, "against EU, this one against NATO"),
        ({"nations": ("SGP",)}, "shares no nation"),
    ],
)
def test_a_brief_that_says_nothing_of_what_changed_is_refused(
    old: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        compare(edition(**old), later())


@given(
    st.lists(st.sampled_from("abcdef"), unique=True),
    st.lists(st.sampled_from("abcdef"), unique=True),
)
def test_what_is_gained_and_withdrawn_makes_the_new_of_the_old(
    old: list[str], new: list[str]
) -> None:
    found = compare(
        edition(facts=tuple(map(fact, old))), later(facts=tuple(map(fact, new)))
    ).standing  # fmt: skip
    gained = {c.key for c in found if c.change == "gained"}
    gone = {c.key for c in found if c.change == "withdrawn"}
    assert (set(old) | gained) - gone == set(new)
    assert not gained & set(old)


def written(folder: Path, document: Document, **changed: Any) -> Path:
    path = folder / "brief.json"
    content = dataclasses.replace(document, edition=edition()).as_dict() | changed
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_a_record_is_read_as_it_was_written(tmp_path: Path, document: Document) -> None:
    assert read_edition(written(tmp_path, document)) == edition()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is no brief of Comity"),
        (b"\xff\xfe", "is no brief of Comity"),
        (b"[1, 2]", "is no brief of Comity"),
        (b'{"title": "A letter"}', "is no brief of Comity"),
        (b'{"schema_version": "two"}', "is no brief of Comity"),
        (b'{"schema_version": 1}', f"has schema 1, this version compares schema {SCHEMA_VERSION}"),
        (b'{"schema_version": 2, "edition": null}', "is no whole brief of Comity"),
        (b'{"schema_version": 2, "edition": {"on": "2021-04-15"}}', "is no whole brief of Comity"),
    ],
)
def test_a_file_that_is_no_brief_is_one_line(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "old.json"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as told:
        read_edition(path)
    assert "\n" not in str(told.value)


def test_a_missing_file_a_folder_and_a_false_day_are_told(
    tmp_path: Path, document: Document
) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            read_edition(path)
    false = msgspec.to_builtins(edition()) | {"on": "2021-02-30"}
    with pytest.raises(InputError, match="2021-02-30"):
        read_edition(written(tmp_path, document, edition=false))
