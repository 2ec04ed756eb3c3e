"""Addresses of activities, nations and people, each with its rule."""

from __future__ import annotations

from django.urls import URLPattern

from comity.web.programme.access import Access, route
from comity.web.programme.offers import OFFICE
from comity.web.programme.pages import (
    activities,
    activity_actions,
    documents,
    nations,
    outputs,
    parts,
    people,
    person_actions,
)
from comity.web.programme.pages.activity import activity

# Whoever has signed in may send these; what is then done is asked of the service.
_WRITES = Access(writes=True)
_ONE = "programme/activities/<uuid:key>"

urlpatterns: list[URLPattern] = [
    route("programme/activities", activities.activities, "activities"),
    route("programme/activities/new", activities.new, "activity-new", Access(roles=(OFFICE,))),
    route("programme/activities/register", activities.register, "activity-register", _WRITES),
    route(_ONE, activity, "activity"),
    route(f"{_ONE}/follow-on", activities.follow_on, "activity-follow-on", _WRITES),
    route(f"{_ONE}/describe", activity_actions.describe, "activity-describe", _WRITES),
    route(f"{_ONE}/change", activity_actions.change, "activity-change", _WRITES),
    route(f"{_ONE}/open", activity_actions.open_to, "activity-open", _WRITES),
    route(f"{_ONE}/admit", activity_actions.admit, "activity-admit", _WRITES),
    route(f"{_ONE}/willingness", activity_actions.say_willing, "activity-willingness", _WRITES),
    route(f"{_ONE}/nominate", activity_actions.nominate, "activity-nominate", _WRITES),
    route(f"{_ONE}/join", parts.join, "part-join", _WRITES),
    route(f"{_ONE}/documents", documents.add, "document-add", _WRITES),
    route(f"{_ONE}/outputs", outputs.add, "output-add", _WRITES),
    route("programme/parts/<uuid:key>/change", parts.change, "part-change", _WRITES),
    route("programme/parts/<uuid:key>/end", parts.end, "part-end", _WRITES),
    route("programme/documents/<uuid:key>/content", documents.read, "document-content"),
    route("programme/documents/<uuid:key>/revise", documents.revise, "document-revise", _WRITES),
    route("programme/documents/<uuid:key>/ask", documents.ask, "document-ask", _WRITES),
    route("programme/outputs/<uuid:key>/clear", outputs.clear, "output-clear", _WRITES),
    route("programme/nations", nations.nations, "nations"),
    route("programme/nations/<str:code>", nations.nation, "nation"),
    route("programme/nations/<str:code>/activities.csv", nations.activities_file, "nation-file"),
    route("programme/people", people.people, "people"),
    route("programme/people/register", people.register, "person-register", _WRITES),
    route("programme/people/<uuid:key>", people.person, "person"),
    route("programme/people/<uuid:key>/roles", person_actions.give_role, "role-give", _WRITES),
    route("programme/people/<uuid:key>/roles/end", person_actions.end_role, "role-end", _WRITES),
    route(
        "programme/people/<uuid:key>/invite", person_actions.open_account, "person-invite", _WRITES
    ),
]
