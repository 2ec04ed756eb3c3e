"""The ``comity`` command."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from cyclopts import App, CycloptsError, UnusedCliTokensError

from comity.base.errors import ComityError
from comity.base.memory import collect_seldom
from comity.base.settings import calm_linear_algebra
from comity.base.version import VERSION
from comity.cli import (
    agreements,
    backtest,
    brief,
    check,
    config,
    eligible,
    evidence,
    facts,
    model,
    opportunities,
    organisations,
    portfolio,
    programme,
    serve,
    side_by_side,
    standing,
    tables,
    uptake,
    works,
)

EXIT_BAD_INPUT = 2

app = App(
    name="comity",
    version=VERSION,
    help=(
        "Who is strong in what, who works with whom, and where cooperation would pay: "
        "computed from open data, with intervals and sources.\n\n"
        "Start with: comity brief JPN --against NATO"
    ),
    help_format="plaintext",
)
app.command(tables.strengths)
app.command(tables.ties)
app.command(opportunities.opportunities)
app.command(works.works)
app.command(organisations.organisations)
app.command(agreements.agreements)
app.command(uptake.uptake)
app.command(portfolio.portfolio)
app.command(brief.brief)
app.command(serve.serve)
app.command(config.config)
app.command(check.check)
app.command(backtest.backtest)
app.command(model.app)
for one in (*standing.COMMANDS, *side_by_side.COMMANDS):
    app.command(one)
app.command(eligible.eligible)
app.command(evidence.app)
app.command(facts.app)
app.command(programme.app)


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit code: 0 done, 2 bad input with one line on stderr."""
    try:
        app(list(arguments), exit_on_error=False, print_error=False, result_action="return_value")
        sys.stdout.flush()
    except UnusedCliTokensError as error:
        return _complain(_unexpected(error))
    except CycloptsError as error:
        return _complain(" ".join(str(error).split()) + " See comity --help.")
    except ComityError as error:
        return _complain(str(error))
    except BrokenPipeError:
        # The reader of our output has gone, as in `comity strengths JPN | head -1`.
        sys.stderr.close()
    except OSError as error:
        # What is left in the buffer must not fail once more when Python ends.
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
        return _complain(f"the output cannot be written ({error.strerror}): free the disk.")
    except Exception as error:
        if not _is_of_a_database(error):
            raise
        told = " ".join(str(error).split())
        return _complain(f"the database failed ({told}): see that it runs, then try again.")
    return 0


def main() -> None:
    """Entry point of the installed command."""
    collect_seldom()
    calm_linear_algebra()
    sys.exit(run(sys.argv[1:]))


def _is_of_a_database(error: Exception) -> bool:
    """Whether a database failed; the framework is loaded only by commands that need it."""
    framework = sys.modules.get("django.db.utils")
    # Its other errors are ours: a statement that is wrong, a row that must not be.
    return framework is not None and type(error) in {
        framework.OperationalError, framework.DatabaseError
    }  # fmt: skip


def _unexpected(error: UnusedCliTokensError) -> str:
    words = " ".join(repr(token) for token in error.unused_tokens or ())
    command = " ".join(("comity", *(error.command_chain or ())))
    if command == "comity ties":
        return f"unexpected {words}: put partners after --with."
    return f"unexpected {words}: see {command} --help."


def _complain(message: str) -> int:
    sys.stderr.write(f"comity: {message}\n")
    return EXIT_BAD_INPUT
