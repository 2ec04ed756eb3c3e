"""Ideas: opened, revised, withdrawn, told to others; by who drafted one or its body's office."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from comity.base.errors import InputError
from comity.decisions.proposal import Proposal as Folded
from comity.programme.events.body import Body
from comity.programme.events.kinds import (
    Frozen,
    IdeaOpened,
    IdeaRevised,
    ProposalWithdrawn,
    Relabelled,
    Text,
)
from comity.programme.events.log import Writer
from comity.programme.labelling import keep, kept
from comity.programme.models import Disposition, Proposal, Role
from comity.programme.reading.happenings import folded
from comity.programme.reading.viewer import Viewer
from comity.programme.services.acting import acting, actor, turn
from comity.programme.services.guard import Refusal, needs_role
from comity.programme.services.happening import acting_on, happen, label_of, write_happening
from comity.programme.services.idea_texts import checked_text, digest_of, skills_of
from comity.programme.services.proposal_rules import (
    DRAFTERS,
    OFFICE,
    known_nations,
    needs_hand,
    needs_open,
    not_standing,
)
from comity.programme.services.reopening import OTHER_WORDS, reopen
from comity.programme.services.row_labels import both, needs_right
from comity.programme.services.standing import body_of
from comity.programme.services.texts import REASON, checked
from comity.safeguards.combine import Undecided, combine
from comity.safeguards.labels import Label, Level
from comity.safeguards.setting import Rights

if TYPE_CHECKING:
    from comity.programme.programme import Programme

_RIGHTS = Rights(to_label=True, to_release=True)


@dataclass(frozen=True, slots=True)
class NewIdea:
    """An idea to be opened; without labels it is its drafter's and her body's office's alone.

    ``brokers`` lets brokers read it besides, so that they are told of what she may not see.
    """

    body: str
    text: Text
    frozen: Frozen | None = None
    labels: tuple[Label, Label] | None = None
    brokers: bool = False


def open_idea(programme: Programme, viewer: Viewer, new: NewIdea) -> UUID | Refusal:
    """Open an idea for an activity of a body, by somebody with a part in the programme.

    Raises:
        InputError: a body, text, technology or skill that cannot be.
    """
    if body_of(programme, new.body) is None:
        known = ", ".join(one.key for one in programme.workspace.register.bodies)
        raise InputError(f"{new.body[:20]!r} is no body: choose one of {known}.")
    text = checked_text(programme, new.text)
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        if (refusal := needs_role(who, DRAFTERS)) is not None:
            return refusal
        tokens = [f"person:{actor(who)}", f"role:{OFFICE[0]}-{new.body.lower()}"]
        tokens += [f"role:{Role.Kind.BROKER.value}"] if new.brokers else []
        label = Label.of(Level.PUBLIC, tokens)
        content, metadata = new.labels or (label, label)
        if (refusal := needs_right(programme, _RIGHTS, None, content, metadata)) is not None:
            return refusal
        body = IdeaOpened(
            content_label=keep(content), metadata_label=keep(metadata), body=new.body,
            nation=who.nation, drafter=actor(who), text=text, digest=digest_of(text),
            frozen=new.frozen,
        )  # fmt: skip
        made, shut = programme.new_id(), combine(content, metadata)
        write(body, made, Label.of(content.level) if isinstance(shut, Undecided) else shut)
        return made


def revise(
    programme: Programme, viewer: Viewer, key: UUID, text: Text, reason: str, *, material: bool
) -> UUID | Refusal:
    """Write a new version, by the drafter or the panel office.

    Other technologies or skills are another matter: such a version is material, whatever was said.

    Raises:
        InputError: a text, technology or skill that cannot be.
    """
    said, why = checked_text(programme, text), checked(reason, "the reason", REASON)

    with turn(programme, viewer) as write:
        on = acting_on(programme, viewer, key)
        if isinstance(on, Refusal):
            return on
        who, row = on
        if (refusal := needs_hand(who, row)) is not None:
            return refusal
        proposal = folded(row.id)
        other = (said.technologies, said.must, said.nice) != skills_of(row)
        read = row.title, row.summary
        body = IdeaRevised(
            version=proposal.version + 1, material=material or other, reason=why, text=said,
            digest=digest_of(said),
        )  # fmt: skip
        refusal = write_happening(programme, write, who, row, proposal, body)
        if refusal is None and (said.title, said.summary) != read:
            # What resembles other words was not looked at.
            reopen(programme, write, who, row, "overlap", OTHER_WORDS)
        return refusal or row.id


def withdraw(programme: Programme, viewer: Viewer, key: UUID, reason: str) -> UUID | Refusal:
    """Take a proposal back for good, by the drafter or the panel office."""
    why = checked(reason, "the reason", REASON)

    def makes(who: Viewer, row: Proposal, proposal: Folded) -> Body | Refusal:
        return needs_hand(who, row) or ProposalWithdrawn(version=proposal.version, reason=why)

    return happen(programme, viewer, key, makes)


def tell_nations(
    programme: Programme, viewer: Viewer, key: UUID, nations: tuple[str, ...], reason: str
) -> UUID | Refusal:
    """Let nations read a proposal, by the drafter or the panel office.

    Raises:
        InputError: a nation that the register does not know, none, or too many.
    """
    codes, why = known_nations(programme, nations), checked(reason, "the reason", REASON)
    with turn(programme, viewer) as write:
        on = acting_on(programme, viewer, key)
        if isinstance(on, Refusal):
            return on
        who, row = on
        labels = widened(row, frozenset(f"nation:{one}" for one in codes))
        refusal = (
            needs_hand(who, row)
            or needs_open(who, row)
            or not_standing(programme, row, codes, who.day)
            or needs_release(programme, row, labels)
        )
        if refusal is not None:
            return refusal
        release_to(write, row, labels, why)
        return row.id


def widened(row: Proposal, more: frozenset[str]) -> tuple[Label, Label]:
    """Labels of content and metadata, released to more tokens besides those they have."""
    content, metadata = (
        one if one.open_to_all else replace(one, releasable_to=one.releasable_to | more)
        for one in (kept(row.content_label_id), kept(row.metadata_label_id))
    )
    return content, metadata


def needs_release(
    programme: Programme, row: Proposal, labels: tuple[Label, Label]
) -> Refusal | None:
    """The refusal of labels that may not take the place of a proposal's own, or None."""
    content, metadata = labels
    return needs_right(programme, _RIGHTS, row.content_label_id, content) or needs_right(
        programme, _RIGHTS, row.metadata_label_id, metadata
    )


def release_to(write: Writer, row: Proposal, labels: tuple[Label, Label], reason: str) -> None:
    """Put wider labels on a proposal; who could read it before reads that it was done."""
    content, metadata = labels
    if (content.key, metadata.key) == (row.content_label_id, row.metadata_label_id):
        return
    before = label_of(row)
    row.content_label_id, row.metadata_label_id = keep(content), keep(metadata)
    body = Relabelled(
        content_label=content.key, metadata_label=metadata.key, table="proposal", reason=reason
    )
    write(body, row.id, before)
    # What is said within a proposal goes to whom the proposal goes.
    within = both(content, metadata)
    label = keep(within)
    for said in Disposition.objects.filter(proposal=row.id).order_by("id"):
        was = both(kept(said.content_label_id), kept(said.metadata_label_id))
        told = Relabelled(
            content_label=label, metadata_label=label, table="disposition", reason=reason
        )
        write(told, said.id, was)
