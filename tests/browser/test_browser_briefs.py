"""A brief asked for, watched, cancelled and read in a real browser."""

from __future__ import annotations

import pytest


def test_a_brief_is_watched_and_read_with_its_style(view):
    page = view("/briefs?nations=JPN&on=2026-11-01")
    page.get_by_role("button", name="Make a brief").click()
    page.wait_for_url("**/briefs/*")
    page.get_by_text("It is being made: step").wait_for()
    page.evaluate("window.kept = true")
    link = page.get_by_role("link", name="HTML")
    link.wait_for(timeout=170_000)
    assert page.evaluate("window.kept")
    assert page.locator("#brief[hx-get]").count() == 0
    link.click()
    page.wait_for_url("**/brief.html")
    page.evaluate("document.fonts.ready")
    # A style that the policy refused would leave the browser's own, and a line on the console.
    assert "Inter" in page.evaluate("getComputedStyle(document.body).fontFamily")
    assert page.evaluate("[...document.fonts].some(font => font.status === 'loaded')")


@pytest.mark.parametrize("script", [True, False])
def test_a_brief_is_cancelled_with_script_and_without(view, script):
    page = view("/briefs?nations=SGP&on=2026-11-01", java_script_enabled=script)
    page.get_by_role("button", name="Make a brief").click()
    page.wait_for_url("**/briefs/*")
    if not script:
        page.get_by_role("link", name="Look again").click()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_text("It was cancelled.").wait_for()
    assert page.get_by_role("button", name="Make a brief").is_visible()
