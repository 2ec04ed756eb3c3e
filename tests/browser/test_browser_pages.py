"""Every page for every eye: accessible, within its width and weight, whole without script."""

from __future__ import annotations

import pytest

PAGES = {
    "briefs": "/briefs?on=2026-11-01",
    "home": "/",
    "home-affinity": "/?measure=affinity&with=JPN",
    "nation": "/nations/JPN",
    "nations": "/nations",
    "pair": "/pairs/JPN/USA?who=USA&add=ip4",
    "standing": "/standing/JPN/stb-session",
    "activities": "/activities?names=PATG",
    "technologies": "/technologies",
    "technology": "/technologies/ai",
    "compare": "/compare?names=JPN,KOR,NATO",
    "opportunities": "/opportunities",
    "claims": "/claims",
    "evidence": "/evidence",
    "search": "/search?q=quantum",
    "data": "/data/strengths?names=JPN",
    "about": "/about",
    "missing": "/nope",
}
SIZES = {"phone": (320, 640), "desk": (1280, 900), "4k": (3840, 2160)}


def forget_missing(view):
    """The page that is missing answers 404, which the console tells."""
    view.complaints[:] = [text for text in view.complaints if "404" not in text]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_meets_wcag_2_2_aa(view, name, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = view(PAGES[name], color_scheme=scheme)
    forget_missing(view)
    rules = {
        "runOnly": {
            "type": "tag",
            "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
        }
    }
    found = axe.Axe().run(page, options=rules)
    problems = [
        f"{v['id']}: {v['help']} {[n['target'] for n in v['nodes']][:3]}"
        for v in found.response["violations"]
    ]
    assert problems == []
    assert len(found.response["passes"]) > 10


@pytest.mark.parametrize("name", PAGES)
def test_nothing_sticks_out_of_the_width(view, shots, name):
    page = view(PAGES[name])
    forget_missing(view)
    page.wait_for_load_state("networkidle")
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=shots / f"{name}-{size}.png")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, size


@pytest.mark.parametrize("name", PAGES)
def test_a_first_view_weighs_at_most_500_kb(view, name):
    page = view("/static/comity.svg")
    weights = []
    page.on("response", lambda response: weights.append(response))
    page.goto(PAGES[name])
    page.wait_for_load_state("networkidle")
    forget_missing(view)
    sizes = [response.request.sizes()["responseBodySize"] for response in weights]
    assert len(sizes) >= 4
    assert sum(sizes) <= 500_000


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_without_script(view, name):
    page = view(PAGES[name], java_script_enabled=False)
    forget_missing(view)
    assert page.locator("h1").inner_text()
    if name.startswith("home"):
        assert page.locator("svg.world path[data-nation]").count() > 150
        page.get_by_label("Technology").select_option("semiconductors")
        page.get_by_role("button", name="Show").click()
        assert "Semiconductors" in page.locator("h2").first.inner_text()
