import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.base.errors import InputError
from comity.overlap.dispositions import KINDS, Disposition, missing
from comity.overlap.index import Match


def match(key: str, close: bool = True) -> Match:
    return Match(key, 0.9 if close else 0.1, close, 0, ())


def test_each_close_activity_needs_a_disposition():
    needed = missing([match("a"), match("b"), match("c", close=False)], [], {"a": "Sonar"})
    assert [m.key for m in needed] == ["a", "b"]
    assert needed[0].sentence.startswith("“Sonar” is close to this idea: say merge with it")
    assert "“b”" in needed[1].sentence


@pytest.mark.parametrize("kind", KINDS)
def test_a_disposition_settles_it(kind):
    assert missing([match("a")], [Disposition("a", kind, "another sea")]) == []


@pytest.mark.parametrize("kind", KINDS)
def test_only_distinct_needs_a_reason(kind):
    needed = missing([match("a")], [Disposition("a", kind, "  ")])
    assert [m.sentence for m in needed] == (
        ["“a” is said to be distinct: say in what it differs."] if kind == "distinct" else []
    )


def test_a_disposition_about_another_activity_settles_nothing():
    assert [m.key for m in missing([match("a")], [Disposition("b", "merge")])] == ["a"]


@given(st.sets(st.sampled_from("abcdef")), st.sets(st.sampled_from("abcdef")))
def test_what_is_missing_is_what_is_close_and_not_said(close, said):
    matches = [match(key, key in close) for key in "abcdef"]
    given_ = [Disposition(key, "liaise") for key in sorted(said)]
    assert {m.key for m in missing(matches, given_)} == close - said


def test_bad_dispositions_are_refused():
    with pytest.raises(InputError, match="choose merge, liaise, distinct, builds-on"):
        Disposition("a", "ignore")
    with pytest.raises(InputError, match="give its key"):
        Disposition("", "merge")
    with pytest.raises(InputError, match="two dispositions"):
        missing([], [Disposition("a", "merge"), Disposition("a", "liaise")])
