"""What the front door answers about a concrete case: is it eligible, and what to change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from comity.workspace_base import OpenedWorkspace

if TYPE_CHECKING:
    from comity.standing.cases import Case
    from comity.standing.eligibility import Eligibility


class EligibilityDesk(OpenedWorkspace):
    """The part of a workspace that holds a case against the rules of a call."""

    def eligible(self, case: Case | Path | str, programme: str, call: str) -> Eligibility:
        """Whether a case is eligible under a call: each rule passed, failed or unknown.

        Args:
            case: path of a YAML file (docs/eligibility.md), or a case already read.
            programme: ``sps`` or another programme of the register.
            call: as the programme numbers it, such as ``2024``.

        Returns:
            The answer (eligible, not eligible, unknown) and a row per rule with what the case
            says, what to change and the sources. All rules on record count, whenever they became
            public; Allies and partners are those of the day of submission.

        Raises:
            InputError: an unknown programme or call, or a case that cannot be read (file, line).
        """
        from comity.standing.cases import Case
        from comity.standing.eligibility import eligible, find_call
        from comity.standing.read_cases import read_case

        about, asked = find_call(self.register, programme, call)
        if not isinstance(case, Case):
            case = read_case(Path(case), about, self.register.nations)
        return eligible(self.register, case, about, asked)
