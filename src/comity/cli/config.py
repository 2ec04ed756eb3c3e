"""``comity config``."""

from __future__ import annotations

from comity.base.settings import load_settings
from comity.cli.options import AsJson, Evidence, Facts
from comity.cli.printing import aligned, print_json


def config(*, as_json: AsJson = False, evidence: Evidence = None, facts: Facts = None) -> None:
    """List every setting, its value and where it came from; of a secret only whether it is set.

    A setting is the default, else that of comity.toml (parts [openalex] and [web]), else that of
    the environment (COMITY_WEB_RATE for web.rate).

    Example: comity config --json
    """
    import sys

    from comity.web.configuration import told

    listed = told(load_settings(evidence=evidence, facts=facts))
    if as_json:
        print_json([
            {"name": t.name, "value": t.value, "from": t.origin, "meaning": t.help} for t in listed
        ])  # fmt: skip
        return
    rows = [(t.name, _shown(t.value), t.origin, t.help) for t in listed]
    lines = aligned(("setting", "set to", "from", "meaning"), rows)
    sys.stdout.write("\n".join(lines) + "\n")


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value) or "–"
