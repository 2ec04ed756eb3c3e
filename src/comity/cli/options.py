"""Options that several commands share, spelled once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

Evidence = Annotated[
    Path | None, Parameter(name="--evidence", help="Folder with a cube; the starter by default.")
]
Facts = Annotated[
    Path | None,
    Parameter(name="--facts", help="Folder of own facts; facts/ of the workspace by default."),
]
On = Annotated[
    str | None,
    Parameter(
        name="--on",
        help="Day whose memberships count and before whose year windows end (YYYY-MM-DD).",
    ),
]
Kind = Annotated[str | None, Parameter(name="--kind", help="publication, patent or project.")]
Window = Annotated[
    str | None,
    Parameter(name="--window", help="Years as 2016-2020; the last five of each series by default."),
]
Replace = Annotated[
    bool,
    Parameter(
        name="--replace", negative="", help="Replace a series though it was made from other files."
    ),
]
AsJson = Annotated[bool, Parameter(name="--json", negative="", help="Print JSON and nothing else.")]
AsCsv = Annotated[bool, Parameter(name="--csv", negative="", help="Print CSV and nothing else.")]
Database = Annotated[
    str,
    Parameter(name="--database", help="File of SQLite, or postgresql://user@host/name."),
]
KeysFile = Annotated[
    Path | None,
    Parameter(name="--keys", help="The programme's keys; beside a database that is a file."),
]
