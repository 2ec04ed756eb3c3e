"""Comity: who is strong in what, who works with whom, and where cooperation would pay.

import comity

ws = comity.open()
ws.advantage(["JPN", "KOR"], technologies=["semiconductors"])
ws.affinity("JPN", "NATO")
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from comity.base.version import VERSION

if TYPE_CHECKING:
    from comity.workspace import Workspace

__version__ = VERSION
__all__ = ["__version__", "open"]


def open(
    path: Path | str | None = None,
    *,
    evidence: Path | str | None = None,
    facts: Path | str | None = None,
) -> Workspace:
    """Open a workspace folder, else ``$COMITY_WORKSPACE``, else the starter evidence.

    Args:
        path: a workspace folder (``comity.toml``, ``evidence/``, ``facts/``).
        evidence: a folder with a cube, in place of the workspace's own.
        facts: a folder with own facts, in place of the workspace's own.

    Raises:
        InputError: a folder does not exist.
        EvidenceError: there is no cube in it.
    """
    # Imported late: naming the package must not load the table and number libraries.
    from comity.base.settings import load_settings
    from comity.workspace import Workspace

    return Workspace(load_settings(path, evidence, facts))
