"""Addresses of one's own account, of the glass, and of what administrators look after."""

from __future__ import annotations

from comity.web.programme.access import ADMINISTRATORS, Access, route
from comity.web.programme.pages import erasing, glass, inbox, keys, me

_WRITES = Access(writes=True)
_ADMINISTERS = Access(roles=("administrator",), writes=True)

urlpatterns = [
    route("programme/inbox/done", inbox.inbox_done, "inbox-done", _WRITES),
    route("programme/me", me.me, "me"),
    route("programme/me/set", me.me_set, "me-set", _WRITES),
    route("programme/me/remove", me.me_remove, "me-remove", _WRITES),
    route("programme/me/code", me.me_code, "me-code", _WRITES),
    route("programme/me/verify", me.me_verify, "me-verify", _WRITES),
    route("programme/me/appear", me.me_appear, "me-appear", _WRITES),
    route("programme/me/export.json", me.me_export, "me-export"),
    route("programme/me/erase", erasing.erase_page, "me-erase"),
    route("programme/me/erased", erasing.erase, "me-erased", _WRITES),
    route("programme/me/keys", keys.keys, "me-keys"),
    route("programme/me/keys/new", keys.keys_new, "me-keys-new", _WRITES),
    route("programme/me/keys/end", keys.keys_end, "me-keys-end", _WRITES),
    route("programme/glass", glass.glass, "glass", ADMINISTRATORS),
    route("programme/glass/break", glass.glass_break, "glass-break", _ADMINISTERS),
    route("programme/glass/read", glass.glass_read, "glass-read", _ADMINISTERS),
    route("programme/glass/log", glass.glass_log, "glass-log"),
    route("programme/administration", glass.administration, "administration", ADMINISTRATORS),
    route(
        "programme/administration/head.json", glass.head_file, "administration-head",
        ADMINISTRATORS,
    ),
    route(
        "programme/administration/verify", glass.administration_verify, "administration-verify",
        _ADMINISTERS,
    ),
]  # fmt: skip
