"""The yearly report: of what one may read, as a document, on a page, over the API, as a file."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from paged import text
from written import OPEN, only

from comity.base.errors import InputError

BELGIANS, ALLIES = only("nation:BEL"), only("group:NATO")
IN = dt.date(2026, 3, 2)


@pytest.fixture
def year(programme, write):
    """A year with one of each that all see, and one that only Belgians do."""
    for label, code, nation in ((OPEN, "IST-100", "KOR"), (BELGIANS, "SET-900", "ISR")):
        activity = write.activity(
            code, f"Trust of {code} (S12) [E07]", metadata=label, start=IN,
            end=dt.date(2026, 10, 1),
        )  # fmt: skip
        write.part(activity, nation, metadata=label, since=IN)
        given = {"published": dt.date(2026, 5, 1), "cleared": True, "metadata": label}
        output = write.output(activity, f"STO-TR-{code}", f"Report of {code}", **given)
        write.standard(activity, f"STANAG of {code}", output=output, metadata=label)
    write.activity("IST-50", "Long ago", start=dt.date(2019, 1, 1), end=dt.date(2027, 1, 1))
    write.activity("IST-51", "Of no known start")
    return programme


def told(programme, write, person, asked=2026):
    from comity.programme.report.making import yearly_report

    return yearly_report(programme, write.viewer(person), asked)


def rows(document, key, place=0):
    from comity.briefs.model import Table

    (section,) = [one for one in document.sections if one.key == key]
    return [one for one in section.blocks if isinstance(one, Table)][place].rows


def test_a_report_counts_what_its_reader_sees_and_no_more(year, write) -> None:
    belgian, korean = write.person("BEL"), write.person("KOR")
    hers, his = told(year, write, belgian), told(year, write, korean)
    assert rows(his, "activities") == (
        ("IST", "Research Task Group", "1", "1", "1"), ("All", "", "1", "1", "1"),
    )  # fmt: skip
    assert rows(hers, "activities")[-1] == ("All", "", "2", "1", "2")
    (seoul, total) = rows(his, "nations")
    assert "Korea" in seoul[0]
    assert seoul[1:] == total[1:] == ("1", "0", "1", "0")
    assert rows(hers, "nations")[-1] == ("All", "2", "0", "2", "0")
    assert rows(his, "outputs")[-1] == ("All", "1", "1", "1")
    assert rows(hers, "outputs")[-1] == ("All", "2", "2", "2")
    assert rows(his, "standards")[0][1:] == ("1", "1")
    assert rows(hers, "standards")[0][1:] == ("2", "2")
    said = json.dumps(his.as_dict())
    assert "SET-900" not in said
    assert "Israel" not in said
    assert "SET-900" in json.dumps(hers.as_dict())


def test_an_earlier_year_has_its_own_numbers(year, write) -> None:
    found = told(year, write, write.person("KOR"), 2019)
    assert rows(found, "activities")[-1] == ("All", "", "1", "1", "0")
    assert rows(found, "nations") == (("All", "0", "0", "0", "0"),)
    assert "The year is not over" not in json.dumps(found.as_dict())
    assert "The year is not over" in json.dumps(told(year, write, write.person("KOR")).as_dict())


def test_each_number_says_whose_view_it_is_and_whence_it_comes(year, write) -> None:
    from comity.briefs.model import Table, blocks

    person = write.person("KOR")
    write.role(person, "reader")
    found = told(year, write, person)
    seen = "(reader) on 2026-11-01, of what you may read."
    tables = [one for one in blocks(found) if isinstance(one, Table)]
    assert len(tables) > 5
    assert all(seen in one.note for one in tables)
    assert all(seen in one.note for one in found.evidence)
    assert {one.key for one in found.sources} >= {"nisp-12"}
    # What somebody wrote is never taken for a code or a source.
    assert "[E07]" not in json.dumps(found.as_dict())
    assert found.kind == "Comity report"


def test_the_marking_follows_from_all_that_is_counted(year, write) -> None:
    assert told(year, write, write.person("KOR")).disclaimers[0].startswith("PUBLIC")
    (line, *_) = told(year, write, write.person("BEL")).disclaimers
    assert "BEL" in line or "Belgium" in line


def test_a_funnel_of_the_year_is_told_in_its_words(year, write) -> None:
    person = write.person("KOR")
    assert "none is shown" in json.dumps(told(year, write, person).as_dict())
    write.funnel(count=None)
    assert rows(told(year, write, person), "funnel") == (("First", "withheld"), ("All", "withheld"))


@pytest.mark.parametrize("asked", [2011, 2027])
def test_there_is_no_report_of_other_years(programme, write, asked) -> None:
    with pytest.raises(InputError, match=f"no report of {asked}: ask for 2012 to 2026"):
        told(programme, write, write.person("KOR"), asked)


def test_a_further_section_is_one_more_function(programme, write, monkeypatch) -> None:
    from comity.briefs.model import Paragraph, Section
    from comity.programme.report import making

    more = lambda context: Section("more", "More", (Paragraph(context.seen),))  # noqa: E731
    monkeypatch.setattr(making, "SECTIONS", (*making.SECTIONS, more))
    assert told(programme, write, write.person("KOR")).sections[-1].key == "more"


def test_the_page_and_the_files_are_the_same_report(year, write, door) -> None:
    client = door.signed_in(write.person("KOR"))
    said = text(client.get("/programme/report/2026"))
    assert "As seen for" in said
    assert "Trust of IST-100" in said
    assert "SET-900" not in said
    told = client.get("/programme/report/2026.html")
    assert told["Content-Disposition"] == 'attachment; filename="programme-2026.html"'
    assert b"Comity report" in told.content
    kept = client.get("/programme/report/2026.json").json()
    asked = client.get("/api/programme/v1/report/2026").json()
    assert [one["blocks"] for one in kept["sections"]] == [
        one["blocks"] for one in asked["sections"]
    ]
    assert client.get("/programme/report/2026.pdf").status_code == 400
    for other in ("2011", "2027", "2011.html"):
        assert client.get(f"/programme/report/{other}").status_code == 404
    assert client.get("/api/programme/v1/report/2027").status_code == 400


def test_the_command_writes_each_format(year, write, tmp_path, capsys) -> None:
    from comity.cli.main import run

    person = write.person("KOR")
    database = str(tmp_path / "programme.sqlite3")
    given = ["programme", "report", "2026", "--as", str(person), "--database", database]
    for extension, begins in (("html", b"<!doctype html>"), ("pdf", b"%PDF"), ("json", b"{")):
        output = tmp_path / f"report.{extension}"
        assert run([*given, "--output", str(output)]) == 0
        assert capsys.readouterr().out == f"{output}\n"
        assert output.read_bytes().startswith(begins)
    assert run([*given, "--output", str(tmp_path / "report.doc")]) == 2
    assert "end it in .html, .pdf, .json" in capsys.readouterr().err


def test_proposals_and_meetings_of_the_year_are_told_as_far_as_they_are_seen(
    programme, write
) -> None:
    from comity.programme.events.kinds import IdeaSubmitted, PositionTaken

    reader, drafter = write.person("BEL"), write.person("KOR")
    asked = IdeaSubmitted(version=1, nations=("BEL", "KOR"), allies=("BEL",))
    said = PositionTaken(version=1, nation="KOR", position="support")
    write.proposal(drafter, asked, said)
    write.proposal(drafter, asked, metadata=only("nation:USA"))
    activity = write.activity()
    write.part(activity, "BEL", metadata=OPEN)
    series = write.series(activity)
    write.meeting(series, start="2026-02-03T13:00Z", opens=dt.date(2026, 2, 2),
                  points={"BEL": 4, "FRA": 8})  # fmt: skip
    document = told(programme, write, reader)
    assert rows(document, "proposals")[-1] == ("All", "1", "1", "0", "0")
    assert rows(document, "proposals", 2) == (("KOR", "1"),)
    # France takes part as far as nobody may see, so its points are not told.
    assert rows(document, "meetings") == (("BEL", "1", "4"),)
