"""Who may succeed at what, by hand: the inner rights, held against every address of the programme.

The outer door is computed from the rules of addresses. This table says the rest: by name of the
address, which roles succeed with an object that they see, and of which nations. A writing address
without a row is for nobody, and a reading address without one for all whom the door lets in.
"""

from __future__ import annotations

from dataclasses import dataclass

NOBODY, ONE_FACTOR = "nobody", "no second factor"
NONE = "no role"
COORDINATOR, OFFICE, LEAD, MEMBER = "national-coordinator", "panel-office", "lead", "member"
OFFICER, BROKER, READER = "release-officer", "broker", "reader"
ADMINISTRATOR, GLASS = "administrator", "administrator, glass broken"
ROLES = (
    NOBODY, ONE_FACTOR, NONE, COORDINATOR, OFFICE, LEAD, MEMBER, OFFICER, BROKER, READER,
    ADMINISTRATOR, GLASS,
)  # fmt: skip
SIGNED_IN = ROLES[2:]
HOLDERS = ROLES[3:]
ADMINISTRATORS = (ADMINISTRATOR, GLASS)

# One nation of each status on 1 November 2026, as the register has it.
STATUSES = {
    "Ally": "BEL", "enhanced partner": "AUS", "individually tailored partner": "NZL",
    "partner without": "PAK", "non-partner": "SGP",
}  # fmt: skip
ALL = tuple(STATUSES)
# To whom standing says yes for work under the programme of work.
WORK = ("Ally", "enhanced partner")


@dataclass(frozen=True)
class Row:
    """``roles`` succeed, of nations of these ``statuses``; ``hidden`` also with a hidden object.

    The last is for what administrators do by identifier alone, seeing nothing of it.
    """

    roles: tuple[str, ...]
    statuses: tuple[str, ...] = ALL
    hidden: tuple[str, ...] = ()


_API = "programme-api:"
ROWS: dict[str, Row] = {
    _API + name: row
    for name, row in {
        # Activities are their panel office's; a lead writes what hers is about.
        "register_activity": Row((OFFICE,)),
        "follow_activity": Row((OFFICE,)),
        "describe_activity": Row((OFFICE, LEAD)),
        "change_activity": Row((OFFICE,)),
        "open_activity": Row((OFFICE,)),
        "admit": Row((OFFICE,)),
        # A nation's part is its coordinator's, as far as standing lets the nation.
        "join_activity": Row((COORDINATOR,), WORK),
        "record_part": Row((COORDINATOR, OFFICE), WORK),
        "nominate": Row((COORDINATOR,), WORK),
        # Willingness and leaving need no standing.
        "record_willingness": Row((COORDINATOR,)),
        "change_part": Row((COORDINATOR,)),
        "end_part": Row((COORDINATOR,)),
        "add_document": Row((OFFICE, LEAD, MEMBER)),
        "revise_document": Row((LEAD,)),
        "add_output": Row((OFFICE, LEAD)),
        "clear_output": Row((OFFICE,)),
        # Meetings are planned, moved and cancelled by who leads the activity, or its office.
        "preview_series": Row((OFFICE, LEAD)),
        "open_series": Row((OFFICE, LEAD)),
        "preview_next": Row((OFFICE, LEAD)),
        "plan_next": Row((OFFICE, LEAD)),
        "move_meeting": Row((OFFICE, LEAD)),
        "cancel_meeting": Row((OFFICE, LEAD)),
        "link_standard": Row((OFFICE, LEAD)),
        "change_standard": Row((OFFICE, LEAD)),
        # Whoever sees that a document is there may ask for it.
        "ask_release": Row(SIGNED_IN),
        "decide_release": Row((OFFICER,)),
        "refer_release": Row((OFFICER,)),
        # Who writes a draft asks what resembles it; who drafted a proposal, or its office, says
        # what is to be done about it.
        "similar_to_draft": Row(SIGNED_IN),
        "dispose": Row((OFFICE,)),
        "proposal_overlap": Row(SIGNED_IN),
        # Seats are offered by the same; who reads a proposal declares a conflict of her own.
        "offer_seat": Row((OFFICE,)),
        "withdraw_seat": Row((OFFICE,)),
        "declare_conflict": Row(SIGNED_IN),
        "pin_conflict": Row((OFFICE,)),
        # By the person herself to whom it is offered, who is none of these.
        "answer_seat": Row(()),
        # Ideas are opened by who works in the programme, proposals kept by the panel office.
        "open_idea": Row((COORDINATOR, OFFICE, LEAD, MEMBER, OFFICER, BROKER)),
        "revise_proposal": Row((OFFICE,)),
        "tell_nations": Row((OFFICE,)),
        "withdraw_proposal": Row((OFFICE,)),
        "submit_proposal": Row((OFFICE,)),
        "recall_submission": Row((OFFICE,)),
        "open_silence": Row((OFFICE,)),
        "pass_gate": Row((OFFICE,)),
        "reopen_gate": Row((OFFICE,)),
        "decide_proposal": Row((OFFICE,)),
        # A nation speaks by its coordinator.
        "take_position": Row((COORDINATOR,)),
        "recall_position": Row((COORDINATOR,)),
        "break_silence": Row((COORDINATOR,)),
        # One's own.
        "notice_done": Row(HOLDERS),
        "appear": Row(SIGNED_IN),
        "set_value": Row(SIGNED_IN),
        "remove_value": Row(SIGNED_IN),
        "break_glass": Row(ADMINISTRATORS),
        "read_through_glass": Row((GLASS,), hidden=(GLASS,)),
        # Persons and roles.
        "register_person": Row((COORDINATOR, *ADMINISTRATORS)),
        "erase_person": Row(ADMINISTRATORS, hidden=ADMINISTRATORS),
        "give_role": Row((COORDINATOR, *ADMINISTRATORS)),
        "end_role": Row((COORDINATOR, OFFICE), hidden=ADMINISTRATORS),
        # What became of a proposal its body's office measures.
        "measure_proposal": Row((OFFICE,)),
        # A case of safeguards is its drafter's, the office's and its release officers'.
        "proposal_case": Row((OFFICE, OFFICER)),
        "open_case": Row((OFFICE,)),
        "change_case": Row((OFFICE,)),
        "answer_case": Row((OFFICE, OFFICER)),
        "record_export": Row((OFFICE, OFFICER)),
        "record_background": Row((OFFICE, OFFICER)),
        "screen_case": Row((OFFICE, OFFICER)),
        "judge_case": Row((OFFICE, OFFICER)),
        # Reading that needs more than to be let in.
        "document_content": Row((LEAD, OFFICER)),
        # Nobody here proved an address; who did gets her file (test_meetings_invitation.py).
        "meeting_invitation": Row(()),
        "could_see": Row((LEAD, *ADMINISTRATORS), hidden=ADMINISTRATORS),
    }.items()
}

