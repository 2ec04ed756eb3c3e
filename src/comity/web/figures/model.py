"""A figure: parameters and the function that draws it from answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from comity.web.questions.model import Asked, Parameter
from comity.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Drawing:
    """A Vega-Lite specification with what is said to those who do not see it.

    ``table`` is the address of the table that holds the same. A drawing of our own is ``svg``,
    in the light and the dark theme, and has no specification.
    """

    spec: dict[str, Any]
    caption: str
    alternative: str
    table: str = ""
    svg: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """A declared figure; ``draw`` gives None where there is nothing to draw."""

    key: str
    title: str
    parameters: tuple[Parameter, ...]
    draw: Callable[[Workspace, Asked], Drawing | None]
