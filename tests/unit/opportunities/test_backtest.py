"""The back-test on invented records: fitted on the past only, and honest where it cannot judge."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from pair_worlds import Link, links, output

from comity.analysis.query import Analysis
from comity.base.errors import InputError
from comity.briefs.backtest_page import backtest_html, fitted_words, verdict
from comity.evidence.store import Cube
from comity.indicators import Measure, Ranking
from comity.opportunities.backtest import NO, WITHIN, YES, Backtest, _beats, backtest
from comity.opportunities.backtest_rows import COLUMNS, records
from comity.opportunities.baselines import OURS
from comity.reference.register import Register

PAST, LAST = list(range(1996, 2006)), list(range(2006, 2011))


@pytest.fixture
def tested(make_cube: Callable[..., Cube], register: Register) -> Callable[..., Backtest]:
    def make(rows: list[Link], first: int | None = None) -> Backtest:
        return backtest(Analysis(make_cube(output(rows), rows), register), first, runs=20)

    return make


def test_the_model_of_a_cut_is_fitted_on_what_had_ended_by_then(
    tested: Callable[..., Backtest],
) -> None:
    past = links(PAST, nations=26)
    first, second = tested(past + links(LAST, seed=1, nations=26)).cuts
    assert first.fitted is None
    assert OURS not in {row.model for row in first.rows}
    assert "baselines only" in fitted_words(first)
    assert verdict(first) == ""
    assert second.fitted == "1996-2000"
    assert second.rows[0].model == OURS
    # What comes later changes neither the model nor who is a candidate.
    other = tested(past + links(LAST, seed=2, nations=26)).cuts[1]
    assert second.logistic is not None
    assert other.logistic is not None
    np.testing.assert_array_equal(second.logistic.coefficients, other.logistic.coefficients)
    assert [b.predicted for b in second.bins] == [b.predicted for b in other.bins]
    assert second.rows[0].positives != other.rows[0].positives


def test_cuts_before_the_first_year_are_learned_from_and_not_judged(
    tested: Callable[..., Backtest],
) -> None:
    [one] = tested(links(PAST + LAST, nations=26), 2001).cuts
    assert (one.cut.features.text, one.fitted) == ("2001-2005", "1996-2000")


def test_few_candidates_are_reported_and_not_ranked(
    tested: Callable[..., Backtest], make_cube: Callable[..., Cube]
) -> None:
    found = tested(links(PAST + LAST, nations=10))
    for row in records(found):
        assert tuple(row) == COLUMNS
        assert 0 < row["pairs"] < 100  # type: ignore[operator]
        assert row["ap"] is row["auc"] is row["brier"] is row["beats"] is None
    rows = links(PAST, nations=10)
    assert "Too few to rank" in backtest_html(found, make_cube(output(rows), rows))


def test_without_candidates_there_are_too_few_nations(tested: Callable[..., Backtest]) -> None:
    with pytest.raises(InputError, match="too few nations"):
        tested(links(PAST + LAST, nations=3))


def test_a_lead_counts_only_beyond_its_interval() -> None:
    nothing = Measure(0.0, 0.0, 0.0)

    def said(*lead: float) -> str | None:
        return _beats(Ranking(nothing, nothing, nothing, nothing, Measure(*lead)))

    assert said(0.1, 0.01, 0.2) == YES
    assert said(0.1, -0.01, 0.2) == WITHIN
    assert said(-0.1, -0.2, -0.01) == NO
    assert _beats(None) is _beats(Ranking(*[nothing] * 4, None)) is None
