"""What pages say beside figures: marks, days in the past, years, digits, names, sizes."""

from __future__ import annotations

import html
import re

import pytest

from comity.sources.worldbank.read import MEASURES, label_of
from comity.web.judging import judged
from comity.web.showing import Shown, cell

ON = "on=2026-11-01"


def text_of(client, address):
    joined = "&" if "?" in address else "?"
    response = client.get(f"{address}{joined}{ON}")
    assert response.status_code == 200, response.content[:500]
    return response.content.decode()


def cells_of(text, caption):
    """Texts of the cells of a table by row."""
    table = text.split(f"<caption>{caption}</caption>")[1].split("</table>")[0]
    rows = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in table.split("<tr>")]
    return [
        [html.unescape(re.sub(r"<[^>]+>", "", one)).strip() for one in row] for row in rows if row
    ]


@pytest.mark.parametrize(
    "address",
    [
        "/nations/JPN",
        "/nations/FRA",
        "/technologies/ai",
        "/pairs/JPN/USA",
        "/compare?names=JPN,KOR",
    ],
)
def test_a_picture_is_as_large_as_the_page_says(client, address):
    text = text_of(client, address)
    pictures = re.findall(
        r'(?:src|srcset)="(/figures/[^"]+)"[^>]*? width="(\d+)" height="(\d+)"', text
    )
    assert len(pictures) == text.count('src="/figures/') + text.count('srcset="/figures/') > 0
    assert any("size=wide" in picture for picture, _, _ in pictures)
    for picture, width, height in pictures:
        svg = client.get(html.unescape(picture)).content.decode()
        assert f'viewBox="0 0 {width} {height}"' in svg


def test_a_size_that_is_none_is_refused(client):
    assert client.get(f"/figures/intervals.svg?names=JPN&size=huge&{ON}").status_code == 400


@pytest.mark.parametrize(
    ("verdict", "low", "high", "words"),
    [
        ("near the world mix", 0.96, 1.04, "near the world mix"),
        ("near the world mix", 0.8, 1.25, "near the world mix"),
        ("near the world mix", 0.29, 1.2, "not told from the world mix"),
        ("near the world mix", 0.98, 1.35, "not told from the world mix"),
        ("near the world mix", None, None, "near the world mix"),
        ("somewhat specialised", 1.01, 1.35, "somewhat specialised"),
        ("below average", 0.6, 0.9, "below average, as counted"),
        ("under-explored", 0.6, 0.9, "under-explored, as adjusted"),
        ("too little evidence", 0.1, 9.0, "too little evidence"),
    ],
)
def test_words_say_which_value_they_judge_and_claim_no_more(verdict, low, high, words):
    assert judged(verdict, low, high) == words


def test_words_of_a_derivation_say_it_too(client):
    head, row = cells_of(
        text_of(client, "/data/ties?nation=JPN&partners=GBR&window=2016-2020&kind=publication"),
        "Ties",
    )[:2]
    assert row[head.index("verdict")].endswith((", as counted", ", as adjusted"))


def test_a_wide_interval_around_one_is_not_near_it(client):
    rows = cells_of(text_of(client, "/nations/FRA"), "Strengths")
    wide = [row for row in rows if row[0] == "Autonomy" and "not told" in row[-1]]
    assert wide
    assert [row[-1] for row in rows if row[0] == "AI" and "papers" in row[2]] == [
        "near the world mix"
    ]


@pytest.mark.parametrize(
    ("form", "value", "text"),
    [
        ("probability", 0.0, "< 0.001"),
        ("probability", 0.0004, "< 0.001"),
        ("probability", 0.0123, "0.012"),
        ("probability", 1.0, "> 0.999"),
        ("precise-percent", 0.1234, "12.3 %"),
        ("precise-percent", 0.0000123, "0.00123 %"),
        ("precise-percent", 0.0, "0 %"),
        ("precise-percent", 1.0, "100 %"),
        ("precise", 0.0849, "0.085"),
        ("precise", None, "–"),
    ],
)
def test_a_derivation_has_digits_enough(form, value, text):
    assert cell(Shown("", form, ("x",)), {"x": value}) == text


def test_a_derivation_prints_shares_and_probabilities_as_such(client):
    head, row = cells_of(
        text_of(client, "/data/strengths?names=JPN&technologies=ai&kind=patent"), "Strengths"
    )
    found = dict(zip(head, row, strict=True))
    assert found["share of world"].endswith(" %")
    assert found["p above one"] == "< 0.001"


