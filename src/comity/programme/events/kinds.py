"""The kinds of events: what each body holds. None holds a value of a person."""

from __future__ import annotations

from comity.programme.events.body import Body, Labels, kinds, read_body, register, write_body
from comity.programme.events.kinds_activities import (
    ActivityChanged,
    ActivityDescribed,
    ActivityOpened,
    ActivityRegistered,
    DocumentAdded,
    DocumentRevised,
    NationAdmitted,
    OutputAdded,
    OutputCleared,
    ParticipationBegun,
    ParticipationChanged,
    ParticipationEnded,
    WillingnessRecorded,
)
from comity.programme.events.kinds_funnel import FunnelCell, FunnelPublished, FunnelStage
from comity.programme.events.kinds_persons import (
    PersonErased,
    PersonRegistered,
    PersonValueSet,
    PersonValueVerified,
    RoleEnded,
    RoleGiven,
)
from comity.programme.events.kinds_release import (
    ClockSetBack,
    GlassBroken,
    GlassRead,
    NoticeDone,
    ProgrammeMarked,
    Relabelled,
    ReleaseDecided,
    ReleaseRequested,
)
from comity.programme.events.kinds_results import (
    StandardBased,
    StandardChanged,
    StandardLinked,
)

__all__ = [
    "ActivityChanged",
    "ActivityDescribed",
    "ActivityOpened",
    "ActivityRegistered",
    "Body",
    "ClockSetBack",
    "DocumentAdded",
    "DocumentRevised",
    "FunnelCell",
    "FunnelPublished",
    "FunnelStage",
    "GlassBroken",
    "GlassRead",
    "Labels",
    "NationAdmitted",
    "NoticeDone",
    "OutputAdded",
    "OutputCleared",
    "ParticipationBegun",
    "ParticipationChanged",
    "ParticipationEnded",
    "PersonErased",
    "PersonRegistered",
    "PersonValueSet",
    "PersonValueVerified",
    "ProgrammeMarked",
    "Relabelled",
    "ReleaseDecided",
    "ReleaseRequested",
    "RoleEnded",
    "RoleGiven",
    "StandardBased",
    "StandardChanged",
    "StandardLinked",
    "WillingnessRecorded",
    "kinds",
    "read_body",
    "register",
    "write_body",
]
