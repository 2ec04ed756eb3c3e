from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from comity.analysis.query import Analysis
from comity.analysis.windows import Window
from comity.base.errors import InputError
from comity.briefs.reasons import statements
from comity.briefs.register_reasons import Statement
from comity.evidence.store import Cube
from comity.indicators.logistic import Logistic
from comity.opportunities.candidates import Candidates
from comity.opportunities.listing import OpportunityTable, opportunities
from comity.opportunities.model import Model, write_models
from comity.opportunities.pairs import FEATURES, pair_table
from comity.opportunities.reasons import reasons
from comity.opportunities.rows import COLUMNS
from comity.opportunities.stability import Resampled, centre
from comity.reference.register import Register

MakeCube = Callable[..., Cube]
DAY = dt.date(2021, 6, 1)
PUBLIC = dt.date(2026, 1, 1)
NATIONS = ("CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "KOR", "USA")
ALLIES = ["CAN", "DEU", "FRA", "GBR", "ITA", "USA"]
# Every pair shares forty records a year but these.
FEW = {("DEU", "JPN"): 4.0, ("FRA", "KOR"): 10.0, ("ITA", "JPN"): 20.0}
YEARS = range(2011, 2021)


def links(technology: str) -> list[tuple[str, str, str, int, float, float]]:
    return [
        (a, b, technology, year, FEW.get((a, b), 40.0), FEW.get((a, b), 40.0) / 2)
        for a, b in itertools.combinations(NATIONS, 2)
        for year in YEARS
    ]


@pytest.fixture
def small(make_cube: MakeCube, register: Register) -> Analysis:
    output = [
        (n, t, y, 100.0 + 10 * i)
        for i, n in enumerate(NATIONS)
        for t in ("ai", "all")
        for y in YEARS
    ]
    return Analysis(make_cube(output, [*links("ai"), *links("all")]), register)


def model(**weights: float) -> dict[str, Model]:
    """A model whose coefficients are given by feature; the rest are zero."""
    beta = np.array([0.0, *(weights.get(name, 0.0) for name in FEATURES)])
    size = len(FEATURES)
    logistic = Logistic(np.zeros(size), np.ones(size), beta, 0.01 * np.eye(size + 1), 1.0)
    trained = (("2011-2015", "2016-2020"),)
    return {"one": Model("one", FEATURES, logistic, 5, trained, 100, 20, "2026")}


def asked(analysis: Analysis, **changed: Any) -> OpportunityTable:
    given: dict[str, Any] = {
        "nations": ["JPN", "KOR"], "members": ALLIES, "against": "NATO", "technologies": None,
        "day": DAY, "models": model(persistence=1.0),
    }  # fmt: skip
    return opportunities(analysis, **(given | changed))


def test_the_list_holds_the_pairs_below_expectation_best_first(small: Analysis) -> None:
    table = asked(small, technologies=["ai"])
    found = [(row.nation, row.partner) for row in table.rows]
    assert found == [("JPN", "ITA"), ("KOR", "FRA"), ("JPN", "DEU")]
    assert table.candidates == 3
    first = table.rows[0]
    assert first.joint == 100
    assert first.window == "2016-2020"
    assert first.expected > 100 > 0
    assert first.affinity_low < first.affinity < first.affinity_high < 1.1
    # The model's only weight is that of the log affinity.
    assert first.likely == pytest.approx(1 / (1 + 1 / first.affinity), rel=1e-9)
    assert first.likely_low < first.likely < first.likely_high
    assert first.until == 2025


def test_without_a_model_the_chance_is_unknown(small: Analysis) -> None:
    for row in asked(small, models={}).rows:
        assert math.isnan(row.likely)
        assert math.isnan(row.likely_high)
        assert row.until is None


def test_a_model_of_other_records_gives_no_chance_and_is_named(small: Analysis) -> None:
    series = small.cube.of("one")
    own = tuple(sorted(name for name in series.files if ".links." in name))
    fitting = dataclasses.replace(model(persistence=1.0)["one"], links=own)
    write_models({"one": fitting}, small.cube.folder)
    fresh = asked(small, technologies=["ai"], models=None)
    assert fresh.stale == ()
    assert all(0 < row.likely < 1 for row in fresh.rows)
    write_models({"one": dataclasses.replace(fitting, links=("of others",))}, small.cube.folder)
    table = asked(small, technologies=["ai"], models=None)
    assert table.stale == ("one",)
    assert table.rows
    assert all(math.isnan(row.likely) and row.until is None for row in table.rows)


def test_a_technology_that_nothing_tells_is_refused(
    make_cube: MakeCube, register: Register
) -> None:
    output = [(n, "ai", y, 100.0) for n in NATIONS for y in YEARS]
    analysis = Analysis(make_cube(output, links("ai")), register)
    with pytest.raises(InputError, match="no series tells joint records in quantum"):
        asked(analysis, technologies=["quantum"])


def test_a_sum_over_technologies_has_no_chance_of_the_technologies_model(small: Analysis) -> None:
    told = {row.subject: row for row in asked(small).rows}
    assert set(told) == {"ai", "all"}
    assert not math.isnan(told["ai"].likely)
    assert math.isnan(told["all"].likely)
    assert told["all"].until is None


def test_all_fields_answer_and_say_so(make_cube: MakeCube, register: Register) -> None:
    output = [(n, "all", y, 100.0) for n in NATIONS for y in YEARS]
    analysis = Analysis(make_cube(output, links("all")), register)
    table = asked(analysis, technologies=["quantum"])
    assert table.rows
    assert table.unanswered == ("quantum",)
    for row in table.rows:
        assert (row.technology, row.subject) == ("quantum", "all")
        assert row.gain.technology == "quantum"
        # No series tells profiles in it, but the needs are known.
        assert math.isnan(row.gain.value)
    needs = {side.nation: side.need for row in table.rows for side in row.gain.sides}
    assert needs["DEU"] == bool([
        n for n in register.needs
        if n.holder in ("NATO", "STO", "DEU") and "quantum" in n.technologies
        and n.known(register.sources, DAY)
    ])  # fmt: skip


def test_gain_ranks_when_asked_and_unknown_stands_last() -> None:
    table = Candidates(
        (), (), ("A", "B", "C"), (), *(np.zeros(3, np.int64),) * 2, np.array([0, 0, 1]),
        np.array([1, 2, 2]), np.array([9.0, 8.0, 7.0]), np.ones(3), np.array([0.1, np.nan, 0.3]),
        np.array([np.nan, 0.2, 0.4]), np.zeros(3, np.int64),
    )  # fmt: skip
    assert table.ranked("likely").tolist() == [2, 0, 1]
    assert table.ranked("gain").tolist() == [2, 1, 0]


def test_a_pair_stands_once_though_it_is_asked_both_ways(small: Analysis) -> None:
    table = asked(small, nations=list(NATIONS), members=list(NATIONS), technologies=["ai"])
    pairs = [frozenset((row.nation, row.partner)) for row in table.rows]
    assert len(pairs) == len(set(pairs)) == table.candidates > 3


def test_rows_become_a_frame_with_the_documented_columns(small: Analysis) -> None:
    table = asked(small)
    frame = table.frame()
    assert list(frame.columns) == COLUMNS == table.columns
    assert len(frame) == len(table.rows)
    assert frame.attrs["candidates"] == table.candidates


def test_stability_is_told_for_each_row_and_comes_again(small: Analysis) -> None:
    first = asked(small, technologies=["ai"], top=2, runs=40)
    again = asked(small, technologies=["ai"], top=2, runs=40)
    stays = [row.stays for row in first.rows]
    assert stays == [row.stays for row in again.rows]
    assert all(0 < share <= 1 for share in stays)
    assert all(math.isnan(row.stays) for row in asked(small).rows)


def test_a_list_that_rests_on_many_records_stays_and_one_on_few_does_not(
    make_cube: MakeCube, register: Register
) -> None:
    def share(times: float) -> float:
        rng = np.random.default_rng(3)
        pairs = [
            (a, b, "ai", year, times * rate, times * rate)
            for a, b in itertools.combinations(NATIONS, 2)
            for rate in [float(rng.integers(20, 60))]
            for year in YEARS
        ]
        output = [(n, t, y, 1e6) for n in NATIONS for t in ("ai", "all") for y in YEARS]
        both = [*pairs, *((a, b, "all", *rest) for a, b, _, *rest in pairs)]
        table = asked(Analysis(make_cube(output, both), register), technologies=["ai"], top=3,
                      runs=40)  # fmt: skip
        return float(np.mean([row.stays for row in table.rows]))

    assert share(100.0) > 0.95 > share(0.1)


def test_drawn_records_have_the_mean_and_spread_of_the_real(small: Analysis) -> None:
    series, window = small.cube.of("one"), Window(2016, 2020)
    _, real = small.tie_means(series, window, "ai")
    runs = np.stack(
        [Resampled(small, k).tie_means(series, window, "ai")[1].joint for k in range(300)]
    )
    upper = np.triu_indices(len(NATIONS), 1)
    x, effective = real.joint[upper], real.effective[upper]
    np.testing.assert_allclose(runs.mean(axis=0)[upper], x, rtol=0.06)
    spread = runs.std(axis=0)[upper]
    np.testing.assert_allclose(spread, x / np.sqrt(effective + 0.5), rtol=0.25)


def test_drawn_likeness_to_third_nations_keeps_the_mean_of_the_real(
    make_cube: MakeCube, register: Register
) -> None:
    rng = np.random.default_rng(5)
    nations = sorted(register.nations.codes())[:24]
    block = {n: i % 3 for i, n in enumerate(nations)}
    rows = [
        (a, b, "ai", year, float(rng.poisson(4 if block[a] == block[b] else 2)), 1.0)
        for a, b in itertools.combinations(nations, 2)
        for year in YEARS
    ]
    both = [*rows, *((a, b, "all", *rest) for a, b, _, *rest in rows)]
    output = [(n, t, y, 1e4) for n in nations for t in ("ai", "all") for y in YEARS]
    analysis = Analysis(make_cube(output, both), register)
    series, window = analysis.cube.of("one"), Window(2016, 2020)
    real = pair_table(analysis, series, window, chosen=("ai",))
    drawn = [
        pair_table(Resampled(analysis, k), series, window, chosen=("ai",), like=real)
        for k in range(30)
    ]
    assert all((one.left == real.left).all() and (one.right == real.right).all() for one in drawn)
    before = np.stack([one.features["third"] for one in drawn])
    centre(real, drawn)
    after = np.stack([one.features["third"] for one in drawn])
    alike = real.features["third"] > 0.3
    assert alike.any()
    # Noise upon noise weakens what is alike; centred, the mean is the real one, the spread stays.
    assert np.mean((real.features["third"] - before.mean(axis=0))[alike]) > 0.05
    np.testing.assert_allclose(after.mean(axis=0), real.features["third"], atol=1e-9)
    np.testing.assert_allclose(after.std(axis=0), before.std(axis=0), atol=1e-9)
    assert (after.std(axis=0) > 0).all()


def test_a_list_by_gain_is_drawn_from_the_profiles(small: Analysis) -> None:
    rows = asked(small, by="gain", top=2, runs=1000).rows
    assert asked(small, by="gain", top=2, runs=1000).runs == 200
    assert all(0 < row.stays <= 1 for row in rows)


def test_only_pairs_that_are_clearly_below_if_asked(small: Analysis) -> None:
    many = {"nations": list(NATIONS), "members": list(NATIONS), "top": None}
    every = asked(small, **many)
    bound = float(np.median([row.p_below_one for row in every.rows]))
    clear = asked(small, **many, clear=bound)
    kept = [row for row in every.rows if row.p_below_one >= bound]
    assert [(r.nation, r.partner, r.technology) for r in kept] == [
        (r.nation, r.partner, r.technology) for r in clear.rows
    ]
    assert 0 < len(clear.rows) < len(every.rows)
    assert clear.candidates == len(clear.rows)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"nations": ["TUV"]}, "covers TUV"),
        ({"members": ["TUV"]}, "covers a member"),
        ({"day": dt.date(2005, 1, 1)}, "no joint records before 2005-01-01"),
        ({"by": "hope"}, "choose likely or gain"),
        ({"top": 0}, "--top 0"),
        ({"technologies": ["papers:vision"]}, "papers:vision"),
        ({"runs": -1}, "--runs -1"),
        ({"clear": 1.0}, "--clear 1"),
    ],
)
def test_bad_input_is_one_clear_line(small: Analysis, changed: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError) as caught:
        asked(small, **changed)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_evidence_without_links_says_so(make_cube: MakeCube, register: Register) -> None:
    cube = make_cube([(n, "ai", 2020, 10.0) for n in NATIONS])
    with pytest.raises(InputError, match="need a series with links"):
        asked(Analysis(cube, register))


