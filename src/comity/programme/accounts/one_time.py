"""The code that an authenticator shows at a moment (TOTP, RFC 6238, of 30 seconds)."""

from __future__ import annotations

import datetime as dt

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

_SECONDS = 30


def one_time_code(secret: str, now: dt.datetime) -> str:
    """Six digits for a secret in base 32."""
    return str(format_hotp_value(hotp_value(secret, int(now.timestamp()) // _SECONDS)))
