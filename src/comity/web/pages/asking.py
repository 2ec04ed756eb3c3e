"""How pages ask: a question by key with plain texts, as its address would."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.http import HttpRequest, HttpResponse

from comity.base.dates import parse_day
from comity.base.errors import ComityError, InputError
from comity.web.figures.model import Drawing, Figure
from comity.web.figures.registry import FIGURES
from comity.web.figures.sizes import box
from comity.web.missing import nearest
from comity.web.questions.model import Answer, Asked
from comity.web.questions.registry import QUESTIONS
from comity.web.showing import Shown, TableView
from comity.web.site import current


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure on a page and where its files are."""

    figure: Figure
    asked: Asked
    drawing: Drawing

    def box(self, size: str = "narrow") -> tuple[int, int]:
        """Width and height of the picture in pixels."""
        return box(self.drawing.spec, self.drawing.svg.get("light", ""), size)

    def file(self, extension: str, theme: str = "", size: str = "") -> str:
        """The address of the picture."""
        other = {name: text for name, text in (("theme", theme), ("size", size)) if text}
        return f"/figures/{self.figure.key}.{extension}?{self.asked.query(**other)}"


def draw(key: str, on: dt.date, **given: str) -> FigureView | None:
    """A figure for a page; none where there is nothing to draw."""
    site = current()
    figure = FIGURES[key]
    texts = {name: text for name, text in given.items() if text} | {"on": on.isoformat()}
    asked = site.parse(figure.parameters, texts)
    try:
        drawing = figure.draw(site.workspace, asked)
    except ComityError:
        return None
    return None if drawing is None else FigureView(figure, asked, drawing)


def day_asked(request: HttpRequest) -> dt.date:
    """The day a page is asked for: ``on``, else today.

    Raises:
        InputError: it is no day, or one in the future.
    """
    text, today = request.GET.get("on", "").strip(), current().today()
    day = parse_day(text, "on") if text else today
    if day > today:
        raise InputError(f"on {day} is in the future: choose today or earlier.")
    return day


View = Callable[..., HttpResponse]


def takes(*names: str, joins: bool = False) -> Callable[[View], View]:
    """Let a page take these parameters and ``on``, each once, and refuse every other.

    ``joins`` is for pages that make one of a parameter that is repeated.
    """
    known = (*names, "on")

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, **parts: str) -> HttpResponse:
            if request.method == "GET":
                _refuse_others(request, known, joins)
            return view(request, **parts)

        return checked

    return decorate


def _refuse_others(request: HttpRequest, known: tuple[str, ...], joins: bool) -> None:
    for name, texts in request.GET.lists():
        if name not in known:
            raise InputError(f"unknown parameter {name!r}: {nearest(name, known)}")
        if len(texts) > 1 and not joins:
            raise InputError(f"parameter {name!r} is given {len(texts)} times: give it once.")


def ask(
    key: str, title: str, shown: tuple[Shown, ...], on: dt.date, most: int = 30, **given: str
) -> TableView:
    """A table for a page; where there is nothing to answer with, the reason stands in its notes."""
    site = current()
    question = QUESTIONS[key]
    texts = {name: text for name, text in given.items() if text} | {"on": on.isoformat()}
    asked = site.parse(question.parameters, texts)
    try:
        answer = question.answer(site.workspace, asked)
    except ComityError as error:
        answer = Answer((), (str(error),))
    return TableView(question, asked, answer, shown, title, most)
