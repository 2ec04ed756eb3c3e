"""CSV in: a dry run tells every row's fate, rows are matched by UUID only, cells stay texts."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written import kinds

from comity.base.errors import InputError

A, B, C = (str(uuid.uuid5(uuid.NAMESPACE_URL, name)) for name in ("a", "b", "c"))
HEAD = "id,code,type,body,title,status,start,open_to,keywords\n"
FIRST = f"{A},IST-187,RTG,IST,Trust in teams,active,2026-01-15,group:PfP; nation:JPN,trust; teams\n"


@pytest.fixture
def imported(programme, office):
    """Imports texts by table, as the panel office unless another is named."""
    from comity.programme.importing.run import run_import

    def run(activities=None, *, by=None, dry=False, partial=False, **more):
        files = ({} if activities is None else {"activities": activities}) | more
        data = {n: t if isinstance(t, bytes) else t.encode() for n, t in files.items()}
        return run_import(programme, by or office, data, dry=dry, partial=partial)

    return run


def fates(report):
    return [(one.line, one.fate) for one in report.fates]


def state():
    """Everything that an import may change, as it stands."""
    from comity.programme.models import Activity, Document, Event, Head, Label, Participation

    tables = (Activity, Document, Event, Head, Label, Participation)
    return [list(table.objects.order_by("pk").values_list()) for table in tables]


def test_a_dry_run_tells_every_fate_and_writes_nothing(imported, office) -> None:
    before = state()
    report = imported(HEAD + FIRST + f"{B},SET-1,RTG,IST,x,,,,\n", dry=True)
    assert fates(report) == [(2, "created"), (3, "rejected")]
    assert "no code of IST" in report.rejected[0].reason
    assert not report.written
    assert state() == before


def test_the_real_run_has_the_fates_of_the_dry_run(imported, programme, office) -> None:
    from comity.programme.events.verify import verify
    from comity.programme.models import Activity

    text = HEAD + FIRST + f"{B},IST-188,RTG,IST,Sensors,,,,\n"
    dry = imported(text, dry=True)
    begun = len(kinds())
    real = imported(text)
    assert dry.fates == real.fates
    assert real.written
    assert real.counts == {"created": 2}
    # One event for each change: registered, opened, described; registered.
    assert kinds()[begun:] == [
        "activity-registered", "activity-opened", "activity-described", "activity-registered",
    ]  # fmt: skip
    row = Activity.objects.get(origin=A)
    assert (row.code, row.start, row.keywords) == ("IST-187", dt.date(2026, 1, 15), [
        "trust", "teams",
    ])  # fmt: skip
    assert row.open_to == ["group:PfP", "nation:JPN"]
    assert verify(programme.keys.public).sound
    after = state()
    assert imported(text).counts == {"same": 2}
    assert state() == after


def test_a_change_is_told_and_is_one_event(imported) -> None:
    imported(HEAD + FIRST)
    begun = len(kinds())
    report = imported(HEAD + FIRST.replace("Trust in teams", "Trust"))
    assert report.fates[0].changes == ("title: 'Trust in teams' → 'Trust'",)
    assert kinds()[begun:] == ["activity-changed"]
    report = imported(HEAD + FIRST.replace("Trust in teams", "Trust").replace("; teams", ""))
    assert report.fates[0].changes == ("keywords: 'trust; teams' → 'trust'",)
    assert kinds()[begun:] == ["activity-changed", "activity-described"]


def test_a_row_is_matched_by_its_uuid_here_too(imported) -> None:
    from comity.programme.models import Activity

    imported(HEAD + FIRST)
    own = Activity.objects.get().id
    assert str(own) != A
    assert imported(HEAD + FIRST.replace(A, str(own))).counts == {"same": 1}


def test_a_wrong_group_by_local_id_on_import(imported) -> None:
    """The code of another UUID matches nothing: the clash is shown, and nothing is written."""
    imported(HEAD + FIRST)
    before = state()
    report = imported(HEAD + FIRST.replace(A, B))
    assert fates(report) == [(2, "rejected")]
    assert "the code IST-187 is borne by another activity, 'Trust in teams'" in (
        report.rejected[0].reason
    )
    assert "matched by UUID only" in report.rejected[0].reason
    # Nor is a row of this UUID with another code taken for the same.
    report = imported(HEAD + FIRST.replace("IST-187", "IST-188"))
    assert "its code is 'IST-187' here and 'IST-188' in the file" in report.rejected[0].reason
    for local in ("17303", "", "IST-187", A.replace("-", "")):
        report = imported(HEAD + FIRST.replace(A, local))
        assert "is no UUID: rows are matched by UUID only" in report.rejected[0].reason
    assert state() == before


def test_what_the_importer_may_not_see_changes_no_fate(
    imported, programme, office, appoint, look
) -> None:
    """Two worlds: an activity hidden from another office has the same code and UUID, or not."""
    from comity.programme.models import Activity
    from comity.safeguards.labels import Label, Level

    other = look(appoint("JPN", ("panel-office", {"body": "SET"})))
    text = HEAD + f"{A},SET-199,RTG,SET,Radar,,,,\n"
    without = imported(text, by=other, dry=True)
    assert without.counts == {"created": 1}
    set_office = look(appoint("FRA", ("panel-office", {"body": "SET"})))
    closed = Label.of(Level.PUBLIC, ["nation:FRA"]).text
    head = "id,code,type,body,title,content_label,metadata_label\n"
    imported(head + f"{A},SET-199,RTG,SET,Secret radar,{closed},{closed}\n", by=set_office)
    hidden = Activity.objects.get()
    assert imported(text, by=other, dry=True) == without
    assert imported(text.replace(A, str(hidden.id)), by=other, dry=True).counts == {"created": 1}
    assert imported(text, by=other).written
    assert Activity.objects.filter(origin=A).count() == 2


def test_rights_are_those_of_who_imports(imported, coordinator, programme) -> None:
    from comity.programme.importing.run import run_import
    from comity.programme.reading.viewer import anybody

    report = imported(HEAD + FIRST, by=coordinator("BEL"))
    assert (report.rejected[0].rule, report.written) == ("role", False)
    with pytest.raises(InputError, match="signed in"):
        run_import(programme, anybody(dt.date(2026, 11, 1)), {})


def test_one_rejected_row_keeps_the_others_out_unless_told(imported) -> None:
    from comity.programme.models import Activity

    text = HEAD + FIRST + f"{B},IST-188,XYZ,IST,x,,,,\n"
    assert not imported(text).written
    assert not Activity.objects.exists()
    report = imported(text, partial=True)
    assert fates(report) == [(2, "created"), (3, "rejected")]
    assert report.written
    assert Activity.objects.count() == 1


def test_a_row_is_brought_as_a_whole(imported, programme, office) -> None:
    """A row that fails at its last step leaves nothing of its first."""
    from comity.programme.models import Activity

    text = HEAD + FIRST.replace("trust; teams", "x" * 81)
    report = imported(text, partial=True)
    assert "a keyword has 81 characters" in report.rejected[0].reason
    assert not Activity.objects.exists()
    assert "activity-registered" not in kinds()


PARTS = "id,activity,nation,since,until,part,mode\n"


def test_participations_and_documents_may_speak_of_new_activities(imported, programme) -> None:
    from comity.programme.models import Activity, Document, Participation

    report = imported(
        HEAD + FIRST,
        participations=PARTS
        + f"{B},{A},BEL,2026-02-01,,lead,on-site\n"
        + f"{C},{A},JPN,2024-02-01,2025-02-01,,remote\n",
        documents=f"id,activity,title,digest\n{C},{A},Terms of reference,{'0' * 64}\n",
    )
    assert report.counts == {"created": 4}
    activity = Activity.objects.get()
    parts = Participation.objects.order_by("nation")
    assert [(p.nation, p.part, p.mode, p.activity_id) for p in parts] == [
        ("BEL", "lead", "on-site", activity.id), ("JPN", "member", "remote", activity.id),
    ]  # fmt: skip
    assert parts[1].until == dt.date(2025, 2, 1)
    assert Document.objects.get().digest == "0" * 64
    assert [one.table for one in report.fates] == [
        "activities", "participations", "participations", "documents",
    ]  # fmt: skip


def test_parts_that_go_on_are_held_against_standing(imported, coordinator) -> None:
    """What has ended is a fact of the past; what goes on needs standing today."""
    text = HEAD + FIRST.replace("group:PfP; nation:JPN", "group:MD; nation:RUS")
    rows = (
        f"{A},{A},MAR,2024-02-01,2025-02-01,,\n"
        f"{B},{A},MAR,2024-02-01,,,\n"
        f"{C},{A},RUS,2024-02-01,,,\n"
    )
    report = imported(text, participations=PARTS + rows, dry=True)
    assert fates(report)[1:] == [(2, "created"), (3, "rejected"), (4, "rejected")]
    assert [one.rule for one in report.rejected] == ["cpow-partners", "suspended-partners"]


def test_parts_are_changed_and_ended_by_the_coordinator(imported, coordinator) -> None:
    belgium = coordinator("BEL")
    imported(HEAD + FIRST)
    row = f"{B},{A},BEL,2026-02-01,,,remote\n"
    assert imported(participations=PARTS + row, by=belgium).counts == {"created": 1}
    begun = len(kinds())
    row = row.replace("2026-02-01,,,remote", "2026-02-01,2026-12-31,lead,remote")
    report = imported(participations=PARTS + row, by=belgium)
    assert report.fates[0].changes == ("part: 'member' → 'lead'", "until: '' → '2026-12-31'")
    assert kinds()[begun:] == ["participation-changed", "participation-ended"]
    assert imported(participations=PARTS + row, by=belgium).counts == {"same": 1}
    report = imported(participations=PARTS + row.replace("BEL", "DEU"), by=belgium)
    assert "its nation is 'BEL' here" in report.rejected[0].reason
    report = imported(participations=PARTS + row.replace(f",{A}", f",{C}"), by=belgium)
    assert report.rejected[0].rule == "not-there"


def test_roles_name_persons_by_identifier_only(imported, coordinator, appoint) -> None:
    from comity.programme.models import Role

    belgium, ada, other = coordinator("BEL"), appoint("BEL"), appoint("DEU")
    imported(HEAD + FIRST)
    head = "activity,person,role,since\n"
    row = f"{A},{ada},member,2026-10-01\n"
    assert imported(roles=head + row, by=belgium).rejected[0].rule == "part"
    imported(participations=PARTS + f"{B},{A},BEL,2026-02-01,,,\n", by=belgium)
    assert imported(roles=head + row, by=belgium).counts == {"created": 1}
    assert imported(roles=head + row, by=belgium).counts == {"same": 1}
    assert Role.objects.get(person_id=ada).role == "member"
    for wrong in (f"{A},{other},member,2026-10-01\n", f"{C},{ada},member,2026-10-01\n"):
        assert imported(roles=head + wrong, by=belgium).rejected[0].rule == "not-there"
    for wrong, says in (
        (f"{A},ada@example.org,member,2026-10-01\n", "is no UUID"),
        (f"{A},{ada},administrator,2026-10-01\n", "cannot be nominated"),
    ):
        assert says in imported(roles=head + wrong, by=belgium).rejected[0].reason
    with pytest.raises(InputError, match="the column 'name' is not known"):
        imported(roles=head.replace("since", "since,name"), by=belgium)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "activities.csv is empty: give a line of names"),
        (b"\n\n", "activities.csv is empty"),
        (HEAD.encode() + b"\xff\xfe\n", "line 2: not UTF-8"),
        ((HEAD + FIRST).encode("utf-16"), "line 1: not UTF-8"),
        (HEAD.encode() + b"\n" + b"a\0b\n", "line 3: a NUL character"),
        (b"id,code,type,body\n", "the column 'title' is missing; add it."),
        (HEAD.replace(",", ";").encode(), "is missing; add it; separate columns by commas"),
        (HEAD.replace("keywords", "sequence").encode(), "the column 'sequence' is not known"),
        (HEAD.replace("keywords", "title").encode(), "the column 'title' stands twice"),
        ((HEAD + '"a\n').encode(), "line 2: its quotes cannot be read"),
        ((HEAD + FIRST + '"a"b,c\n').encode(), "line 3: its quotes cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_by_line(imported, data, says) -> None:
    before = state()
    with pytest.raises(InputError, match=says) as told:
        imported(data)
    assert "\n" not in str(told.value)
    assert state() == before


def test_a_byte_order_mark_and_quotes_are_read(imported) -> None:
    from comity.programme.models import Activity

    row = FIRST.replace("Trust in teams", '"Trust, ""and"" distrust\nin teams"')
    text = "﻿" + HEAD + row + "\n" + f"{B},IST-188,RTG,IST,After,,,,\r\n"
    report = imported(text)
    # A title of two lines does not shift the number of the next.
    assert fates(report) == [(2, "created"), (5, "created")]
    assert Activity.objects.get(origin=A).title == 'Trust, "and" distrust\nin teams'


def test_cells_that_are_formulas_stay_texts(imported) -> None:
    from comity.programme.models import Activity

    for title in ("=cmd|'/C calc'!A0", "+1+1", "@SUM(A1)", "-2"):
        report = imported(HEAD + FIRST.replace("Trust in teams", title))
        assert report.written
        assert Activity.objects.get().title == title


def test_rows_that_cannot_be_are_rejected_one_by_one(imported) -> None:
    rows = [
        f"{A},IST-187,RTG,IST,{'x' * 1_000_000},,,,\n",
        f"{A},IST-187,RTG,IST\n",
        f"{B},IST-188,RTG,IST,ok,,2026-02-30,,\n",
        f"{C},IST-189,RTG,IST,ok,,20260201,,\n",
        f"{B.upper()},IST-190,RTG,IST,ok,,,,\n",
    ]
    report = imported(HEAD + "".join(rows))
    assert fates(report) == [(number, "rejected") for number in range(2, 7)]
    for one, says in zip(
        report.fates,
        ("1,000,000 characters", "4 cells, not 9", "is no day", "is no day", "stands in line 4"),
        strict=True,
    ):
        assert says in one.reason
        assert len(one.reason) < 250


def test_labels_are_read_and_the_ceiling_holds(imported) -> None:
    head = "id,code,type,body,title,content_label,metadata_label\n"
    label = "NATO; {}; releasable-to group:NATO; required none; handling none"
    low, high = label.format("PUBLIC"), label.format("NATO SECRET")
    row = f"{A},IST-187,RTG,IST,Trust,"
    for labels, says in (
        (f"{low},{high}", "above what this installation may hold"),
        (f"{low},", "one label is given without the other"),
        (f"{low},NATO SECRET", "is no label"),
    ):
        report = imported(head + row + labels + "\n")
        assert says in report.rejected[0].reason
    assert imported(head + row + f"{low},{low}\n").written
    other = low.replace("group:NATO", "nation:BEL group:NATO").replace(
        "nation:BEL group:NATO", "group:NATO nation:BEL"
    )
    report = imported(head + row + f"{low},{other}\n")
    assert "its labels differ" in report.rejected[0].reason


def test_an_unknown_table_is_refused(imported) -> None:
    with pytest.raises(InputError, match="choose activities, participations, documents, roles"):
        imported(people="id\n")


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_a_table_or_refused_in_one_line(data) -> None:
    from comity.programme.importing.table import Columns, read_table

    told = ""
    lines = []
    try:
        lines = read_table("any.csv", b"id,title\n" + data, Columns(("id", "title")))
    except InputError as error:
        told = str(error)
    assert "\n" not in told
    numbers = [line.number for line in lines]
    assert numbers == sorted(set(numbers))
    assert all(bool(line.fault) != (set(line.cells) == {"id", "title"}) for line in lines)
