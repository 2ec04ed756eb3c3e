"""What a player sends to an address: a body that would do, if she had the right to it."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache

from authorised import LEAD, OFFICE, PAGES
from cast import DAY, Cast, Player
from django.core.files.uploadedfile import SimpleUploadedFile
from staged import ASKED, count_of

# Where the object of an address is another than the first of its table.
_OBJECTS = {
    "join_activity": "free", "record_part": "free", "record_willingness": "team",
    "follow_activity": "team", "submit_proposal": "gated", "recall_submission": "asked",
    "take_position": "asked", "recall_position": "said", "open_silence": "asked",
    "break_silence": "silent", "reopen_gate": "gated", "decide_proposal": "asked",
    "measure_proposal": "measured", "proposal-measured": "measured", "measurements": "measured",
    "offer_seat": "teamed",
    **dict.fromkeys(
        ("change_case", "answer_case", "record_export", "record_background", "screen_case",
         "judge_case"), "cased",
    ),
}  # fmt: skip
_QUERIES = {"search": {"q": "trust"}, "suggest": {"q": "trust"}, "could_see": {"day": str(DAY)}}
_FORMS = ("add_document", "revise_document")


def key(cast: Cast, player: Player, address, hidden: bool):
    """The object that an address is sent to; of her own nation where that matters."""
    name = short(address.name)
    if hidden:
        return cast.hidden[address.table]
    if name in _OBJECTS:
        return getattr(cast.other, _OBJECTS[name])
    if name in ("change_part", "end_part"):
        return cast.other.parts[player.nation]
    if name == "end_role" and address.api:
        return cast.other.ends[player.nation]
    if address.name in ("programme-api:erase_person", "role-give", "role-end", "person-invite"):
        return cast.other.colleagues[player.nation]
    return cast.seen[address.table]


def get(cast: Cast, player: Player, address, key):
    """A GET as a player."""
    return player.client.get(address.at(key), _QUERIES.get(short(address.name), {}))


def post(cast: Cast, player: Player, address, key, hidden=False):
    """A POST as a player."""
    name = short(address.name)
    given = _given(cast, player, name, hidden)
    file = SimpleUploadedFile("a.txt", b"words of an annex")
    if not address.api:
        return player.client.post(
            address.at(key), _form(cast, player, address, given, file, hidden)
        )
    if name in _FORMS:
        return player.client.post(address.at(key), {"title": "Annex", "content": file})
    known = _fields().get(name, ())
    body = {field: value for field, value in given.items() if field in known}
    return player.client.post(address.at(key), json.dumps(body, default=str), "application/json")


def short(name: str) -> str:
    """What an address does, by the name that the API has for it."""
    return PAGES.get(name) or name.partition(":")[2] or name


def _given(cast: Cast, player: Player, name: str, hidden: bool) -> dict:
    colleague = cast.other.colleagues[player.nation]
    given = {
        "nation": player.nation, "code": "IST-187", "type": "RTG", "body": "IST",
        "title": "Trust at sea", "keywords": ["trust"], "background": "why",
        "objectives": "what for", "open_to": ["nation:JPN"], "reason": "it is needed",
        "part": "member", "mode": "remote", "answer": "yes", "basis": "an agreement",
        "source": "a letter", "output": "TR", "cleared": False,
        "designation": "STANAG 5643", "issuer": "NATO Standardization Office", "stage": "study",
        "dated": "2026-06-01", "days": 30,
        "decision": "no", "event": player.notice or "none", "field": "organisation",
        "value": "An institute", "person": colleague, "role": "member", "to": "nobody",
        "values": {"name": "Ada", "email": "ada@example.org"}, "until": "2027-01-31",
        "summary": "Measured at sea.", "version": 1, "unknown": "yes", "nations": list(ASKED),
        "position": "support", "text": "as agreed", "expires": "2026-12-20T12:00:00Z",
        "state": "taken", "gate": "overlap", "outcome": "declined",
        "host": "BEL", "first": "2026-12-07", "count": 1,
        "organisations": ["A house of trust"], "places": ["BEL"], "technologies": ["ai"],
        "answers": [{"question": "sector", "reply": "no", "grounds": "seen"}],
        "regime": "EU", "owner": "A house", "what": "code", "terms": "a licence",
        "verdict": "stop", "review": "2027-01-31",
        "table": "document", "id": cast.hidden["document"] if hidden else cast.seen["document"],
    }  # fmt: skip
    return given | _OF_ITS_OWN.get(name, lambda cast, player: {})(cast, player)


def _form(cast, player, address, given, file, hidden):
    """The same as fields of a page's form."""
    told = {name: value for name, value in given.items() if not isinstance(value, dict | None)}
    told |= {"organisations": "A house", "places": "BEL", "reply-sector": "no"}
    told |= {"technologies": "ai", "grounds-sector": "seen"}
    told |= {"keywords": "trust", "cleared": "", "key": given["id"], "content": file}
    told |= {"word": "erase", "words": "a notebook", "days": "30", **given["values"]}
    if address.name == "role-give" and hidden:
        told["nation"] = "BEL"
    if address.name == "role-end":
        told["role"] = cast.hidden["role"] if hidden else cast.other.ends[player.nation]
    if address.name in ("proposal-open", "proposal-revise"):
        # Without an opportunity, which a nation among the fields would name.
        told |= {"must": "trust", "nation": ""}
    if address.name in ("me-code", "me-verify"):
        told["code"] = "wrong"
    return told


