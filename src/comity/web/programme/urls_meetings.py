"""Addresses of meetings, each with its rule."""

from __future__ import annotations

from comity.web.programme.access import Access, route
from comity.web.programme.pages import meeting_actions, meeting_plans, meetings

_WRITES = Access(writes=True)
_ACTIVITY = "programme/activities/<uuid:key>/meetings"
_SERIES = "programme/series/<uuid:key>"
_ONE = "programme/meetings/<uuid:key>"

urlpatterns = [
    route(_ACTIVITY, meetings.of_activity, "activity-meetings"),
    route(f"{_ACTIVITY}/ledger", meetings.burden, "activity-ledger"),
    route(f"{_ACTIVITY}/plan", meeting_plans.form, "series-form"),
    route(f"{_ACTIVITY}/preview", meeting_plans.preview, "series-preview", _WRITES),
    route(f"{_ACTIVITY}/open", meeting_plans.open_series, "series-open", _WRITES),
    route(f"{_SERIES}/preview", meeting_plans.preview_next, "series-preview-next", _WRITES),
    route(f"{_SERIES}/plan", meeting_plans.plan_next, "series-plan-next", _WRITES),
    route("programme/meetings", meetings.mine, "meetings"),
    route(_ONE, meetings.meeting, "meeting"),
    route(f"{_ONE}/move", meeting_actions.move, "meeting-move", _WRITES),
    route(f"{_ONE}/cancel", meeting_actions.cancel, "meeting-cancel", _WRITES),
    route(f"{_ONE}/invitation.ics", meeting_actions.invitation_file, "meeting-invitation"),
]
