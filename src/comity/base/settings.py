"""Where things are: one frozen object, and the only place that reads the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from comity.base.errors import InputError

PACKAGE = Path(__file__).resolve().parent.parent
WORKSPACE_FILE = "comity.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """Folders of a workspace.

    ``evidence`` are folders of cubes read together; ``reference`` is the shipped register.
    """

    root: Path | None
    evidence: Path
    reference: Path


def load_settings(path: Path | str | None = None, evidence: Path | str | None = None) -> Settings:
    """Build the settings from a workspace folder, else ``$COMITY_WORKSPACE``, else the starter.

    Raises:
        InputError: the workspace folder does not exist.
    """
    chosen = path if path is not None else os.environ.get("COMITY_WORKSPACE") or None
    root = None if chosen is None else Path(chosen)
    if root is not None and not root.is_dir():
        raise InputError(f"workspace {str(root)!r} is not a folder: create it or name another.")
    cube = PACKAGE / "starter"
    if evidence is not None:
        cube = Path(evidence)
    elif root is not None and (root / "evidence").is_dir():
        cube = root / "evidence"
    return Settings(root=root, evidence=cube, reference=PACKAGE / "reference" / "data")
