"""The report's day beside October 2021 and beside a later day, on the starter evidence."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from comity.briefs.model import Document, Section, Table
from comity.workspace import Workspace

NATIONS = ["JPN", "KOR", "SGP"]


@pytest.fixture(scope="module")
def april(workspace: Workspace, brief: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("april")
    return workspace.render(brief, folder, ("json",))["json"]


def part(document: Document) -> Section:
    [found] = [s for s in document.sections if s.key == "changes"]
    return found


def test_a_brief_records_its_evidence_facts_and_day_as_it_may_know_them(
    brief: Document, workspace: Workspace
) -> None:
    edition = brief.edition
    assert edition is not None
    assert (edition.on, edition.known) == ("2021-04-15", "2021-04-15")
    assert edition.evidence == workspace.cube.checksum() == brief.evidence_checksum
    assert {s.key for s in edition.series} == set(workspace.cube.series)
    for fact in edition.facts:
        assert fact.public <= "2021-04-15", fact.key
        assert fact.source, fact.key
    # The programme of 2019 ended in 2023, which nobody knew in 2021.
    [programme] = [f for f in edition.facts if f.key == "kor-ipcp-2019"]
    assert (programme.state, programme.valid_until, programme.superseded_by) == ("yes", None, None)
    assert "changes" not in [s.key for s in brief.sections]
    assert brief.changes is None


def test_april_beside_october_2021(workspace: Workspace, april: Path) -> None:
    document = workspace.brief(NATIONS, on="2021-10-14", since=april)
    document.validate()
    changes = document.changes
    assert changes is not None
    # The same years had ended on both days, so that no estimate may move.
    assert changes.figures == ()
    assert changes.compared > 200
    assert changes.same_evidence
    assert changes.standing == ()
    assert part(document).title == "What changed since 2021-04-15"


def test_april_2021_beside_the_day_on_which_korea_was_enhanced(
    workspace: Workspace, april: Path
) -> None:
    document = workspace.brief(NATIONS, on="2025-04-01", since=april)
    document.validate()
    changes = document.changes
    assert changes is not None
    by_key = {change.key: change for change in changes.standing}
    enhanced = by_key["kor-sto-enhanced-partner"]
    assert (enhanced.change, enhanced.when, enhanced.why) == ("gained", "2025-03-01", "began since")
    assert by_key["kor-ipcp-2019"].change == "lost"
    assert by_key["kor-ipcp-2019"].why.startswith("superseded by ")
    assert {"fin-nato", "swe-nato"} <= set(by_key)
    assert [(f.old, f.new) for f in changes.findings if f.key == "sto-enhanced/KOR"] == [
        ("not enhanced", "enhanced")
    ]
    # Sources that became public since turn verdicts, and nothing is told that did not turn.
    assert changes.claims
    assert all(claim.old != claim.new for claim in changes.claims)
    # Every figure has a cause that the records show; with the same Comity and evidence that is
    # never the method.
    assert changes.figures
    for figure in changes.figures:
        assert figure.why, figure.key
        assert not any(cause.startswith("changed method") for cause in figure.why), figure.key
    tables = [b for b in part(document).blocks if isinstance(b, Table)]
    [standing] = [t for t in tables if t.caption.startswith("Statuses")]
    assert all(row[-1].startswith("(S") for row in standing.rows)
    assert [s.key for s in document.sections][:2] == ["bottom-line", "changes"]


@pytest.mark.parametrize("content", ["{}", "no JSON", '{"schema_version": 1}'])
def test_since_a_file_that_is_no_brief_ends_before_anything_is_written(
    comity_run: Callable[..., tuple[int, str, str]], tmp_path: Path, content: str
) -> None:
    path = tmp_path / "old.json"
    path.write_text(content, encoding="utf-8")
    out = tmp_path / "out"
    code, printed, told = comity_run(
        "brief", "JPN", "--on", "2021-10-14", "--since", str(path), "--out", str(out)
    )
    assert (code, printed) == (2, "")
    assert told.count("\n") == 1
    assert "old.json" in told
    assert not out.exists()


def test_an_earlier_day_than_that_of_the_earlier_brief_is_refused(
    comity_run: Callable[..., tuple[int, str, str]], april: Path, tmp_path: Path
) -> None:
    code, _, told = comity_run(
        "brief", "JPN", "--on", "2020-01-15", "--since", str(april), "--out", str(tmp_path / "out")
    )
    assert code == 2
    assert "after 2020-01-15" in told
    assert json.loads(april.read_text(encoding="utf-8"))["edition"]["on"] == "2021-04-15"
