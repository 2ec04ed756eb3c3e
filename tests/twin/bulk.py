"""The shared part of a world in a few statements: the rows that its events make, all at once.

Thousands of worlds are written; one event at a time takes longer than to look at all there is to
see. What is written here is held against the log's own writing by a test, table by table.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection, models
from plans import Step, World, identifier
from planting import CLERK, fields_of, keys_of, time_of

from comity.programme.events import kinds, replay_proposals
from comity.programme.events.chain import GENESIS, Entry, link
from comity.programme.events.signing import head_text
from comity.programme.labelling import token_rows
from comity.programme.models import (
    Activity,
    Admission,
    Content,
    Document,
    Event,
    Head,
    Label,
    LabelToken,
    Mail,
    Meeting,
    Notice,
    Output,
    Participation,
    Person,
    PersonKey,
    PersonValue,
    Proposal,
    ReleaseRequest,
    Role,
    Series,
    Standard,
    Willingness,
)
from comity.programme.persons import vault
from comity.programme.programme import Programme
from comity.programme.state.searching import folded
from comity.safeguards.labels import Label as Rule

Rows = dict[type[models.Model], dict[Any, dict[str, Any]]]
ORDER = (
    Label, LabelToken, Content, Event, Person, PersonKey, PersonValue, Activity, Participation,
    Willingness, Admission, Document, Output, Standard, Role, ReleaseRequest, Proposal, Series,
    Meeting, Notice, Mail, Head,
)  # fmt: skip
_MADE: dict[str, type[models.Model]] = {
    "PersonRegistered": Person, "RoleGiven": Role, "ActivityRegistered": Activity,
    "ParticipationBegun": Participation, "DocumentAdded": Document, "OutputAdded": Output,
    "ReleaseRequested": ReleaseRequest, "WillingnessRecorded": Willingness,
    "NationAdmitted": Admission, "IdeaOpened": Proposal, "StandardLinked": Standard,
    "SeriesOpened": Series, "MeetingPlanned": Meeting,
}  # fmt: skip


class Bulk:
    """Rows of a world as they gather."""

    def __init__(self, programme: Programme, world: World):
        """Take the programme, whose keys sign, and the plan."""
        self.programme, self.world = programme, world
        self.rows: Rows = {model: {} for model in ORDER}
        self.sequence, self.last, self.now = 0, GENESIS, ""

    def keep(self, label: Rule) -> str:
        """A label with its tokens, once."""
        key = label.key
        if key not in self.rows[Label]:
            self.rows[Label][key] = {"key": key, "text": label.text, "level": int(label.level)}
            for one in token_rows(label):
                row = {
                    "label_id": key, "axis": one.axis, "token": one.token, "plain": one.plain
                }  # fmt: skip
                self.rows[LabelToken][key, one.axis, one.token] = row
        return key

    def step(self, step: Step) -> None:
        """One event with all that follows from it."""
        fields = fields_of(self.world, step)
        if step.labels is not None:
            content, metadata = step.labels
            fields |= {"content_label": self.keep(content), "metadata_label": self.keep(metadata)}
        body = getattr(kinds, step.kind)(**fields)
        key = self.world.id(step.object)
        self.now = time_of(step)
        actor = CLERK if step.actor == "clerk" else self.world.id(step.actor)
        parts = (
            str(identifier(self.world.salt, f"made/{step.name}/1")), self.now, str(actor),
            body.kind, str(key), self.keep(step.label), kinds.write_body(body),
        )  # fmt: skip
        self.sequence += 1
        entry = Entry(self.sequence, *parts, self.last, hash=link(self.last, self.sequence, *parts))
        self.last = entry.hash
        told = asdict(entry)
        told["label_id"] = told.pop("label")
        self.rows[Event][self.sequence] = told
        if step.kind in _MADE:
            self._make(_MADE[step.kind], key, entry, body)
        else:
            _CHANGES[step.kind](self, key, entry, body)
        self._beside(step, key)

    def _make(self, model: type[models.Model], key: UUID, entry: Entry, body: Any) -> None:
        row = _listed(msgspec.structs.asdict(body)) | {"id": key}
        for name in (
            "content_label",
            "metadata_label",
            "activity",
            "person",
            "document",
            "follows",
            "series",
        ):
            if name in row:
                row[f"{name}_id"] = row.pop(name)
        if model is Proposal:
            row = {name: row[name] for name in ("id", "content_label_id", "metadata_label_id")}
        row |= _FIRST.get(model, lambda *_: {})(entry, body)
        for name in _RENAMED.get(model, ()):
            row[_RENAMED[model][name]] = row.pop(name)
        self.rows[model][key] = row
        if model is Role:
            self.tell(entry, {body.person})
        elif model is ReleaseRequest:
            self.tell(entry, {body.owner})

    def tell(self, entry: Entry, persons: set[UUID]) -> None:
        """Notices and letters."""
        for person in sorted(persons - {UUID(entry.actor)}):
            if person in self.rows[Person]:
                at = (person, entry.identifier)
                self.rows[Notice][at] = {
                    "person_id": person, "event": entry.identifier, "object": UUID(entry.object),
                    "kind": entry.kind, "time": entry.time, "label_id": entry.label, "done": False,
                }  # fmt: skip
                self.rows[Mail][at] = {
                    "person_id": person, "event": entry.identifier, "created": entry.time,
                    "sent": "", "withheld": "",
                }  # fmt: skip

    def held(self, day: str, **scope: Any) -> set[UUID]:
        """Who holds a role of some kind on a day."""
        on = dt.date.fromisoformat(day)
        return {
            one["person_id"]
            for one in self.rows[Role].values()
            if one["since"] <= on
            and (one["until"] is None or one["until"] >= on)
            and all(one[name] == value for name, value in scope.items())
        }

    def _described(self, key: UUID, _: Entry, body: kinds.ActivityDescribed) -> None:
        self.rows[Activity][key] |= {
            "keywords": list(body.keywords), "background": body.background,
            "objectives": body.objectives, "content_words": folded(" ".join(body.keywords)),
        }  # fmt: skip

    def _based(self, key: UUID, _: Entry, body: kinds.StandardBased) -> None:
        self.rows[Standard][key]["basis"] = body.basis

    def _opened(self, key: UUID, _: Entry, body: kinds.ActivityOpened) -> None:
        self.rows[Activity][key]["open_to"] = list(body.open_to)

    def _decided(self, key: UUID, entry: Entry, body: kinds.ReleaseDecided) -> None:
        row = self.rows[ReleaseRequest][key]
        row |= {
            "decision": body.decision, "reason": body.reason, "decided": entry.time,
            "decided_by": UUID(entry.actor), "released": body.released,
        }  # fmt: skip
        for notice in self.rows[Notice].values():
            if notice["object"] == key:
                notice["done"] = True
        self.tell(entry, {row["requester"], row["owner"]})

    def _proposed(self, key: UUID, entry: Entry, body: kinds.Body) -> None:
        row = self.rows[Proposal][key]
        row |= replay_proposals.following(body) or {}
        day = entry.time[:10]
        if isinstance(body, kinds.IdeaSubmitted | kinds.SilenceOpened):
            held = (self.held(day, nation=n, role="national-coordinator") for n in row["asked"])
            self.tell(entry, set().union(*held))
        elif isinstance(body, kinds.PositionTaken):
            self.tell(entry, {row["drafter"]} | self.held(day, body=row["body"],
                                                          role="panel-office"))  # fmt: skip

    def _read(self, key: UUID, entry: Entry, body: kinds.GlassRead) -> None:
        assert body.table == "activity"
        day = entry.time[:10]
        owners = self.held(day, activity_id=key, role="lead")
        of = self.rows[Activity][key]["body"]
        self.tell(entry, owners or self.held(day, body=of, role="panel-office"))

    def _beside(self, step: Step, key: UUID) -> None:
        if "data" in step.more:
            data = step.more["data"]
            digest = hashlib.sha256(data).hexdigest()
            self.rows[Content][key, digest] = {"document": key, "digest": digest, "data": data}
        if "values" in step.more:
            keys = keys_of(key)
            encryption, commitment = vault.wrap(self.programme.keys.wrapping, key, keys)
            self.rows[PersonKey][key] = {
                "person_id": key, "encryption": encryption, "commitment": commitment,
            }  # fmt: skip
            for field, value in step.more["values"].items():
                self.rows[PersonValue][key, field] = {
                    "person_id": key, "field": field, "verified": False, "lookup": "",
                    "value": vault.encrypt(keys, key, field, value),
                    "commitment": vault.commit(keys, field, value),
                }  # fmt: skip

    def write(self) -> None:
        """Write all rows, and the head."""
        signature = self.programme.keys.sign(head_text(self.sequence, self.last, self.now))
        self.rows[Head][1] = {
            "id": 1, "sequence": self.sequence, "hash": self.last, "time": self.now,
            "signature": signature,
        }  # fmt: skip
        with connection.cursor() as cursor:
            for model, rows in self.rows.items():
                if rows:
                    statement, columns = _insert(model)
                    cursor.executemany(
                        statement,
                        [
                            [f.get_db_prep_save(row[f.attname], connection) for f in columns]
                            for row in rows.values()
                        ],
                    )


_CHANGES: dict[str, Callable[[Bulk, UUID, Entry, Any], None]] = {
    "ActivityDescribed": Bulk._described,
    "ActivityOpened": Bulk._opened,
    "StandardBased": Bulk._based,
    "ReleaseDecided": Bulk._decided,
    "GlassRead": Bulk._read,
    "GatePassed": Bulk._proposed,
    "IdeaSubmitted": Bulk._proposed,
    "PositionTaken": Bulk._proposed,
    "SilenceOpened": Bulk._proposed,
    "GlassBroken": lambda *_: None,
    "FunnelPublished": lambda *_: None,
}


def _words(text: kinds.Text) -> dict[str, str]:
    content = folded(" ".join([text.summary, *text.technologies]))
    return {"words": folded(text.title), "content_words": content}


# What a row begins with besides the fields of its event, and fields that it names otherwise.
_FIRST: dict[type[models.Model], Callable[[Entry, Any], dict[str, Any]]] = {
    Activity: lambda _, body: {
        "keywords": [], "background": "", "objectives": "", "open_to": [],
        "words": folded(f"{body.code} {body.title}"), "content_words": "",
    },
    Participation: lambda *_: {"until": None},
    Document: lambda _, body: {"version": 1, "words": folded(body.title), "content_words": ""},
    Output: lambda _, body: {
        "words": folded(f"{body.code} {body.title}"), "content_words": "",
    },
    Standard: lambda _, body: {
        "words": folded(f"{body.designation} {body.title} {body.issuer}"), "content_words": "",
        "basis": "",
    },
    Person: lambda *_: {"erased": False},
    Meeting: lambda entry, body: {
        "sequence": 0, "cancelled": False, "reason": "", "told": entry.time,
        "day": dt.date.fromisoformat(body.start[:10]) if body.start else body.opens,
    },
    Willingness: lambda entry, _: {"time": entry.time},
    Proposal: lambda entry, body: (
        replay_proposals.first(entry.time, body) | _words(body.text)
    ),
    ReleaseRequest: lambda entry, _: {
        "asked": entry.time, "decision": "open", "decided": "", "decided_by": None,
        "released": None, "reason": "",
    },
}  # fmt: skip
_RENAMED: dict[type[models.Model], dict[str, str]] = {
    Output: {"output": "kind"}, Standard: {"output": "output_id"},
    Proposal: {"activity": "activity_id"}, Person: {"commitments": ""},
}  # fmt: skip


def _listed(fields: dict[str, Any]) -> dict[str, Any]:
    """Fields of an event as rows hold them: lists."""
    return {name: list(one) if isinstance(one, tuple) else one for name, one in fields.items()}


@cache
def _insert(model: type[models.Model]) -> tuple[str, tuple[Any, ...]]:
    """The statement that writes a row, and its columns; numbers of rows are the database's."""
    columns = tuple(f for f in model._meta.concrete_fields if not isinstance(f, models.AutoField))
    names = ", ".join(connection.ops.quote_name(f.column) for f in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    places = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {table} ({names}) VALUES ({places})", columns


def plant_shared(programme: Programme, world: World) -> None:
    """Write the steps that both twins share."""
    bulk = Bulk(programme, world)
    for step in world.before:
        bulk.step(step)
    bulk.write()
