from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

Run = Callable[..., tuple[int, str, str]]


def test_a_verdict_as_json_has_the_documented_shape(comity_run: Run) -> None:
    code, out, err = comity_run("may", "KOR", "stb-session", "--on", "2025-04-01", "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert set(found) == {"answer", "because", "sentence", "later"}
    assert found["later"] is None
    assert found["answer"] == "yes"
    for reason in found["because"]:
        assert set(reason) == {"rule", "fact", "from", "until", "source", "rests_on", "lists"}
        assert reason["source"]
    assert "Republic of Korea may take part" in found["sentence"]
    assert "2025-03-01" in found["sentence"]


def test_a_verdict_for_people_names_its_sources(comity_run: Run) -> None:
    code, out, _ = comity_run("may", "Korea, Rep.", "STB", "--on", "2025-04-01")
    assert code == 0
    assert out.startswith("Yes: Republic of Korea may ")
    assert "https://" in out


@pytest.mark.parametrize(
    "words",
    [
        ["standing", "JPN", "--on", "2021-04-15"],
        ["what-if", "NZL", "--add", "sto-enhanced-partner"],
        ["compare", "JPN", "KOR"],
        ["unequal", "--on", "2025-04-01"],
        ["admitted"],
    ],
    ids=lambda words: words[0],
)
def test_every_command_speaks_to_people_and_to_programs(comity_run: Run, words: list[str]) -> None:
    code, out, err = comity_run(*words)
    assert (code, err) == (0, "")
    assert "Safeguards: not checked." in out
    code, out, err = comity_run(*words, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["standing", "ZZZ"], "unknown nation"),
        (["may", "KOR", "golf"], "unknown activity 'golf'"),
        (["may", "Korea", "stb-session"], "may mean"),
        (["what-if", "KOR", "--add", "gold-card"], "nothing called 'gold-card'"),
        (["what-if", "KOR", "--add", "sto-enhanced-partner"], "holds STO Science"),
        (["standing", "JPN", "--on", "2199-01-01"], "is in the future"),
        (["standing", "JPN", "--on", "2021"], "must be a full day"),
        (["compare", "JPN", "ZZZ"], "unknown nation"),
    ],
)
def test_bad_questions_are_one_line_and_code_two(
    comity_run: Run, words: list[str], message: str
) -> None:
    code, out, err = comity_run(*words)
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1


def test_what_became_public_later_is_told_to_people_and_programs(comity_run: Run) -> None:
    asked = ("may", "KOR", "agree-itpp", "--on", "2022-06-01")
    code, out, _ = comity_run(*asked)
    assert code == 0
    assert "nothing public by then; known since 2023-07-12: yes" in out
    # The sources are those of the later answer.
    assert "nato-jpn-itpp-2023 (2023-07-12): https://" in out
    told = json.loads(comity_run(*asked, "--json")[1])
    assert (told["answer"], told["later"]["answer"]) == ("unknown", "yes")
    _, again, _ = comity_run(*asked, "--known", told["later"]["known"], "--json")
    assert json.loads(again)["answer"] == "yes"
    _, out, _ = comity_run("standing", "AUS", "--on", "2021-04-15")
    _, _, after = out.partition("public only after 2021-04-15")
    assert "STO Science & Technology Enhanced Partner" in after.partition("Entitlements")[0]
    assert "Ask with --known 2025-03-01" in after
    _, out, _ = comity_run("what-if", "AUS", "--add", "STO-EOP", "--on", "2021-04-15")
    assert "Public only later: Australia holds STO Science" in out
    _, out, _ = comity_run("compare", "JPN", "KOR", "--on", "2021-04-15")
    [line] = [line for line in out.splitlines() if line.startswith("agree-itpp")]
    assert line.count("known since 2023-07-12") == 2
    _, out, _ = comity_run("admitted")
    [line] = [line for line in out.splitlines() if line.startswith("Japan ")]
    assert "cpow-participant by 2021-04-15 (since 2021-04-15)" in line


def test_an_ambiguous_name_says_what_to_type_in_one_line(comity_run: Run) -> None:
    code, out, err = comity_run("what-if", "KOR", "--add", "EOP")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "type sto-enhanced-partner" in err
    assert "pii-eop" in err


def test_differences_say_what_became_public_later_to_people_and_programs(comity_run: Run) -> None:
    asked = ("unequal", "--on", "2021-04-15")
    code, out, err = comity_run(*asked)
    assert (code, err) == (0, "")
    now, found, later = out.partition(" more by what became public only later; ask with --known ")
    assert found
    assert "known since" not in now
    assert "Japan: unknown (no, known since 2022-11-04)" in later
    rows = json.loads(comity_run(*asked, "--json")[1])
    [ccdcoe] = [
        one for one in rows
        if (one["activity"], one["nation"], one["other"]) == ("ccdcoe", "AUS", "JPN")
    ]  # fmt: skip
    assert (ccdcoe["same"], ccdcoe["answer"], ccdcoe["later"]) == (True, "unknown", None)
    assert (ccdcoe["other_answer"], ccdcoe["other_later"]["answer"]) == ("unknown", "no")
    assert [one["fact"] for one in ccdcoe["reason"]] == ["jpn-ccdcoe-member"]
    known = max(one["other_later"]["known"] for one in rows if one["other_later"])
    again = json.loads(comity_run(*asked, "--known", known, "--json")[1])
    assert len([one for one in again if not one["same"]]) >= len(rows)
    assert all(one["reason"] for one in rows)


@pytest.mark.parametrize(
    "words",
    [["may", "KOR", "stb-session"], ["standing", "JPN"], ["what-if", "NZL", "--add", "pii-eop"]],
    ids=lambda words: words[0],
)
def test_standing_is_told_without_the_libraries_of_numbers(words: list[str]) -> None:
    code = (
        "import sys; from comity.cli.main import run; assert run(sys.argv[1:]) == 0; "
        "print({m.split('.')[0] for m in sys.modules} & {'numpy', 'scipy', 'duckdb', 'pandas'}, "
        "file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == "set()\n"
    assert "Safeguards: not checked." in done.stdout
