"""GET: who asks, what waits, nations, statistics, search, history, the glass, the chain."""

from __future__ import annotations

import itertools
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query

from comity.programme.events.verify import export_head
from comity.programme.events.verify import verify as read_chain
from comity.programme.persons.appearing import choice_of
from comity.programme.reading.could_see import who_could_see
from comity.programme.reading.delay import delay as delay_of
from comity.programme.reading.entitled import entitled
from comity.programme.reading.history import history as history_of
from comity.programme.reading.lists import Window
from comity.programme.reading.lists import nations as nations_of
from comity.programme.reading.notices import waiting
from comity.programme.reading.search import search as found_by
from comity.programme.reading.uptake import uptake
from comity.programme.services.glass import broken
from comity.programme.services.people import export_own
from comity.web.programme.access import ADMINISTRATORS
from comity.web.programme.api import asked, schemas, schemas_told
from comity.web.programme.api.operations import let, tells, there
from comity.web.programme.api.schemas import Rows, cut, rows
from comity.web.programme.inside import programme, viewer_of

_SUGGESTIONS = 10


@tells("/me", schemas.Me)
def me(request: HttpRequest) -> Any:
    """Who you are here, and which roles you hold today."""
    viewer = viewer_of(request)
    person = there(viewer.person)
    return {
        "person": person, "nation": viewer.nation, "day": viewer.day,
        "level": viewer.holder.level.text, "roles": viewer.roles,
        "appears_to": str(choice_of(person)),
    }  # fmt: skip


@tells("/me/export", schemas.Exported)
def own_export(request: HttpRequest) -> Any:
    """Everything that the programme holds of you."""
    return {"data": let(export_own(programme(), viewer_of(request)))}


@tells("/notices", Rows[schemas.Notice])
def notices(request: HttpRequest, asked: Query[asked.Notices]) -> Any:
    """What waits for you, the latest first."""
    told = [
        {
            "event": one.event, "kind": one.kind, "words": one.words, "time": one.time,
            "table": one.table, "object": one.object.id, "done": one.done,
        }
        for one in waiting(viewer_of(request), done=asked.done)
    ]  # fmt: skip
    return cut(told, asked.offset, asked.limit)


@tells("/nations", Rows[schemas_told.Nation])
def nations(request: HttpRequest, asked: Query[asked.Part]) -> Any:
    """Nations that take part today, as far as you see."""
    found = nations_of(viewer_of(request))
    told = [{"nation": nation, "activities": count} for nation, count in found]
    return cut(told, asked.offset, asked.limit)


@tells("/nations/{nation}", schemas_told.Entitled)
def nation(request: HttpRequest, nation: str, asked: Query[asked.Part]) -> Any:
    """What a nation takes part in today and could, and why not."""
    part = slice(asked.offset, asked.offset + asked.limit)
    return entitled(programme(), viewer_of(request), nation, parts=part, could=part)


@tells("/nations/{nation}/uptake", list[schemas_told.Uptake])
def nation_uptake(request: HttpRequest, nation: str, asked: Query[asked.Years]) -> Any:
    """What a nation may use beside the use that is on record."""
    return uptake(programme(), viewer_of(request), [nation], asked.first, asked.last)


@tells("/delay", schemas_told.Delay)
def delay(request: HttpRequest) -> Any:
    """How long releases take, of the requests that you see."""
    found = delay_of(viewer_of(request))
    return {
        "counts": [{"name": name, "count": count} for name, count in found.counts.counts],
        "total": found.counts.total,
        "median_days": found.median_days,
        "median_by": [{"decision": name, "days": days} for name, days in found.median_by],
        "oldest_days": found.oldest_days,
        "overdue": found.overdue,
    }


@tells("/search", schemas_told.Found)
def search(request: HttpRequest, asked: Query[asked.Search]) -> Any:
    """Activities, documents, outputs and standards whose words you may read."""
    found = found_by(viewer_of(request), asked.q, asked.window())
    return {
        "activities": rows(found.activities), "documents": rows(found.documents),
        "outputs": rows(found.outputs), "standards": rows(found.standards),
    }  # fmt: skip


@tells("/suggest", list[schemas_told.Suggestion])
def suggest(request: HttpRequest, asked: Query[asked.Suggest]) -> Any:
    """A few titles in which the words occur."""
    found = found_by(viewer_of(request), asked.q, Window(0, _SUGGESTIONS))
    tables = (
        ("activity", found.activities),
        ("output", found.outputs),
        ("document", found.documents),
        ("standard", found.standards),
    )
    told = (
        {"table": table, "id": one.id, "code": getattr(one, "code", ""), "title": one.title}
        for table, page in tables
        for one in page.rows
    )
    return list(itertools.islice(told, _SUGGESTIONS))


@tells("/history/{table}/{uuid:key}", list[schemas_told.Happened])
def history(request: HttpRequest, table: str, key: UUID) -> Any:
    """What happened to an object, as far as you may read."""
    return [
        {
            "time": one.time, "kind": one.kind, "by_you": one.by, "marking": one.marking,
            "says": [{"field": name, "text": text} for name, text in one.says],
        }
        for one in there(history_of(viewer_of(request), table, key))
    ]  # fmt: skip


@tells("/could-see/{table}/{uuid:key}", list[schemas_told.Could])
def could_see(request: HttpRequest, table: str, key: UUID, asked: Query[asked.OnDay]) -> Any:
    """Who could see an object at the end of a day: for its owner and for administrators."""
    return let(who_could_see(programme(), viewer_of(request), table, key, asked.day))


@tells("/glass", list[schemas_told.Broken])
def glass(request: HttpRequest) -> Any:
    """When administrators broke the glass, and why: for everybody who has signed in."""
    return broken()


@tells("/head", schemas_told.Head, ADMINISTRATORS)
def head(request: HttpRequest) -> Any:
    """The signed head of the history."""
    return export_head(programme().keys)


@tells("/verify", schemas_told.Verified, ADMINISTRATORS)
def verify(request: HttpRequest) -> Any:
    """Read the whole history and tell what is wrong with it."""
    return read_chain(programme().keys.public)
