"""A reliability plot as SVG: what was predicted against what came true."""

from __future__ import annotations

from collections.abc import Sequence

from comity.briefs.charts import FONT, GRID, INK, MUTED, PARTNER
from comity.indicators import ReliabilityBin

_SIZE, _LEFT, _TOP, _BOTTOM = 260, 60, 10, 40


def reliability_svg(bins: Sequence[ReliabilityBin], label: str) -> str:
    """Points on the diagonal came true as often as was said; bars are 95 % intervals.

    Args:
        bins: of one cut.
        label: what the picture shows, for readers who cannot see it; no markup.
    """
    top = _ceiling(max((max(b.predicted, b.high) for b in bins), default=1.0))

    def x(value: float) -> float:
        return _LEFT + _SIZE * value / top

    def y(value: float) -> float:
        return _TOP + _SIZE * (1.0 - value / top)

    def text(px: float, py: float, anchor: str, words: str) -> str:
        return f'<text x="{px:.1f}" y="{py:.1f}" text-anchor="{anchor}">{words}</text>'

    ticks = [top * step / 4 for step in range(5)]
    parts = [
        f'<line x1="{x(0):.1f}" x2="{x(top):.1f}" y1="{y(t):.1f}" y2="{y(t):.1f}" '
        f'stroke="{GRID}"/>{text(x(0) - 6, y(t) + 4, "end", f"{100 * t:.0f} %")}'
        f"{text(x(t), y(0) + 16, 'middle', f'{100 * t:.0f} %')}"
        for t in ticks
    ]
    parts.append(
        f'<line x1="{x(0):.1f}" y1="{y(0):.1f}" x2="{x(top):.1f}" y2="{y(top):.1f}" '
        f'stroke="{MUTED}" stroke-dasharray="4 3"/>'
    )
    parts += [
        f'<line x1="{x(b.predicted):.1f}" x2="{x(b.predicted):.1f}" y1="{y(b.low):.1f}" '
        f'y2="{y(b.high):.1f}" stroke="{PARTNER}"/>'
        f'<circle cx="{x(b.predicted):.1f}" cy="{y(b.observed):.1f}" r="4" fill="{PARTNER}">'
        f"<title>{100 * b.predicted:.1f} % predicted, {100 * b.observed:.1f} % came true, "
        f"{b.pairs} pairs</title></circle>"
        for b in bins
    ]
    width, height = _LEFT + _SIZE + 16, _TOP + _SIZE + _BOTTOM
    parts.append(text(_LEFT + _SIZE / 2, height - 6, "middle", "predicted chance"))
    parts.append(
        f'<text transform="translate(10 {_TOP + _SIZE / 2}) rotate(-90)" text-anchor="middle">'
        "came true</text>"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{label}" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="{FONT}, sans-serif" font-size="11" '
        f'fill="{INK}">{"".join(parts)}</svg>'
    )


def _ceiling(value: float) -> float:
    """The end of both axes: the next of 20, 40, 60, 80, 100 %."""
    return next(end for end in (0.2, 0.4, 0.6, 0.8, 1.0) if value <= end or end == 1.0)