def test_two_nations_are_too_few(make_cube: MakeCube, register: Register) -> None:
    rows = [("DEU", "JPN", "ai", y, 50.0, 50.0) for y in YEARS]
    cube = make_cube([(n, "ai", y, 90.0) for n in ("DEU", "JPN") for y in YEARS], rows)
    with pytest.raises(InputError, match="too few nations"):
        asked(Analysis(cube, register), nations=["JPN"])


def explained(analysis: Analysis, register: Register, **changed: Any) -> list[Statement]:
    [first, *_] = asked(analysis, **changed).rows
    return statements(register, reasons(analysis, first, DAY), DAY.isoformat(), "NATO")


def test_an_explanation_says_everything_and_opens_its_sources(
    small: Analysis, register: Register
) -> None:
    found = explained(small, register, nations=["KOR"], technologies=["ai"])
    assert {
        "likely",
        "gain",
        "strength",
        "tie",
        "bridges",
        "records",
        "instrument",
        "obstacle",
    } <= {s.about for s in found}
    text = " ".join(s.text for s in found)
    assert "not checked" in text
    assert "where" in text
    assert "Organisations: unknown" in text
    for statement in found:
        assert set(statement.sources) <= set(register.sources)
        assert set(statement.series) <= {"one"}
    for about in ("tie", "bridges"):
        assert all(s.series for s in found if s.about == about)
    facts = [s for s in found if s.about == "instrument"]
    assert facts
    assert all(s.sources for s in facts)


def test_bridges_are_third_nations_with_ties_above_expectation(small: Analysis) -> None:
    [first, *_] = asked(small, nations=["KOR"], technologies=["ai"]).rows
    behind = reasons(small, first, DAY)
    assert behind.bridges
    for bridge in behind.bridges:
        assert bridge.nation not in (first.nation, first.partner)
        assert [tie.nation for tie in bridge.sides] == [first.nation, first.partner]
        assert all(tie.value > 1 and tie.low < tie.value < tie.high for tie in bridge.sides)
    fewer = [min(tie.joint for tie in bridge.sides) for bridge in behind.bridges]
    assert fewer == sorted(fewer, reverse=True)


def test_a_nation_closed_to_the_alliance_is_no_bridge(analysis: Analysis) -> None:
    table = opportunities(analysis, ["JPN"], ["POL", "HUN", "CZE"], "NATO", ["all"], PUBLIC)
    for row in table.rows:
        # Russia has most joint works of those with strong ties to both.
        bridges = reasons(analysis, row, PUBLIC).bridges
        assert not {"RUS", "CHN"} & {bridge.nation for bridge in bridges}
    assert any(reasons(analysis, row, dt.date(2013, 1, 1)).bridges for row in table.rows)
