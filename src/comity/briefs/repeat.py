"""Commands that a brief prints, so that they give its numbers again."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from comity.base.settings import STARTER

# ``comity``, its command, and the options and plain words after it; a comma, a semicolon or a full
# stop with a space ends it.
_COMMAND = re.compile(r"\bcomity [a-z]+(?: (?:--[a-z]+|\w[\w:.-]*\w|\w))*")


def repeatable(text: str, evidence: Path) -> str:
    """Every command of a text with the evidence that it needs; the starter needs no naming."""
    if evidence == STARTER:
        return text
    option = f" --evidence {shlex.quote(str(evidence))}"
    return _COMMAND.sub(lambda found: found[0] + option, text)
