"""Where things are: one frozen object, and the only place that reads the environment."""

from __future__ import annotations

import os
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from comity.base.errors import InputError

PACKAGE = Path(__file__).resolve().parent.parent
STARTER = PACKAGE / "starter"
WORKSPACE_FILE = "comity.toml"
OPENALEX_URL = "https://api.openalex.org"
WEB_PREFIX = "COMITY_WEB_"
_KEYS = {"key", "url"}
_PARTS = {"openalex", "web"}


@dataclass(frozen=True, slots=True)
class Settings:
    """Folders of a workspace.

    ``evidence`` are folders of cubes read together; ``reference`` is the shipped register,
    ``facts`` the folder of the user's own facts beside it. The key and address of OpenAlex come
    from ``$OPENALEX_API_KEY`` and ``$COMITY_OPENALEX_URL``, else from ``key`` and ``url`` in the
    part ``[openalex]`` of the workspace's ``comity.toml``. ``web`` is its part ``[web]`` as it is
    written there. ``origins`` says where each of the others came from.
    """

    root: Path | None
    evidence: Path
    reference: Path
    facts: Path | None = None
    openalex_api_key: str | None = field(default=None, repr=False)
    openalex_url: str = OPENALEX_URL
    # What is written there may hold a token.
    web: Mapping[str, Any] = field(default_factory=dict, repr=False)
    origins: Mapping[str, str] = field(default_factory=dict, repr=False)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def java() -> str | None:
    """The Java that programs started from here take; none where there is none."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which(str(Path(home, "bin", "java")) if home else "java")


def web_variables() -> dict[str, str]:
    """What the environment tells the site: {name in small letters: text} of ``$COMITY_WEB_…``."""
    return {
        name.removeprefix(WEB_PREFIX).lower(): text.strip()
        for name, text in os.environ.items()
        if name.startswith(WEB_PREFIX)
    }


def child_environment() -> dict[str, str]:
    """The environment of a command that the site starts: without workspace, settings and keys."""
    return {
        name: text
        for name, text in os.environ.items()
        if not name.startswith(WEB_PREFIX) and name not in ("OPENALEX_API_KEY", "COMITY_WORKSPACE")
    }


def calm_linear_algebra() -> None:
    """One thread for sums over arrays, unless told otherwise; before the library is loaded.

    Ours are small: two threads take a sixth more processor time for the same wall time, and are
    several times slower where others use the machine.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@contextmanager
def environment(own: Mapping[str, str]) -> Iterator[None]:
    """Set variables for what is started meanwhile; afterwards they are as they were."""
    before = {name: os.environ[name] for name in own if name in os.environ}
    os.environ.update(own)
    try:
        yield
    finally:
        for name in own:
            os.environ.pop(name, None)
        os.environ.update(before)


def load_settings(
    path: Path | str | None = None,
    evidence: Path | str | None = None,
    facts: Path | str | None = None,
) -> Settings:
    """Build the settings from a workspace folder, else ``$COMITY_WORKSPACE``, else the starter.

    Own facts are in ``facts``, else in the folder of that name in the workspace.

    Raises:
        InputError: a folder does not exist, or the workspace's ``comity.toml`` cannot be used.
    """
    chosen = path if path is not None else os.environ.get("COMITY_WORKSPACE") or None
    root = None if chosen is None else Path(chosen)
    if root is not None and not root.is_dir():
        raise InputError(f"workspace {str(root)!r} is not a folder: create it or name another.")
    origins = {"workspace": "default" if root is None else "given"}
    if path is None and root is not None:
        origins["workspace"] = "$COMITY_WORKSPACE"
    cube, origins["evidence"] = STARTER, "default"
    if evidence is not None:
        cube, origins["evidence"] = Path(evidence), "given"
    elif root is not None and (root / "evidence").is_dir():
        cube, origins["evidence"] = root / "evidence", "workspace"
    own, origins["facts"] = None, "default"
    if facts is not None:
        own, origins["facts"] = Path(facts), "given"
        if not own.is_dir():
            raise InputError(
                f"facts {str(own)!r} is not a folder: name that of `comity facts import --facts`."
            )
    elif root is not None and (root / "facts").is_dir():
        own, origins["facts"] = root / "facts", "workspace"
    written, web = ({}, {}) if root is None else _written(root / WORKSPACE_FILE)
    for name, variable in (("key", "OPENALEX_API_KEY"), ("url", "COMITY_OPENALEX_URL")):
        origins[f"openalex_{name}"] = (
            f"${variable}"
            if _variable(variable)
            else WORKSPACE_FILE
            if name in written
            else "default"
        )
    return Settings(
        root=root,
        evidence=cube,
        reference=PACKAGE / "reference" / "data",
        facts=own,
        openalex_api_key=_variable("OPENALEX_API_KEY") or written.get("key"),
        openalex_url=_variable("COMITY_OPENALEX_URL") or written.get("url", OPENALEX_URL),
        web=web,
        origins=origins,
    )


def _variable(name: str) -> str:
    return os.environ.get(name, "").strip()


def _written(path: Path) -> tuple[dict[str, str], dict[str, Any]]:
    """What a workspace's file says of OpenAlex and of the site; nothing where there is no file."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, {}
    except (OSError, ValueError) as error:
        raise InputError(f"{str(path)!r} cannot be read ({error}): mend it.") from error
    part, web = content.get("openalex", {}), content.get("web", {})
    if not (
        content.keys() <= _PARTS
        and isinstance(part, dict)
        and part.keys() <= _KEYS
        and isinstance(web, dict)
    ):
        raise InputError(
            f"{str(path)!r} may hold a part [openalex] with key and url only, and a part [web]: "
            "mend it."
        )
    if not all(isinstance(value, str) for value in part.values()):
        # Without the value: it may be the key.
        raise InputError(f"{str(path)!r}: key and url of [openalex] are texts in quotes: mend it.")
    return {name: value.strip() for name, value in part.items() if value.strip()}, web
