"""What a value of a person may be; each check returns the one spelling that is kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from zoneinfo import ZoneInfo

from comity.base.errors import InputError
from comity.programme.persons.works import read_former, read_works, write_former, write_works
from comity.safeguards.tokens import shown

_SPACES = re.compile(r"\s+")
# One address, no comments, no quotes: what mail systems in use accept of RFC 5321, in ASCII.
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]"
)
_ORCID = re.compile(r"(?:https?://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])")
_ROR = re.compile(r"(?:https?://ror\.org/)?(0[0-9a-hjkmnp-tv-z]{6}[0-9]{2})")
_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
_LANGUAGE = re.compile(r"[a-z]{2,3}")
SECTORS = ("government", "academia", "industry", "non-profit", "other")
_ZONE = re.compile(r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*")


def _line(value: str, what: str, longest: int) -> str:
    """One line of text in Unicode's composed form, single spaces between words."""
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", value)).strip()
    # Letters that print nothing could make two values look alike; joiners are part of some names.
    hidden = any(unicodedata.category(one)[0] == "C" and one not in "\u200c\u200d" for one in text)
    if not text or len(text) > longest or hidden:
        raise InputError(
            f"the {what} must be one line of 1 to {longest} letters without control characters."
        )
    return text


def _name(value: str) -> str:
    return _line(value, "name", 120)


def _organisation(value: str) -> str:
    return _line(value, "organisation", 200)


def _email(value: str) -> str:
    """An address; its domain in small letters, its local part as it was given (RFC 5321, 2.4)."""
    text = value.strip()
    if len(text) > 254 or not _ADDRESS.fullmatch(text) or len(text.partition("@")[0]) > 64:
        raise InputError("the e-mail address must be written as name@domain.example.")
    local, _, domain = text.rpartition("@")
    return f"{local}@{domain.lower()}"


def _orcid(value: str) -> str:
    """An ORCID iD with its last digit checked by ISO 7064 MOD 11-2.

    Source: https://support.orcid.org/hc/en-us/articles/360006897674
    """
    found = _ORCID.fullmatch(value.strip())
    if found is None:
        raise InputError("the ORCID iD must be written as 0000-0002-1825-0097.")
    digits = found[1].replace("-", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    last = (12 - total % 11) % 11
    if digits[-1] != ("X" if last == 10 else str(last)):
        raise InputError("the ORCID iD has a wrong check digit: look it up and copy it.")
    return found[1]


def _ror(value: str) -> str:
    """A ROR identifier with its last two digits checked by ISO 7064 MOD 97-10.

    Source: https://ror.readme.io/docs/identifier
    """
    found = _ROR.fullmatch(value.strip().lower())
    if found is None:
        raise InputError("the ROR identifier must be written as https://ror.org/02mhbdp94.")
    number = 0
    for letter in found[1][:7]:
        number = number * 32 + _CROCKFORD.index(letter)
    if int(found[1][7:]) != 98 - number * 100 % 97:
        raise InputError("the ROR identifier has wrong check digits: look it up and copy it.")
    return f"https://ror.org/{found[1]}"


def _gender(value: str) -> str:
    """Own words; the choices offered are a help, not a limit."""
    return _line(value, "gender", 60)


def _sector(value: str) -> str:
    """One of few, so that each can be counted."""
    text = value.strip().lower()
    if text not in SECTORS:
        raise InputError(f"the sector must be one of {', '.join(SECTORS)}.")
    return text


def _languages(value: str) -> str:
    """Codes of ISO 639, in the order of preference, with one space between."""
    codes = value.replace(",", " ").lower().split()
    if not 1 <= len(codes) <= 12 or not all(_LANGUAGE.fullmatch(code) for code in codes):
        raise InputError("languages must be codes of ISO 639, as in 'ja en'.")
    return " ".join(dict.fromkeys(codes))


def _time_zone(value: str) -> str:
    text = value.strip()
    try:
        if not _ZONE.fullmatch(text):
            raise ValueError(text)
        return ZoneInfo(text).key
    except (KeyError, ValueError, OSError):
        raise InputError(f"time zone {shown(text)} is not known: write it as Asia/Tokyo.") from None


def _works(value: str) -> str:
    return write_works(read_works(value))


def _former(value: str) -> str:
    return write_former(read_former(value))


CHECKS: dict[str, Callable[[str], str]] = {
    "name": _name,
    "email": _email,
    "organisation": _organisation,
    "ror": _ror,
    "orcid": _orcid,
    "gender": _gender,
    "sector": _sector,
    "languages": _languages,
    "time-zone": _time_zone,
    "works": _works,
    "former-organisations": _former,
}
