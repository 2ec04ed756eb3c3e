"""Addresses of proposals, each with its rule."""

from __future__ import annotations

from django.urls import URLPattern

from comity.programme.services.proposal_rules import DRAFTERS
from comity.web.programme.access import Access, route
from comity.web.programme.pages import proposal_actions as actions
from comity.web.programme.pages import proposals
from comity.web.programme.pages.proposal import proposal

_WRITES = Access(writes=True)
_ONE = "programme/proposals/<uuid:key>"

urlpatterns: list[URLPattern] = [
    route("programme/proposals", proposals.proposals, "proposals"),
    route("programme/proposals/new", proposals.new, "proposal-new", Access(roles=DRAFTERS)),
    route("programme/proposals/open", proposals.open_idea, "proposal-open", _WRITES),
    route(_ONE, proposal, "proposal"),
    route(f"{_ONE}/revise", actions.revise, "proposal-revise", _WRITES),
    route(f"{_ONE}/tell", actions.tell, "proposal-tell", _WRITES),
    route(f"{_ONE}/withdraw", actions.withdraw, "proposal-withdraw", _WRITES),
    route(f"{_ONE}/submit", actions.submit, "proposal-submit", _WRITES),
    route(f"{_ONE}/recall", actions.recall, "proposal-recall", _WRITES),
    route(f"{_ONE}/position", actions.position, "proposal-position", _WRITES),
    route(f"{_ONE}/position/recall", actions.recall_position, "proposal-position-recall", _WRITES),
    route(f"{_ONE}/silence", actions.silence, "proposal-silence", _WRITES),
    route(f"{_ONE}/silence/break", actions.break_silence, "proposal-silence-break", _WRITES),
    route(f"{_ONE}/gate", actions.gate, "proposal-gate", _WRITES),
    route(f"{_ONE}/gate/reopen", actions.reopen, "proposal-gate-reopen", _WRITES),
    route(f"{_ONE}/decide", actions.decide, "proposal-decide", _WRITES),
]
