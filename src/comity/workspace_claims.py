"""What the front door answers about a document's statements."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from comity.workspace_base import OpenedWorkspace
from comity.workspace_words import DayLike, day_of

if TYPE_CHECKING:
    from comity.claims.check import ClaimTable


class ClaimDesk(OpenedWorkspace):
    """The part of a workspace that checks claims."""

    def check(
        self, claims: Path | str | None = None, on: DayLike = None, document: str | None = None
    ) -> ClaimTable:
        """Hold a document's claims against reference and evidence.

        Args:
            claims: a YAML file of claims (docs/claims.md); the shipped report's without one.
            on: the last day by which a fact may have become public; today by default. Series end
                before the year of the document.
            document: key of the source whose claims are checked; of a file, of those that name
                none.

        Returns:
            ``rows``, each with verdict, reason, evidence, dates and what would settle it, and what
            is said of the document's bibliography.

        Raises:
            InputError: no such file or document, or no claims of it.
            RegisterError: an entry of the file breaks the schema.
        """
        from comity.base.errors import InputError, NothingError
        from comity.claims.check import check_table
        from comity.claims.load import load_claims

        day = day_of(on)
        if claims is not None:
            file = load_claims(Path(claims), self.register, document)
            entries = [*self.register.bibliography, *file.bibliography]
            return check_table(self.analysis, file.claims, day, file.sources, entries)
        own = [c for c in self.register.claims if document in (None, c.of_document)]
        if not own:
            shipped = sorted({c.of_document for c in self.register.claims})
            raise InputError(
                f"no claims of document {document!r}: those shipped are of {', '.join(shipped)}."
            )
        known = self.register.known(own, day)
        if not known:
            raise NothingError(
                f"the document of these claims was not public on {day}: give a later day."
            )
        return check_table(self.analysis, known, day)
