"""What a person does: by hand, by keyboard, with a shared link, without the network."""

from __future__ import annotations

import csv
import re


def test_choosing_asks_without_loading_the_page_anew(view):
    page = view("/")
    page.evaluate("window.kept = true")
    page.get_by_label("Technology").select_option("semiconductors")
    page.wait_for_url("**/?*technology=semiconductors*")
    page.locator("h2", has_text="Semiconductors").wait_for()
    assert page.evaluate("window.kept")


def test_the_map_tells_a_nation_and_opens_it(view):
    page = view("/?technology=semiconductors&kind=patent")
    shape = page.locator("svg.world path[data-nation=JPN]")
    shape.dispatch_event("pointerenter")
    assert "Japan" in page.locator(".pointer").inner_text()
    shape.dispatch_event("click")
    page.wait_for_url("**/nations/JPN*")


def test_the_keyboard_reaches_the_content_and_a_number(view):
    page = view("/nations/JPN")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    # Quick facts are links, too.
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('td.figure a')"):
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/data/strengths?*")
    assert "comity strengths" in page.locator("code").first.inner_text()


def test_a_table_sorts_by_keyboard_and_says_so(view):
    page = view("/nations/JPN")
    table = page.locator("section.table", has=page.locator("caption", has_text="Strengths"))
    head = table.locator("th", has_text="advantage")
    head.get_by_role("button").press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    column = [h.inner_text() for h in table.locator("thead th").all()].index(head.inner_text())
    cells = table.locator(f"tbody tr td:nth-child({column + 1})").all_inner_texts()
    figures = [float(cell.split(" ")[0]) for cell in cells if cell != "–"]
    assert figures == sorted(figures, reverse=True)


def test_a_shared_link_says_the_same_to_whom_it_is_sent(view):
    page = view("/nations/JPN")
    link = page.locator(".cite a").get_attribute("href")
    assert "on=" in link
    other = view(link, color_scheme="dark")
    assert other.locator("table").first.inner_text() == page.locator("table").first.inner_text()


def test_a_table_downloads_whole(view):
    page = view("/nations/JPN")
    with page.expect_download() as found:
        page.get_by_role("link", name="CSV").first.click()
    with found.value.path().open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert found.value.suggested_filename == "comity-strengths.csv"
    assert len(rows) > 10
    assert {row["nation"] for row in rows} == {"JPN"}


def test_nothing_is_asked_of_elsewhere(view, served):
    page = view("/static/comity.svg")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/", "/nations/JPN"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
    assert asked
    assert [url for url in asked if not url.startswith((served, "data:"))] == []


def test_a_page_stays_readable_when_the_network_goes(view):
    page = view("/nations/JPN")
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.locator("th", has_text="advantage").first.get_by_role("button").click()
    assert page.locator("tbody tr").count() > 10
    # A picture further down is asked for when it is reached; without a network it stays away.
    view.complaints[:] = [c for c in view.complaints if "ERR_INTERNET_DISCONNECTED" not in c]


def test_a_newcomer_finds_japan_and_prints_a_brief(view):
    page = view("/")
    page.get_by_role("searchbox").fill("Japan")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("main").get_by_role("link", name="Japan", exact=True).first.click()
    page.wait_for_url("**/nations/JPN*")
    # What it is good at, with an interval.
    strengths = page.locator("section.table", has=page.locator("caption", has_text="Strengths"))
    row = strengths.locator("tr", has_text="Semiconductors")
    assert "specialised" in row.inner_text()
    assert re.search(r"\d\.\d\d \(\d\.\d\d–\d\.\d\d\)", row.inner_text())
    # With whom it works, and what it may join.
    page.get_by_role("link", name="Ties", exact=True).first.click()
    assert page.locator("h2#ties").is_visible()
    page.get_by_role("link", name="Standing", exact=True).first.click()
    assert page.locator(".verdict.yes").count() > 3
    page.get_by_role("button", name="Make a brief").click()
    page.wait_for_url("**/briefs/*")
    page.get_by_role("link", name="HTML", exact=True).wait_for(timeout=110_000)
    page.get_by_role("link", name="HTML", exact=True).click()
    page.wait_for_url("**/brief.html")
    assert "Japan with NATO" in page.locator("h1").inner_text()
