"""Labels: their levels, tokens, canonical text and key, and what is refused."""

from __future__ import annotations

import dataclasses
import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from label_worlds import ACTIVITY, PERSON, labels

from comity.base.errors import InputError
from comity.reference.register import Register
from comity.safeguards.labels import HANDLING, Label, Level
from comity.safeguards.tokens import ALL, KINDS, check_token, kind_and_value

JAPAN = frozenset({"nation:JPN"})


def test_levels_have_the_order_of_the_public_record() -> None:
    assert [level.text for level in sorted(Level)] == [
        "PUBLIC",
        "NATO UNCLASSIFIED",
        "NATO RESTRICTED",
        "NATO CONFIDENTIAL",
        "NATO SECRET",
        "COSMIC TOP SECRET",
    ]
    assert all(Level.read(level.text) is level for level in Level)


@pytest.mark.parametrize(
    "text", ["", "public", "NATO_UNCLASSIFIED", "NATO UNCLASSIFIED ", "SECRET"]
)
def test_a_level_written_otherwise_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"is no level; write one of PUBLIC, NATO UNCLASSIFIED,"):
        Level.read(text)


@pytest.mark.parametrize(
    "token",
    [
        ALL,
        "nation:XKX",
        "group:NATO",
        "group:PfP",
        "status:sto-enhanced-partner",
        "body:IST",
        "body:CMRE-2",
        ACTIVITY,
        PERSON,
        "role:release-officer",
    ],
)
def test_a_token_of_the_grammar_is_taken_as_it_stands(token: str) -> None:
    assert check_token(token) == token
    kind, value = kind_and_value(token)
    assert (f"{kind}:{value}" if kind else value) == token
    assert kind in ("", *KINDS)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "all",
        "ALL ",
        "JPN",
        "nation:",
        "nation:jpn",
        "nation:JPNX",
        "nation:JP",
        "nation:ＪＰＮ",
        "nation:JPN\n",
        " nation:JPN",
        "Nation:JPN",
        "nation:JPN nation:KOR",
        "group:NATO;",
        "group:" + "N" * 49,
        "status:STO",
        "status:sto--partner",
        "body:ist",
        "activity:1",
        ACTIVITY.upper().replace("ACTIVITY", "activity"),
        ACTIVITY + "0",
        "role:*",
        "secret:thing",
        ":",
        None,
        7,
    ],
)
def test_what_is_no_token_is_refused_in_one_line(token: object) -> None:
    with pytest.raises(InputError) as refusal:
        check_token(token)
    assert "\n" not in str(refusal.value)
    assert "is no token" in str(refusal.value)
    assert "write" in str(refusal.value)
    for field in ("releasable_to", "required"):
        with pytest.raises(InputError, match="is no token"):
            Label("NATO", Level.PUBLIC, **{field: frozenset({token})})


def test_a_long_text_does_not_fill_the_message() -> None:
    with pytest.raises(InputError) as refusal:
        check_token("nation:" + "J" * 100_000)
    assert len(str(refusal.value)) < 300


def test_every_nation_group_and_status_of_the_reference_can_be_a_token(register: Register) -> None:
    nations = [f"nation:{code}" for code in register.nations.codes()]
    groups = [f"group:{group.key}" for group in register.groups]
    frameworks = [f"status:{framework.key}" for framework in register.frameworks]
    assert "nation:XKX" in nations
    assert "group:PfP" in groups
    assert "status:sto-enhanced-partner" in frameworks
    for token in (*nations, *groups, *frameworks):
        assert check_token(token) == token


def test_one_text_is_not_a_list_of_tokens() -> None:
    for field in ("releasable_to", "required", "handling"):
        with pytest.raises(InputError, match="takes a list"):
            Label.of(Level.PUBLIC, **{field: "nation:JPN"})
        with pytest.raises(InputError, match="takes a list"):
            Label("NATO", Level.PUBLIC, **{field: "nation:JPN"})


@pytest.mark.parametrize("level", [level for level in Level if level > Level.PUBLIC])
def test_nato_unclassified_and_all_above_it_are_not_for_everybody(level: Level) -> None:
    with pytest.raises(InputError, match=f"{level.text} is not public; name who it is released to"):
        Label.of(level, [ALL])
    assert Label.of(Level.PUBLIC, [ALL]).open_to_all


def test_everybody_stands_alone_and_is_never_required() -> None:
    with pytest.raises(InputError, match="name no others beside it"):
        Label.of(Level.PUBLIC, [ALL, "nation:JPN"])
    with pytest.raises(InputError, match="leave it out of what is required"):
        Label.of(Level.PUBLIC, [ALL], [ALL])


