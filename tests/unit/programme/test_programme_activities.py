"""Activities: by their panel office, open to whom it says, and public only when cleared."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from written import kinds, refused

from comity.base.errors import InputError
from comity.safeguards.labels import Label, Level

START = dt.date(2026, 1, 15)
NOBODY_HAS = UUID(int=2**127)


@pytest.fixture
def team(programme, office):
    """Registers an activity of IST; answers its identifier."""
    from comity.programme.services.activities import NewActivity, register

    def registered(code="IST-187", type="RTG", by=office, **more):
        new = NewActivity(code, type, "IST", "Trust in teams", "active", START, **more)
        return register(programme, by, new)

    return registered


def test_an_office_registers_and_describes(programme, office, team) -> None:
    from comity.programme.events.verify import verify
    from comity.programme.models import Activity
    from comity.programme.services.activities import describe

    made = team(open_to=("status:sto-enhanced-partner", "group:PfP"))
    assert describe(programme, office, made, ("trust",), "Why.", "What.") == made
    before = kinds()
    assert describe(programme, office, made, ("trust",), "Why.", "What. ") == made
    assert kinds() == before
    row = Activity.objects.get(id=made)
    assert (row.code, row.keywords, row.background) == ("IST-187", ["trust"], "Why.")
    assert row.open_to == ["group:PfP", "status:sto-enhanced-partner"]
    assert before[-3:] == ["activity-registered", "activity-opened", "activity-described"]
    assert verify(programme.keys.public).sound


def test_only_the_office_of_the_body_registers(programme, team, appoint, look, coordinator) -> None:
    other = look(appoint("FRA", ("panel-office", {"body": "SET"})))
    for who in (other, coordinator("BEL")):
        before = kinds()
        assert "panel office for IST" in refused(team(by=who), "role").sentence
        assert kinds() == before


def test_nobody_in_particular_changes_nothing(programme, team) -> None:
    from comity.programme.reading.viewer import anybody

    refused(team(by=anybody(programme.today())), "signed-in")


def test_a_look_at_another_day_gives_no_right_to_act(programme, team, appoint, look) -> None:
    gone = appoint("FRA", ("panel-office", {"body": "IST", "until": dt.date(2020, 1, 1)}))
    then = look(gone, on=dt.date(2019, 1, 1))
    assert then.holds("panel-office", body="IST")
    refused(team(by=then), "role")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"type": "RSX"}, "is no type of activity: choose one of ET"),
        ({"code": "SET-187"}, "no code of IST"),
        ({"code": "IST-ET-187"}, "only exploratory teams"),
        ({"open_to": ("group:Warsaw",)}, "cannot be opened to 'group:Warsaw'"),
        ({"open_to": ("body:SET",)}, "cannot be opened to 'body:SET'"),
        ({"open_to": ("nation:XYZ",)}, "cannot be opened to 'nation:XYZ'"),
        ({"end": dt.date(2020, 1, 1)}, "ends on 2020-01-01, before it starts"),
    ],
)
def test_what_cannot_be_is_told_in_a_line(team, changed, says) -> None:
    before = kinds()
    with pytest.raises(InputError, match=says):
        team(**changed)
    assert kinds() == before


@pytest.mark.parametrize("title", ["", "  ", "x" * 301, "a\x00b", "a\x1b[31m"])
def test_a_title_that_cannot_be_is_refused(programme, office, title) -> None:
    from comity.programme.services.activities import NewActivity, register

    with pytest.raises(InputError, match="the title"):
        register(programme, office, NewActivity("IST-187", "RTG", "IST", title))


def test_nothing_is_stored_above_the_ceiling(programme, team) -> None:
    from comity.programme.models import Activity
    from comity.programme.models import Label as Kept

    label = Label.of(Level.NATO_UNCLASSIFIED, ["group:NATO"])
    labels = Kept.objects.count()
    assert (
        "above what this installation may hold"
        in refused(team(labels=(label, label)), "ceiling").sentence
    )
    assert (Activity.objects.count(), Kept.objects.count()) == (0, labels)


def test_a_hidden_activity_and_none_get_the_same_answer(
    programme, team, coordinator, office
) -> None:
    from comity.programme.services import activities, lineage, participation
    from comity.programme.services.guard import NOT_THERE

    hidden = team()
    japan = coordinator("JPN")
    for key in (hidden, NOBODY_HAS):
        told = [
            activities.change(programme, japan, key, status="completed"),
            activities.describe(programme, japan, key, (), "", ""),
            activities.open_to(programme, japan, key, (), "why"),
            lineage.record_willingness(programme, japan, key, "JPN", "yes", "a letter"),
            participation.join(programme, japan, participation.NewPart(key, "JPN")),
        ]
        assert told == [NOT_THERE] * 5


def test_a_status_changes_along_allowed_ways(programme, office, team) -> None:
    from comity.programme.models import Activity
    from comity.programme.services.activities import change

    made = team()
    assert change(programme, office, made, status="awaiting-publication") == made
    told = refused(change(programme, office, made, status="cancelled"), "activity-status")
    assert told.sentence == (
        "an activity that is awaiting-publication can become active or completed, not cancelled."
    )
    assert change(programme, office, made, title="Trust", end=dt.date(2028, 1, 1)) == made
    row = Activity.objects.get(id=made)
    assert (row.status, row.title, row.start) == ("awaiting-publication", "Trust", START)
    with pytest.raises(InputError, match="is no status"):
        change(programme, office, made, status="done")
    with pytest.raises(InputError, match="before it starts"):
        change(programme, office, made, end=dt.date(2020, 1, 1))
    assert kinds().count("activity-changed") == 2


def test_opening_decides_who_sees_it(programme, office, team, coordinator) -> None:
    from comity.programme.models import Activity
    from comity.programme.reading.filter import visible
    from comity.programme.services.activities import open_to

    made = team()
    seers = {nation: coordinator(nation) for nation in ("BEL", "JPN", "CHE", "SGP")}

    def seen():
        return {n for n, who in seers.items() if visible(Activity.objects.all(), who).exists()}

    assert seen() == {"BEL"}
    assert open_to(programme, office, made, ("status:sto-enhanced-partner",), "asked") == made
    assert seen() == {"BEL", "JPN", "CHE"}
    assert open_to(programme, office, made, ("nation:SGP",), "asked") == made
    assert seen() == {"BEL", "SGP"}
    refused(open_to(programme, seers["BEL"], made, (), "no"), "role")
    assert kinds().count("activity-opened") == kinds().count("relabelled") == 2


def test_what_is_public_stays_public_whoever_may_join(programme, office, team) -> None:
    from comity.programme.labelling import kept
    from comity.programme.models import Activity
    from comity.programme.services.activities import label_for, open_to

    made = team(labels=(label_for("IST", ()), Label.public()))
    open_to(programme, office, made, ("group:PfP",), "asked")
    row = Activity.objects.get(id=made)
    assert row.open_to == ["group:PfP"]
    assert kept(row.metadata_label_id) == Label.public()
    assert "relabelled" not in kinds()


def test_who_may_not_read_the_content_may_not_write_it(programme, office, team) -> None:
    from comity.programme.services.activities import describe, label_for

    closed = Label.of(Level.PUBLIC, ["nation:DEU"])
    made = team(labels=(closed, label_for("IST", ())))
    refused(describe(programme, office, made, (), "x", ""), "content-label")


def test_what_follows_an_exploratory_team_needs_each_nations_willingness(
    programme, office, team, coordinator
) -> None:
    from comity.programme.models import Activity
    from comity.programme.services.activities import NewActivity, follow_on
    from comity.programme.services.lineage import record_willingness
    from comity.programme.services.participation import NewPart, join

    first = team("IST-ET-096", "ET")
    new = NewActivity("IST-187", "RTG", "IST", "5G in operations")
    assert "no nation has said" in refused(follow_on(programme, office, first, new), "R7").sentence
    belgium, germany = coordinator("BEL"), coordinator("DEU")
    for who, nation in ((belgium, "BEL"), (germany, "DEU")):
        join(programme, who, NewPart(first, nation))
    told = follow_on(programme, office, first, new)
    assert "BEL, DEU have not said" in refused(told, "R7").sentence
    assert told.source[0] == "sto-activity-16028"
    refused(record_willingness(programme, germany, first, "BEL", "yes", "x"), "role")
    with pytest.raises(InputError, match="is no answer"):
        record_willingness(programme, belgium, first, "BEL", "maybe", "a letter")
    record_willingness(programme, belgium, first, "BEL", "yes", "letter of 3 May")
    assert "DEU has not said" in refused(follow_on(programme, office, first, new), "R7").sentence
    record_willingness(programme, germany, first, "DEU", "no", "no staff")
    made = follow_on(programme, office, first, new)
    assert Activity.objects.get(id=made).follows_id == first
    refused(record_willingness(programme, belgium, made, "BEL", "yes", "x"), "R7")


def test_what_follows_a_task_group_asks_for_nothing_more(programme, office, team) -> None:
    from comity.programme.services.activities import NewActivity, follow_on
    from comity.programme.services.guard import NOT_THERE

    first = team("IST-100")
    new = NewActivity("IST-101", "RTG", "IST", "More trust")
    assert isinstance(follow_on(programme, office, first, new), UUID)
    assert follow_on(programme, office, NOBODY_HAS, new) == NOT_THERE
