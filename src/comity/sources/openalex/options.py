"""What a build of OpenAlex works takes in, and what it leaves out and why."""

from __future__ import annotations

from dataclasses import dataclass

from comity.base.errors import InputError
from comity.sources.openalex.lookups import TYPES

# Why a work is left out; each is a counted reject of the manifest.
RETRACTED = "retracted"
XPAC = "of the extension (is_xpac)"
OTHER_TYPE = "of a type not asked for"
OTHER_YEAR = "of a year not asked for"
NO_YEAR = "without a year"
NO_ID = "without an OpenAlex id"
NOT_JSON = "not a JSON object"
CUT_SHORT = "the file's compression is cut short or damaged"
EMPTY = "an empty file"
NO_GZIP = "the file is not gzip, though its name says so"
DAMAGED = "the Parquet file is damaged or of another shape"
NO_WORKS = "the Parquet file has no column 'id'"
AGAIN = "the same work again"
# What the build is asked to leave out; the other reasons are faults of the files.
LEFT_OUT = frozenset({RETRACTED, XPAC, OTHER_TYPE, OTHER_YEAR})
# Too many of these, and the files are not what they are taken for.
UNUSABLE = frozenset({NO_YEAR, NO_ID, NOT_JSON, NO_GZIP, DAMAGED, NO_WORKS})
FIRST_YEAR, LAST_YEAR = 1000, 2100


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Options of a build; all of them stand in the manifest.

    ``text`` also matches phrases in titles and abstracts. ``snapshot`` is the date of the download.
    ``resolve`` reads nations from raw affiliations where OpenAlex gives none.
    """

    text: bool = False
    snapshot: str = ""
    xpac: bool = False
    retracted: bool = False
    types: tuple[str, ...] = ()
    first: int = FIRST_YEAR
    last: int = LAST_YEAR
    resolve: bool = False

    def __post_init__(self) -> None:
        """Refuse what no work can meet."""
        for name in self.types:
            if name not in TYPES:
                raise InputError(f"unknown work type {name!r}: choose from {', '.join(TYPES[1:])}.")
        if self.first > self.last:
            raise InputError(f"no year from {self.first} to {self.last}: mend --from or --until.")

    def described(self) -> list[str]:
        """The options in words, for the manifest."""
        years = (
            "all years" if (self.first, self.last) == (FIRST_YEAR, LAST_YEAR)
            else f"years {max(self.first, FIRST_YEAR)}–{self.last}"
        )  # fmt: skip
        return [
            f"Options: {years}; types {', '.join(self.types) or 'all'}; works of the extension "
            f"(is_xpac) {'counted' if self.xpac else 'left out'}; retracted works "
            f"{'counted' if self.retracted else 'left out'}; technologies by "
            f"{'topics and phrases in titles and abstracts' if self.text else 'topics'}; nations "
            f"{'also read from raw affiliations' if self.resolve else 'as OpenAlex gives them'}.",
            *_trap(self.snapshot, self.retracted),
        ]


def _trap(snapshot: str, retracted: bool) -> list[str]:
    """The two snapshots whose retraction flags are partly false."""
    if snapshot not in ("2024-01-24", "2024-02-27") or retracted:
        return []
    return [
        f"The snapshot of {snapshot} flags about 2,300 works as retracted that are not; they are "
        "left out here. Take another snapshot, or count retracted works."
    ]
