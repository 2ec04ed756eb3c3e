"""Opportunities as a user meets them: the command, its errors, and the section of the brief."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from comity.briefs.model import Document, Table
from comity.opportunities.rows import COLUMNS
from comity.workspace import Workspace

DAY = "2025-06-01"
JSON = ("--on", DAY, "--json")
Run = Callable[..., tuple[int, str, str]]


def test_json_is_a_list_of_rows_with_both_scores_apart(comity_run: Run) -> None:
    code, out, err = comity_run("opportunities", "KOR", "--top", "10", *JSON)
    rows = json.loads(out)
    assert (code, err) == (0, "")
    assert 0 < len(rows) <= 10
    for row in rows:
        assert list(row) == COLUMNS
        assert row["nation"] == "KOR"
        assert row["expected"] >= 5
        assert row["affinity"] < 1
        if row["likely"] is not None:
            assert row["likely_low"] <= row["likely"] <= row["likely_high"]
        if row["gain"] is not None:
            assert row["gain"] == pytest.approx((row["nation_gain"] + row["partner_gain"]) / 2)
    chances = [row["likely"] for row in rows if row["likely"] is not None]
    assert chances == sorted(chances, reverse=True)
    # Those without a model stand last.
    assert [row["likely"] is None for row in rows] == sorted(row["likely"] is None for row in rows)


def test_by_gain_ranks_by_gain_and_shows_the_same_figures(comity_run: Run) -> None:
    _, out, _ = comity_run(
        "opportunities", "KOR", "--by", "gain", "--top", "8", "--on", DAY, "--json"
    )
    gains = [row["gain"] for row in json.loads(out) if row["gain"] is not None]
    assert gains == sorted(gains, reverse=True)


def test_the_table_is_aligned_and_says_what_it_is_not(comity_run: Run) -> None:
    code, out, err = comity_run("opportunities", "KOR", "--top", "4", "--on", DAY)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    header = lines[1]
    assert header.split()[:3] == ["rank", "nation", "partner"]
    assert all(line[header.index("nation") :].startswith("Korea, Rep.") for line in lines[2:6])
    assert "not defence cooperation" in lines[-1]
    assert "not checked" in lines[-1]


def test_explanations_open_their_sources(comity_run: Run) -> None:
    code, out, _ = comity_run(
        "opportunities", "JPN", "--top", "2", "--explain", "--on", DAY, "--json"
    )
    assert code == 0
    for row in json.loads(out):
        about = {reason["about"] for reason in row["reasons"]}
        assert {"likely", "gain", "strength", "tie", "bridges", "instrument", "obstacle"} <= about
        cited = [s for reason in row["reasons"] for s in reason["sources"]]
        assert cited
        assert all(source["url"].startswith("http") for source in cited)
    _, text, _ = comity_run("opportunities", "JPN", "--top", "1", "--explain", "--on", DAY)
    assert "$ comity ties JPN" in text
    assert "http" in text


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["ZZZ"], "unknown nation"),
        (["KOR", "--technology", "alchemy"], "unknown technology"),
        (["KOR", "--against", "SEATO"], "unknown group"),
        (["KOR", "--by", "hope"], "choose likely or gain"),
        (["KOR", "--top", "0"], "--top 0"),
        (["KOR", "--on", "1985-01-01"], "no joint records before"),
        (["KOR", "--technology", "wipo:optics", "--against", "NATO", "--on", "1986-01-01"],
         "no joint records before"),
        (["KOR", "--clear", "1.5"], "--clear 1.5"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line_and_code_two(
    comity_run: Run, words: list[str], message: str
) -> None:
    code, out, err = comity_run("opportunities", *words)
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1


def test_every_quoted_command_runs(workspace: Workspace, comity_run: Run) -> None:
    [row] = workspace.opportunities("KOR", top=1, on=DAY).rows
    queries = [s.query for s in workspace.explain(row, "NATO", DAY) if s.query]
    assert queries
    for query in queries:
        if query != "comity model show":
            code, _, err = comity_run(*query.split()[1:])
            assert code == 0, (query, err)


def test_all_nations_and_all_technologies_give_each_pair_once(workspace: Workspace) -> None:
    nations = workspace.register.nations.codes()
    table = workspace.opportunities(nations, top=None, on=DAY)
    keys = [(frozenset((r.nation, r.partner)), r.technology, r.kind) for r in table.rows]
    assert len(keys) == len(set(keys)) == table.candidates > 500


def test_the_brief_names_at_most_five_of_each_nation_with_a_reason(brief: Document) -> None:
    [section] = [s for s in brief.sections if s.key == "opportunities"]
    [table] = [b for b in section.blocks if isinstance(b, Table)]
    nations = [row[0] for row in table.rows]
    assert {nations.count(name) for name in nations} <= {1, 2, 3, 4, 5}
    assert all(row[-1].endswith(".") and len(row[-1]) > 20 for row in table.rows)
    assert "not checked" in table.caption
    code = table.caption[-4:-1]
    assert code.startswith("E")
    [entry] = [e for e in brief.evidence if e.code == code]
    assert "comity opportunities" in entry.query
