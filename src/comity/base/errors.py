"""The one small tree of errors that mean "cannot go on".

    ComityError              base of everything Comity raises on purpose
    ├── InputError           what the user gave cannot be used (argument, table, date)
    │   └── NothingError     it can be used, and there is nothing on it: an empty answer is true too
    ├── RegisterError      a shipped or imported fact breaks a rule of the register
    ├── EvidenceError        the cube is missing, damaged or does not hold what was asked
    └── OutputError          a result could not be written

Each takes one line that says what is wrong and what to do. A refusal that follows from a rule is
a value with reasons, not an error; a row that cannot be read is a counted reject, not an error.
"""

from __future__ import annotations


class ComityError(Exception):
    """Base of all errors that Comity raises on purpose; its text is one line for the user."""


class InputError(ComityError):
    """What the user gave cannot be used."""


class NothingError(InputError):
    """What the user asked can be asked, and the evidence holds nothing on it."""


class RegisterError(ComityError):
    """A fact of the reference breaks a rule of the register."""


class EvidenceError(ComityError):
    """The evidence is missing, damaged or does not hold what was asked for."""


class OutputError(ComityError):
    """A result could not be written; what was there before is untouched."""
