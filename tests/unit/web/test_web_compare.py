"""Nations and groups side by side, and where cooperation would pay."""

from __future__ import annotations

import pytest

ON = "on=2026-11-01"


def text_of(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, response.content[:500]
    return response.content.decode()


def test_nations_and_groups_stand_side_by_side(client):
    text = text_of(client, f"/compare?names=JPN,KOR,NATO&technologies=ai,quantum&{ON}")
    assert 'href="/nations/JPN?' in text
    assert ">NATO</a></th>" in text
    assert "No evidence in: quantum." in text
    assert "/figures/share-trend.svg" in text
    answer = client.get(f"/api/v1/strengths?names=JPN&technologies=ai&kind=patent&{ON}").json()
    row = answer["rows"][0]
    assert f"{row['value']:.2f} ({row['low']:.2f}–{row['high']:.2f})" in text


def test_what_a_source_lacks_of_a_group_stands_under_its_line(client):
    text = text_of(client, f"/compare?names=JPN,NATO&technologies=semiconductors&{ON}")
    assert "nsf-patents lacks of NATO: ALB" in text


def test_two_nations_open_their_pair(client):
    assert 'href="/pairs/JPN/KOR?' in text_of(client, f"/compare?names=Japan,KOR&{ON}")
    assert "/pairs/" not in text_of(client, f"/compare?names=JPN,NATO&{ON}")


def test_without_names_it_says_how_to_ask(client):
    assert "Name up to 60" in text_of(client, f"/compare?{ON}")


def test_repeated_choices_of_a_form_become_one_address(client):
    response = client.get("/compare?names=JPN&technologies=ai&technologies=data&kind=")
    assert response.status_code == 302
    assert response["Location"] == "/compare?names=JPN&technologies=ai%2Cdata"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("names=Atlantis", "unknown nation"),
        ("names=,", "name 1 to 60"),
        ("names=JPN&technologies=alchemy", "unknown technology"),
        ("names=JPN&kind=poem", "unknown kind"),
    ],
)
def test_a_mistake_is_told_in_one_line(client, query, words):
    assert words in text_of(client, f"/compare?{query}&{ON}", 400)


def test_sixty_one_names_are_too_many_and_sixty_are_not(client):
    rows = client.get(f"/api/v1/ranking?technology=semiconductors&{ON}&limit=36").json()["rows"]
    few = [row["nation"] for row in rows]
    more = client.get(f"/api/v1/ranking?technology=ai&source=nsf&{ON}&limit=150").json()["rows"]
    names = list(dict.fromkeys([*few, *(row["nation"] for row in more)]))
    assert "name 1 to 60" in text_of(client, f"/compare?names={','.join(names[:61])}&{ON}", 400)
    assert (
        client.get(f"/compare?names={','.join(names[:60])}&technologies=ai&{ON}").status_code == 200
    )


def test_opportunities_keep_two_scores_apart_and_link_to_the_pair(client):
    text = text_of(client, f"/opportunities?names=JPN&{ON}")
    assert "never multiplied" in text
    assert 'href="/pairs/JPN/' in text
    assert 'value="NATO" selected' in text
    assert 'value="likely" selected' in text


def test_opportunities_by_gain_are_the_workspaces_own(client):
    import comity

    asked = f"names=KOR&technologies=autonomy,biotechnology&by=gain&top=7&{ON}"
    answer = client.get(f"/api/v1/opportunities?{asked}").json()
    table = comity.open().opportunities(
        "KOR", "NATO", ["autonomy", "biotechnology"], 7, "2026-11-01", by="gain"
    )
    assert [row["partner"] for row in answer["rows"]] == [row.partner for row in table.rows]
    for told, row in zip(answer["rows"], table.rows, strict=True):
        assert told["gain"] is None or told["gain"] == pytest.approx(row.gain.value)
        assert (told["gain"] is None) == (row.gain.value != row.gain.value)
    assert answer["rows"]
    assert "nation_complement_high" in answer["rows"][0]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("top=101", "a number from 1 to 100"),
        ("top=0", "a number from 1 to 100"),
        ("top=ten", "a number from 1 to 100"),
        ("by=luck", "by cannot be"),
        ("against=FIFA", "unknown group"),
        ("names=Atlantis", "unknown nation"),
        ("names=" + "JPN," * 61, "name 1 to 60"),
    ],
)
def test_opportunities_refuse_what_they_cannot_answer(client, query, words):
    assert words in text_of(client, f"/opportunities?{query}&{ON}", 400)


def test_the_command_repeats_the_list(client):
    text = text_of(client, f"/data/opportunities?names=JPN&top=3&{ON}")
    command = "comity opportunities JPN --against NATO --top 3 --by likely --clear 0.8"
    assert f"{command} --on 2026-11-01" in text
