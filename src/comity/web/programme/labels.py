"""Labels as forms offer them: to whom, in words, and the label that each choice makes."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.translation import gettext as _

from comity.base.errors import InputError
from comity.programme.reading.views import ActivityView
from comity.programme.services.activities import label_for
from comity.programme.services.standing import ALLIANCE
from comity.safeguards.labels import Label, Level
from comity.safeguards.tokens import kind_and_value
from comity.web.programme.given import field, several
from comity.web.programme.inside import programme
from comity.web.showing import name_of
from comity.web.site import current

# The register has dozens of statuses; this one is what activities are opened to.
_PARTNERS = ("status:sto-enhanced-partner",)


def audiences() -> list[tuple[str, str]]:
    """Groups and statuses to which an activity may be opened besides the Alliance, with names."""
    register = current().workspace.register
    groups = [(f"group:{one.key}", one.name) for one in register.groups]
    statuses = [(f"status:{one.key}", one.name) for one in register.frameworks]
    chosen = [one for one in statuses if one[0] in _PARTNERS]
    return [one for one in groups if one[0] != ALLIANCE] + chosen


def audience_words(open_to: Iterable[str]) -> list[str]:
    """The Alliance and those besides to whom an activity is open, by their names."""
    register = current().workspace.register
    statuses = {f"status:{one.key}": one.name for one in register.frameworks}
    return ["NATO", *(statuses.get(t) or name_of(kind_and_value(t)[1]) for t in open_to)]


def nation_choices() -> list[tuple[str, str]]:
    """All nations of the register by name."""
    nations = current().workspace.register.nations
    return sorted(((code, nations.short(code)) for code in nations.codes()), key=lambda n: n[1])


def opened(request: HttpRequest) -> tuple[str, ...]:
    """To whom a form opens an activity: groups and statuses ticked, and nations named.

    Whether the register knows them is asked by the service.
    """
    named = tuple(f"nation:{code}" for code in several(request, "nations"))
    return several(request, "open_to") + named


def levels() -> list[str]:
    """The levels that this installation may hold, where there is more than one."""
    held = [level.text for level in Level if level <= programme().ceiling]
    return held if len(held) > 1 else []


def level(request: HttpRequest) -> Level:
    """The level of a form; public where none is asked.

    Raises:
        InputError: there is none such.
    """
    found = field(request, "level", 40)
    return Level.read(found) if found else Level.PUBLIC


def activity_choices() -> list[tuple[str, str]]:
    """To whom the record of an activity may be told."""
    return [
        ("open", _("the Alliance, those it is open to, and its body")),
        ("all", _("everybody")),
        ("body", _("its body only")),
    ]


def activity_labels(
    request: HttpRequest, body: str, open_to: tuple[str, ...]
) -> tuple[Label, Label]:
    """Labels of content and metadata of a new activity, as a form chose them.

    Raises:
        InputError: a choice or level that is none.
    """
    height = level(request)
    made = {
        "open": lambda: label_for(body, open_to, height),
        "all": lambda: _public(height),
        "body": lambda: Label.of(height, (f"body:{body}",)),
    }
    content, metadata = (_choice(request, n, made, "open") for n in ("content_to", "metadata_to"))
    return made[content](), made[metadata]()


def part_choices() -> list[tuple[str, str]]:
    """To whom what hangs on an activity may be told."""
    return [
        ("within", _("my nation, the body, and those with a role in the activity")),
        ("allies", _("the Alliance only")),
        ("own", _("my nation only")),
        ("alliance", _("these and the Alliance")),
        ("open", _("these, the Alliance and all to whom the activity is open")),
        ("nations", _("these and the nations named below")),
        ("all", _("everybody")),
    ]


def part_labels(
    request: HttpRequest, activity: ActivityView, nation: str
) -> tuple[Label, Label] | None:
    """Labels of content and metadata of a document or output, as a form chose them.

    None where all was left as it is: the service then gives what is usual.

    Raises:
        InputError: a choice, level or nation that is none.
    """
    height = level(request)
    within = (f"nation:{nation}", f"body:{activity.body}", f"activity:{activity.id}")
    register = current().workspace.register.nations
    named = [f"nation:{register.resolve(one)}" for one in several(request, "nations")]
    made = {
        "within": lambda: Label.of(height, within),
        "allies": lambda: Label.of(height, (ALLIANCE,)),
        "own": lambda: Label.of(height, (f"nation:{nation}",)),
        "alliance": lambda: Label.of(height, (*within, ALLIANCE)),
        "open": lambda: Label.of(height, (*within, ALLIANCE, *activity.open_to)),
        "nations": lambda: _named(height, within, named),
        "all": lambda: _public(height),
    }
    chosen = [_choice(request, name, made, "within") for name in ("content_to", "metadata_to")]
    if chosen == ["within", "within"] and not field(request, "level", 40):
        return None
    content, metadata = (made[one]() for one in chosen)
    return content, metadata


def _choice(request: HttpRequest, name: str, known: Iterable[str], usual: str) -> str:
    found = field(request, name, 20) or usual
    if found not in known:
        raise InputError(f"{found!r} is no choice of to whom it is told: choose one of the list.")
    return found


def _named(height: Level, within: tuple[str, ...], named: list[str]) -> Label:
    if not named:
        raise InputError("no nation is named: choose those to whom it is told.")
    return Label.of(height, (*within, *named))


def _public(height: Level) -> Label:
    """Open to everybody; what is above public cannot be, and the label says so itself."""
    return Label.public() if height == Level.PUBLIC else Label.of(height, ("ALL",))
