"""Proposals of tests, written by their events as if evidence and decisions were of long ago."""

from __future__ import annotations

from written import OPEN


def open_frozen(programme, drafter, pair, *, activity, label=OPEN, **older):
    """A proposal of IST from an opportunity that was frozen on older evidence; its identifier.

    ``older`` names what is otherwise in what was frozen; ``matched`` is how many pairs;
    ``activity=None`` leaves the proposal undecided.
    """
    import msgspec

    from comity.programme.events.kinds import IdeaOpened, ProposalDecided, Text
    from comity.programme.labelling import keep
    from comity.programme.services.freezing import frozen
    from comity.programme.services.idea_texts import digest_of

    given = {"evidence": "older", "window": "2011-2015"} | older
    whole = frozen(programme, *pair)
    most = given.pop("matched", len(whole.matched))
    kept = msgspec.structs.replace(whole, matched=whole.matched[:most], **given)
    text = Text(title="Trust in the Baltic", summary="Measure trust.", technologies=("ai",))
    with programme.writing(drafter.person) as write:
        key = programme.new_id()
        body = IdeaOpened(
            content_label=keep(label), metadata_label=keep(label), body="IST",
            nation=drafter.nation, drafter=drafter.person, text=text, digest=digest_of(text),
            frozen=kept,
        )  # fmt: skip
        write(body, key, label)
        if activity is not None:
            yes = ProposalDecided(
                version=1, outcome="approved", count="c", words="yes", activity=activity
            )
            write(yes, key, label)
    return key
