"""The addresses of the programme, each with its rule; see :mod:`comity.web.programme.access`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.urls.resolvers import RoutePattern

from comity.web.programme import (
    urls_me,
    urls_measuring,
    urls_meetings,
    urls_overlap,
    urls_proposals,
    urls_release,
    urls_results,
    urls_safeguards,
    urls_teams,
)
from comity.web.programme.access import ANYBODY, SIGNED_IN, Access, route, rule
from comity.web.programme.pages.inbox import inbox
from comity.web.programme.urls_activities import urlpatterns as activities

# Sign-in is the framework's; what is not named here is shut, such as to sign up.
_SIGN_IN: dict[Access, tuple[str, ...]] = {
    ANYBODY: (
        "account_login", "account_logout", "account_inactive", "account_reset_password",
        "account_reset_password_done", "account_reset_password_from_key",
        "account_reset_password_from_key_done", "account_reauthenticate", "mfa_authenticate",
        "mfa_reauthenticate", "mfa_activate_totp", "socialaccount_login_cancelled",
        "socialaccount_login_error", "openid_connect_login", "openid_connect_callback",
    ),
    SIGNED_IN: (
        "account_change_password", "mfa_index", "mfa_deactivate_totp", "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
    ),
}  # fmt: skip
for _access, _names in _SIGN_IN.items():
    for _name in _names:
        rule(_name, _access)

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    route("programme", inbox, "inbox"),
    *activities,
    # By its name: its schemas take time to make, and pages need none.
    URLResolver(RoutePattern("api/programme/"), "comity.web.programme.api.urls"),
    *urls_proposals.urlpatterns,
    *urls_meetings.urlpatterns,
    *urls_release.urlpatterns,
    *urls_results.urlpatterns,
    *urls_me.urlpatterns,
    *urls_overlap.urlpatterns,
    *urls_measuring.urlpatterns,
    *urls_teams.urlpatterns,
    *urls_safeguards.urlpatterns,
]