@pytest.mark.parametrize(
    ("level", "released", "required"),
    [
        (Level.NATO_UNCLASSIFIED, ["nation:JPN"], []),
        (Level.PUBLIC, ["nation:JPN"], []),
        (Level.PUBLIC, [], []),
        (Level.PUBLIC, [ALL], ["body:IST"]),
    ],
)
def test_only_what_everybody_may_read_may_be_published(
    level: Level, released: list[str], required: list[str]
) -> None:
    with pytest.raises(InputError, match="may be published"):
        Label.of(level, released, required, ["publish"])
    assert Label.public().handling == set(HANDLING)


@pytest.mark.parametrize("handling", [["print"], ["CITE"], ["cite", ""], [None]])
def test_an_unknown_handling_is_refused(handling: list[str]) -> None:
    with pytest.raises(InputError, match="is no handling; write cite, pass-on, publish or none"):
        Label.of(Level.PUBLIC, handling=handling)


@pytest.mark.parametrize("policy", ["", "nato", "NATO;", "NATO EAPC", "N" * 33, "-"])
def test_an_unwritable_policy_is_refused(policy: str) -> None:
    with pytest.raises(InputError, match="is no policy"):
        Label(policy, Level.PUBLIC)


def test_a_number_is_no_level() -> None:
    with pytest.raises(InputError, match="is no level"):
        Label("NATO", 0)  # type: ignore[arg-type]


def test_the_canonical_text_can_be_read_by_people() -> None:
    label = Label.of(
        Level.NATO_UNCLASSIFIED,
        ["nation:JPN", "group:NATO"],
        ["role:release-officer"],
        ["pass-on", "cite"],
    )
    text = (
        "NATO; NATO UNCLASSIFIED; releasable-to group:NATO nation:JPN; "
        "required role:release-officer; handling cite pass-on"
    )
    assert label.text == text
    assert label.key == hashlib.sha256(text.encode()).hexdigest()[:32]
    nobody = Label.of(Level.PUBLIC)
    assert nobody.text == "NATO; PUBLIC; releasable-to none; required none; handling none"


@given(labels(policies=("NATO", "FRA", "ACME-2")))
def test_a_label_survives_its_text(label: Label) -> None:
    assert Label.parse(label.text) == label
    assert "\n" not in label.text
    assert label.text.isascii()
    assert len(label.key) == 32


@given(labels(policies=("NATO", "FRA")), labels(policies=("NATO", "FRA")))
def test_text_and_key_are_equal_where_the_labels_are(one: Label, other: Label) -> None:
    assert (one.text == other.text) == (one == other) == (one.key == other.key)


@given(labels(), st.randoms(use_true_random=False))
def test_the_order_in_which_tokens_are_given_does_not_matter(
    label: Label, chance: random.Random
) -> None:
    def mixed(texts: frozenset[str]) -> list[str]:
        given_twice = sorted(texts) * 2
        chance.shuffle(given_twice)
        return given_twice

    again = Label.of(
        label.level, mixed(label.releasable_to), mixed(label.required), mixed(label.handling)
    )
    assert again == label
    assert again.text == label.text


GOOD = "NATO; PUBLIC; releasable-to group:NATO nation:JPN; required none; handling none"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is no label"),
        ("NATO", "is no label"),
        (GOOD.replace("; ", ";"), "is no label"),
        (GOOD + "; more none", "is no label"),
        (GOOD.replace("required none", "needed none"), "is no label"),
        (GOOD.replace("group:NATO nation:JPN", "nation:JPN group:NATO"), "is not canonical"),
        (GOOD.replace("group:NATO", "group:NATO group:NATO"), "is not canonical"),
        (GOOD.replace("group:NATO ", "group:NATO  "), "is no token"),
        (GOOD.replace("group:NATO ", "none "), "is no token"),
        (GOOD.replace("required none", "required "), "is no token"),
        (GOOD + "\n", "is no handling"),
        (GOOD.replace("PUBLIC", "public"), "is no level"),
        (GOOD.replace("NATO; P", "nato; P"), "is no policy"),
        (GOOD.replace("PUBLIC", "NATO SECRET").replace("group:NATO nation:JPN", ALL), "not public"),
    ],
)
def test_a_text_that_is_not_canonical_is_refused(text: str, why: str) -> None:
    assert Label.parse(GOOD).releasable_to == {"group:NATO", "nation:JPN"}
    with pytest.raises(InputError, match=why):
        Label.parse(text)


@given(st.text(max_size=80))
def test_any_text_is_refused_in_one_line(text: str) -> None:
    # No text of this kind is a label, which has five parts and more characters of its own.
    with pytest.raises(InputError) as refusal:
        Label.parse(text)
    assert len(str(refusal.value).splitlines()) == 1


def test_a_label_cannot_be_changed() -> None:
    label = Label.of(Level.PUBLIC, JAPAN)
    with pytest.raises(dataclasses.FrozenInstanceError):
        label.level = Level.PUBLIC  # type: ignore[misc]
    given_list = ["nation:JPN"]
    made = Label.of(Level.PUBLIC, given_list)
    given_list.append("nation:KOR")
    assert made.releasable_to == JAPAN