# A page's action and the operation of the API that is the same.
PAGES = {
    "activity-register": "register_activity", "activity-follow-on": "follow_activity",
    "activity-describe": "describe_activity", "activity-change": "change_activity",
    "activity-open": "open_activity", "activity-admit": "admit",
    "activity-willingness": "record_willingness", "activity-nominate": "nominate",
    "part-join": "join_activity", "part-change": "change_part", "part-end": "end_part",
    "document-add": "add_document", "document-revise": "revise_document",
    "document-ask": "ask_release", "document-content": "document_content",
    "output-add": "add_output", "output-clear": "clear_output",
    "series-preview": "preview_series", "series-open": "open_series",
    "series-preview-next": "preview_next", "series-plan-next": "plan_next",
    "meeting-move": "move_meeting", "meeting-cancel": "cancel_meeting",
    "meeting-invitation": "meeting_invitation",
    "standard-link": "link_standard", "standard-change": "change_standard",
    "release-decide": "decide_release", "person-register": "register_person",
    "role-give": "give_role", "role-end": "end_role", "inbox-done": "notice_done",
    "me-set": "set_value", "me-remove": "remove_value", "me-appear": "appear",
    "glass-break": "break_glass", "glass-read": "read_through_glass", "seen": "could_see",
    "proposal-similar": "similar_to_draft", "proposal-dispose": "dispose",
    "proposal-overlap": "proposal_overlap", "proposal-team": "proposal_team",
    "seat-offer": "offer_seat", "seat-answer": "answer_seat", "seat-withdraw": "withdraw_seat",
    "conflict-declare": "declare_conflict", "conflict-pin": "pin_conflict",
    "proposal-open": "open_idea", "proposal-revise": "revise_proposal",
    "proposal-tell": "tell_nations", "proposal-withdraw": "withdraw_proposal",
    "proposal-submit": "submit_proposal", "proposal-recall": "recall_submission",
    "proposal-position": "take_position", "proposal-position-recall": "recall_position",
    "proposal-silence": "open_silence", "proposal-silence-break": "break_silence",
    "proposal-gate": "pass_gate", "proposal-gate-reopen": "reopen_gate",
    "proposal-decide": "decide_proposal",
    "proposal-measure": "measure_proposal",
    "safeguards": "proposal_case", "case-open": "open_case", "case-change": "change_case",
    "case-answer": "answer_case", "case-export": "record_export",
    "case-background": "record_background", "case-screen": "screen_case",
    "case-judge": "judge_case",
    "programme-search": "search", "programme-suggest": "suggest",
}  # fmt: skip
ROWS |= {page: ROWS[_API + name] for page, name in PAGES.items() if _API + name in ROWS}
ROWS |= {
    # On pages a role is ended and a person reached by her key, which administrators know.
    "role-end": Row((COORDINATOR, OFFICE), hidden=ADMINISTRATORS),
    "role-give": Row((COORDINATOR, *ADMINISTRATORS), hidden=ADMINISTRATORS),
    "person": Row(SIGNED_IN, hidden=ADMINISTRATORS),
    "person-invite": Row((COORDINATOR, *ADMINISTRATORS), hidden=ADMINISTRATORS),
    "series-form": Row((OFFICE, LEAD)),
    "me-code": Row(SIGNED_IN),
    # With a wrong code nobody proves an address.
    "me-verify": Row(()),
    "me-erased": Row(SIGNED_IN),
    "me-keys-new": Row(SIGNED_IN),
    "me-keys-end": Row(SIGNED_IN),
    "administration-verify": Row(ADMINISTRATORS),
}


def row_of(name: str, *, writes: bool) -> Row:
    """The row of an address."""
    return ROWS.get(name, Row(() if writes else SIGNED_IN))
