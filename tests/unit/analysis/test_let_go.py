"""Estimates are forgotten, those used longest ago first, and come out the same when made anew."""

from __future__ import annotations

import datetime as dt

from comity.analysis.query import Analysis

DAY = dt.date(2026, 11, 1)


def test_what_was_used_last_is_kept_and_the_rest_made_anew(workspace):
    analysis = Analysis(workspace.cube, workspace.register)
    series = workspace.cube.of("conference-papers")
    windows = [window for _, window in analysis.windows([series], None, DAY, links=True)]
    panels = {}
    for technology in ("ai", "autonomy", "papers:ai"):
        panels[technology] = analysis.tie_panel(series, windows[0], technology)
    # Used again, so that autonomy is the one used longest ago.
    analysis.tie_panel(series, windows[0], "ai")
    analysis.let_go(2)
    assert analysis.tie_panel(series, windows[0], "ai") is panels["ai"]
    assert analysis.tie_panel(series, windows[0], "papers:ai") is panels["papers:ai"]
    again = analysis.tie_panel(series, windows[0], "autonomy")
    assert again is not panels["autonomy"]
    assert (again[1].joint == panels["autonomy"][1].joint).all()


def test_few_estimates_all_stay_and_none_may_stay(workspace):
    analysis = Analysis(workspace.cube, workspace.register)
    series = workspace.cube.of("conference-papers")
    [(_, window)] = analysis.windows([series], None, DAY)
    kept = analysis.strength_panel(series, window)
    analysis.let_go(5)
    assert analysis.strength_panel(series, window) is kept
    analysis.let_go(0)
    assert analysis.strength_panel(series, window) is not kept