def _officer(cast, player):
    others = [one for one in cast.players if one.role == "release-officer"]
    return {"to": next(one.person for one in others if one.person != player.person)}


_SKILLS = [{"name": "trust", "names": []}]


def _digest(cast, player, table):
    """The digest of the plan that a player is shown; none where she is shown none."""
    from comity.programme.reading.viewer import viewer
    from comity.programme.services import meetings
    from comity.programme.services.meeting_terms import Opening, Terms, When

    if player.role not in (LEAD, OFFICE):
        return "none"
    who, when = viewer(cast.programme, player.person), When(dt.date(2026, 12, 7), 1)
    if table == "series":
        return meetings.preview_next(cast.programme, who, cast.seen["series"], when).digest
    opening = Opening(cast.seen["activity"], Terms("Trust at sea", "BEL"), when)
    return meetings.preview(cast.programme, who, opening).digest


_OF_ITS_OWN = {
    "open_idea": lambda cast, player: {"must": _SKILLS, "technologies": ["ai"]},
    "revise_proposal": lambda cast, player: {"must": _SKILLS, "technologies": ["ai"]},
    "decide_proposal": lambda cast, player: {"count": count_of(cast)},
    "admit": lambda cast, player: {"nation": "KEN"},
    "change_activity": lambda cast, player: {"status": "active"},
    "refer_release": _officer,
    "dispose": lambda cast, player: {
        "version": 1, "table": "activity", "about": cast.seen["activity"], "disposition": "liaise",
        "what": f"activity {cast.seen['activity']}",
    },
    "offer_seat": lambda cast, player: {"person": cast.other.found},
    "pin_conflict": lambda cast, player: {
        "person": cast.other.found, "towards": cast.other.founder, "conflict": "yes",
    },
    "set_value": lambda cast, player: {"person": player.person},
    "remove_value": lambda cast, player: {"person": player.person},
    "open_series": lambda cast, player: {"digest": _digest(cast, player, "activity")},
    "plan_next": lambda cast, player: {"digest": _digest(cast, player, "series")},
    "move_meeting": lambda cast, player: {"start": "2026-12-09T13:00Z"},
    "add_output": lambda cast, player: {"code": "STO-TR-IST-187"},
    "give_role": lambda cast, player: {
        "role": "reader", "body": "", "since": str(DAY), "until": "2027-01-31",
    },
}  # fmt: skip


@cache
def _fields() -> dict:
    """The fields of the body that each operation of the API takes."""
    from comity.web.programme.api.operations import api
    from comity.web.programme.api.urls import PARTS

    assert PARTS
    found = {}
    for _, router in api._routers:
        for view in router.path_operations.values():
            for operation in view.operations:
                found[operation.operation_id] = frozenset(
                    name
                    for model in operation.models
                    for one in model.model_fields.values()
                    for name in getattr(one.annotation, "model_fields", ())
                )
    return found
