"""A chart of seconds against size, both in powers of ten, as SVG."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 860, 480, 80, 30, 250, 50
COLOURS = ("#1b6ca8", "#c0392b", "#2d8659", "#8e44ad", "#b9770e", "#34495e", "#d35486", "#5d6d7e")
UNITS = {
    -6: "1 us",
    -5: "10 us",
    -4: "100 us",
    -3: "1 ms",
    -2: "10 ms",
    -1: "100 ms",
    0: "1 s",
    1: "10 s",
    2: "100 s",
    3: "1000 s",
}


def chart(measured: Mapping[int, Mapping[str, float]]) -> str:
    """Return one line for each thing measured, named at its right end."""
    sizes = sorted(measured)
    names = list(dict.fromkeys(name for its in measured.values() for name in its))
    seconds = [value for its in measured.values() for value in its.values()]
    low, high = floor(log10(min(seconds))), ceil(log10(max(seconds)))
    first, last = log10(sizes[0]), max(log10(sizes[-1]), log10(sizes[0]) + 1)

    def x(size: int) -> float:
        return LEFT + (log10(size) - first) / (last - first) * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return TOP + (high - log10(value)) / (high - low) * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"',
        ' font-family="sans-serif" font-size="12">',
        "<title>What a registry costs as it grows: time against tenures</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    for power in range(low, high + 1):
        at = y(10.0**power)
        parts.append(f'<path d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}" stroke="#dddddd"/>')
        parts.append(
            f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{UNITS.get(power, f"1e{power} s")}</text>'
        )
    parts += [
        f'<text x="{x(size):.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{size:,}</text>' for size in sizes
    ]
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle">tenures</text>')
    ends: list[tuple[float, float, str, str]] = []
    for name, colour in zip(names, COLOURS * 2, strict=False):
        points = [(x(size), y(measured[size][name])) for size in sizes if name in measured[size]]
        line = " ".join(f"{left:.1f},{down:.1f}" for left, down in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{left:.1f}" cy="{down:.1f}" r="3" fill="{colour}"/>' for left, down in points]
        ends.append((points[-1][1], points[-1][0], name, colour))
    lowest = 0.0
    for down, left, name, colour in sorted(ends):
        lowest = max(lowest + 14, down)  # names that would lie on one another move down
        parts.append(f'<text x="{left + 8:.1f}" y="{lowest + 4:.1f}" fill="{colour}">{escape(name)}</text>')
    return "\n".join([*parts, "</svg>", ""])
