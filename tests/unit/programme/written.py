"""Rows of a programme for tests, each written by its event with the labels that are wanted."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from uuid import UUID

from comity.safeguards.labels import Label, Level

OPEN = Label.public()
CLERK = UUID(int=99)
SINCE = dt.date(2020, 1, 1)


def only(*tokens: str, needs: tuple[str, ...] = (), level: Level = Level.PUBLIC) -> Label:
    """A label for holders of any of the tokens, who hold all that it needs."""
    return Label.of(level, tokens, needs)


@dataclass
class Written:
    """Writes events of a clerk who is nobody's account."""

    programme: object

    def event(self, body, key, label=OPEN, by=CLERK):
        with self.programme.writing(by) as append:
            return append(body, key, label)

    def _made(self, kind, labels, label, **fields):
        """A row by its event, which bears the metadata's label unless another is given."""
        from comity.programme.labelling import keep

        content, metadata = labels
        key = self.programme.new_id()
        with self.programme.writing(CLERK) as append:
            body = kind(content_label=keep(content), metadata_label=keep(metadata), **fields)
            append(body, key, label or metadata)
        return key

    def person(self, nation="BEL", metadata=OPEN, content=None, label=None):
        from comity.programme.events.kinds import PersonRegistered

        labels = (content or metadata, metadata)
        return self._made(PersonRegistered, labels, label, nation=nation, commitments={})

    def valued(self, person, field, value, verified=False):
        """A value of a person who was made here, beside the log; keys as they are needed."""
        from comity.programme.models import PersonKey, PersonValue
        from comity.programme.persons import store, vault

        keys = vault.PersonKeys(person.bytes * 2, person.bytes[::-1] * 2)
        if not PersonKey.objects.filter(person=person).exists():
            store.add_keys(self.programme.keys.wrapping, person, keys)
        store.put(keys, person, field, value)
        PersonValue.objects.filter(person=person, field=field).update(verified=verified)

    def role(self, person, role, metadata=OPEN, content=None, label=None, since=SINCE, **fields):
        from comity.programme.events.kinds import RoleGiven

        labels = (content or metadata, metadata)
        return self._made(RoleGiven, labels, label, person=person, role=role, since=since, **fields)

    def activity(
        self, code="IST-100", title="Trust in teams", metadata=OPEN, content=None, label=None,
        **fields,
    ):  # fmt: skip
        from comity.programme.events.kinds import ActivityRegistered

        given = {"type": "RTG", "body": "IST", "status": "active"} | fields
        labels = (content or metadata, metadata)
        return self._made(ActivityRegistered, labels, label, code=code, title=title, **given)

    def part(self, activity, nation="BEL", metadata=OPEN, content=None, label=None, **fields):
        from comity.programme.events.kinds import ParticipationBegun

        given = {"part": "member", "mode": "remote", "since": SINCE} | fields
        labels = (content or metadata, metadata)
        return self._made(
            ParticipationBegun, labels, label, activity=activity, nation=nation, **given
        )

    def document(
        self, activity, owner, title="Report", metadata=OPEN, content=None, label=None,
        data=b"words",
    ):  # fmt: skip
        from comity.programme.events.kinds import DocumentAdded
        from comity.programme.models import Content

        digest = hashlib.sha256(data).hexdigest()
        labels = (content or metadata, metadata)
        made = self._made(
            DocumentAdded, labels, label, activity=activity, title=title, owner=owner,
            digest=digest,
        )  # fmt: skip
        Content.objects.get_or_create(document=made, digest=digest, defaults={"data": data})
        return made

    def output(self, activity, code="STO-TR-IST-100", title="Final report", **given):
        from comity.programme.events.kinds import OutputAdded

        metadata = given.pop("metadata", OPEN)
        labels = (given.pop("content", metadata), metadata)
        return self._made(
            OutputAdded, labels, given.pop("label", None), activity=activity, code=code,
            output="report", title=title, **given,
        )  # fmt: skip

    def proposal(self, drafter, *after, body="IST", metadata=OPEN, content=None, **said):
        """An idea, and what then happened to it: bodies of events, in order."""
        from comity.programme.events.kinds import IdeaOpened, SkillAsked, Text

        given = {
            "title": "Trust of machines in humans", "summary": "Who advises whom?",
            "technologies": ("ai",), "must": (SkillAsked("trust", ("trust",)),),
        } | said  # fmt: skip
        labels = (content or metadata, metadata)
        made = self._made(
            IdeaOpened, labels, None, body=body, nation="BEL", drafter=drafter,
            text=Text(**given), digest="0" * 64,
        )  # fmt: skip
        for one in after:
            self.event(one, made, content or metadata)
        return made

    def series(self, activity, metadata=OPEN, content=None, label=None, **fields):
        from comity.programme.events.kinds import SeriesOpened

        given = {
            "title": "Trust, monthly", "host": "BEL", "minutes": 60, "every": 28, "window": 7,
            "step": 30, "apart": (), "rotation": (), "delegates": 2, "refusals": (),
            "days_off": True, "about": "", "link": "https://meet.example.org/trust",
        } | fields  # fmt: skip
        labels = (content or metadata, metadata)
        return self._made(SeriesOpened, labels, label, activity=activity, **given)

    def meeting(self, series, metadata=OPEN, content=None, label=None, **fields):
        from comity.programme.events.kinds import MeetingPlanned

        given = {
            "number": 1, "start": "2026-12-08T13:00Z", "minutes": 60,
            "opens": dt.date(2026, 12, 7), "closes": dt.date(2026, 12, 13),
            "points": {"BEL": 0, "FRA": 0}, "link": "https://meet.example.org/trust",
        } | fields  # fmt: skip
        labels = (content or metadata, metadata)
        return self._made(MeetingPlanned, labels, label, series=series, **given)

    def standard(self, activity, designation="STANAG 4774", title="Labels", **given):
        from comity.programme.events.kinds import StandardBased, StandardLinked

        metadata = given.pop("metadata", OPEN)
        labels = (given.pop("content", metadata), metadata)
        fields = {
            "issuer": "NATO Standardization Office", "stage": "study",
            "dated": dt.date(2026, 5, 4),
        } | given  # fmt: skip
        made = self._made(
            StandardLinked, labels, None, activity=activity, designation=designation,
            title=title, **fields,
        )  # fmt: skip
        self.event(StandardBased(basis="the minutes"), made, labels[0])
        return made

    def funnel(self, day=dt.date(2026, 10, 1), count=12):
        from comity.programme.events.kinds import FunnelCell, FunnelPublished, FunnelStage

        cells = tuple(
            FunnelCell(one, "all", stage, count)
            for one in ("nation", "sector", "gender")
            for stage in ("a", "all")
        )
        body = FunnelPublished(
            day=day, stages=(FunnelStage("a", "First"),), cells=cells, threshold=5,
            threshold_source="a choice", threshold_unverified=True, method="counted.",
        )  # fmt: skip
        self.event(body, self.programme.new_id(), only("role:signed-in"))

    def seat(self, proposal, person, metadata=OPEN):
        from comity.programme.events.kinds import SeatOffered

        labels = (metadata, metadata)
        return self._made(SeatOffered, labels, None, proposal=proposal, person=person, version=1)

    def described(self, activity, *keywords, label=OPEN, background="why"):
        from comity.programme.events.kinds import ActivityDescribed

        self.event(ActivityDescribed(keywords=keywords, background=background), activity, label)

    def relabelled(self, table, key, metadata=OPEN, content=None, reason="because"):
        from comity.programme.events.kinds import Relabelled
        from comity.programme.labelling import keep

        with self.programme.writing(CLERK) as append:
            body = Relabelled(
                table=table, content_label=keep(content or metadata),
                metadata_label=keep(metadata), reason=reason,
            )  # fmt: skip
            append(body, key, metadata)

    def viewer(self, person, on=None):
        from comity.programme.reading.viewer import viewer

        return viewer(self.programme, person, on)


def sentence(refusal) -> str:
    """What a refusal says; fails where it is none."""
    from comity.programme.services.guard import Refusal

    assert isinstance(refusal, Refusal), refusal
    return refusal.sentence


def refused(answer, rule):
    """The refusal by a rule; fails where it is none."""
    from comity.programme.services.guard import Refusal

    assert isinstance(answer, Refusal), answer
    assert answer.rule == rule
    return answer


def kinds():
    """The kinds of all events, in order."""
    from comity.programme.models import Event

    return list(Event.objects.order_by("sequence").values_list("kind", flat=True))