@pytest.mark.parametrize(
    "address", ["/", "/nations/JPN", "/technologies/ai", "/claims", "/evidence"]
)
def test_a_day_in_the_past_says_what_is_of_that_day(client, address):
    words = "a day in the past"
    assert words in client.get(f"{address}?on=2021-04-15").content.decode()
    assert words not in client.get(address).content.decode()


def test_figures_of_a_past_day_end_before_it_and_standing_is_of_it(client):
    """The note's words hold."""
    rows = client.get("/api/v1/strengths?names=JPN&on=2018-06-30").json()["rows"]
    assert rows
    assert all(int(row["window"][-4:]) <= 2017 for row in rows)
    figures = client.get("/api/v1/figures-of-nation?nation=JPN&on=2018-06-30").json()["rows"]
    assert all(int(row["year"][:4]) <= 2018 for row in figures if row["series"])
    held = client.get("/api/v1/standing?nation=JPN&on=2018-06-30").json()["rows"]
    assert not [row for row in held if row["of"] == "IP4" and row["state"] == "in force"]


@pytest.mark.parametrize(
    ("address", "caption"),
    [
        ("/nations/JPN", "Strengths"),
        ("/technologies/ai", "Concentration"),
        ("/pairs/JPN/USA", "Joint records: AI"),
        ("/data/ranking?technology=ai&source=papers", "Nations ranked"),
    ],
)
def test_what_is_never_a_headline_is_marked_in_words(client, address, caption):
    text = text_of(client, address)
    told = [row for row in cells_of(text, caption) if any("papers" in one for one in row)]
    assert told
    assert all(any("papers (never a headline)" in one for one in row) for row in told)
    assert "chosen conferences with nations read from affiliations" in text


def test_a_chart_marks_what_is_never_a_headline(client):
    svg = client.get(f"/figures/intervals.svg?names=JPN&{ON}").content.decode()
    assert "AI, papers (never a headline)" in svg
    assert "AI, publications" in svg
    specialised = text_of(client, "/nations/SGP").split("Specialised, as open")[1].split("</p>")[0]
    assert "papers" not in specialised


def test_an_answer_notes_what_is_never_a_headline(client):
    notes = client.get(f"/api/v1/strengths?names=JPN&technologies=ai&{ON}").json()["notes"]
    assert any(note.startswith("papers: chosen conferences") for note in notes)
    others = client.get(f"/api/v1/strengths?names=JPN&technologies=energy&{ON}").json()["notes"]
    assert not any("chosen conferences" in note for note in others)


def test_the_map_shows_no_such_figure_where_another_is_there(client):
    rows = client.get(f"/api/v1/world?technology=autonomy&{ON}").json()["rows"]
    assert {row["source"] for row in rows} not in ({"papers"}, set())


@pytest.mark.parametrize("address", ["/nations/JPN", "/opportunities"])
def test_a_chance_says_by_which_year(client, address):
    caption = "Opportunities" if "nations" in address else "Pairs below expectation"
    head = cells_of(text_of(client, address), caption)[0]
    assert any(re.match(r"likely to grow by 20\d\d", one) for one in head)


def test_a_chance_of_no_tested_model_has_no_year(client):
    text = client.get("/nations/JPN?on=2012-01-01").content.decode()
    head, *rows = cells_of(text, "Opportunities")
    assert rows
    assert all(row[head.index("likely to grow")] == "–" for row in rows)


def test_national_figures_have_the_names_of_their_source(client):
    text = text_of(client, "/nations/JPN")
    assert "Charges for the use of intellectual property, payments" in text
    assert "ip payments" not in text
    assert ">worldbank-indicators</a>" not in text
    assert text.count("World Bank, World Development Indicators") >= 8


def test_a_measure_is_named_without_its_unit():
    assert label_of("gerd-share") == "Research and development expenditure"
    assert label_of("articles") == "Scientific and technical journal articles"
    assert label_of("luck") is None
    assert all(label_of(key) for key, _ in MEASURES.values())


def test_answers_come_first_and_reasons_are_folded(client):
    text = text_of(client, "/nations/JPN")
    before, after = text.split("<summary>All 32 answers")
    standing = before.split('<h2 id="standing">')[1]
    listed = re.findall(
        r'<li><span class="verdict yes">.*?<a href="(/standing/JPN/[^"]+)"', standing
    )
    folded = after.split("</details>")[0]
    assert len(listed) == folded.count('<span class="verdict yes">') > 3
    assert all(address in folded for address in listed)
    assert '<h2 id="ties">' in after
