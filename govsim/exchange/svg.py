"""A picture as SVG text: the same bytes for the same picture, nothing fetched, every word escaped."""

from __future__ import annotations

from collections.abc import Iterable

from govsim.exchange.markup import escaped
from govsim.exchange.shapes import Box, Path, Picture, Shape, Text, Tipped, flat
from govsim.exchange.svg_style import PATTERNS, Theme, css


def svg_text(picture: Picture, theme: Theme = "light") -> str:
    """Return a picture as a document of its own, which scales to where it is shown."""
    return _root(picture, "g", f"<style>{css(theme)}</style>")


def svg_element(picture: Picture, prefix: str) -> str:
    """Return a picture as an element of a page that has the rules of ``svg_style.css``; *prefix* begins its ids.

    It carries its time axis as data, in milliseconds and units, for a script that marks an instant.
    """
    return _root(picture, prefix, "", _axis(picture))


def _axis(picture: Picture) -> str:
    if picture.axis is None:
        return ""
    first, after, x0, x1 = picture.axis
    ends = f'data-first="{first // 1000}" data-after="{after // 1000}"'
    return f' {ends} data-x0="{number(x0)}" data-x1="{number(x1)}"'


def _root(picture: Picture, prefix: str, style: str, more: str = "") -> str:
    width, height = number(picture.width), number(picture.height)
    used = {shape.fill for shape in flat(picture.shapes) if isinstance(shape, Box) and shape.fill}
    patterns = "".join(text.format(id=f"{prefix}-{name}") for name, text in PATTERNS.items() if name in used)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="govsim" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" role="img" aria-labelledby="{prefix}-title {prefix}-desc"{more}>\n'
        f'<title id="{prefix}-title">{escaped(picture.title)}</title>\n'
        f'<desc id="{prefix}-desc">{escaped(picture.description)}</desc>\n'
        f"{style}{f'<defs>{patterns}</defs>' if patterns else ''}\n"
        f"{_written(picture.shapes, prefix)}\n</svg>\n"
    )


def _written(shapes: Iterable[Shape], prefix: str) -> str:
    return "\n".join(_shape(shape, prefix) for shape in shapes)


def _shape(shape: Shape, prefix: str) -> str:
    match shape:
        case Box():
            fill = f' fill="url(#{prefix}-{shape.fill})"' if shape.fill else ""
            place = f'x="{number(shape.x)}" y="{number(shape.y)}"'
            size = f'width="{number(shape.width)}" height="{number(shape.height)}"'
            return f'<rect class="{shape.cls}" {place} {size}{fill}/>'
        case Path():
            return f'<path class="{shape.cls}" d="{shape.d}"/>'
        case Text():
            anchor = "" if shape.anchor == "start" else f' text-anchor="{shape.anchor}"'
            cls = f"{shape.cls} b" if shape.bold else shape.cls
            place = f'x="{number(shape.x)}" y="{number(shape.y)}" font-size="{number(shape.size)}"'
            return f'<text class="{cls}" {place}{anchor}>{escaped(shape.text)}</text>'
        case Tipped():
            # The separator is a line end: every browser shows it as one in a tooltip.
            tip = "\n".join(escaped(line) for line in shape.tip)
            return f"<g><title>{tip}</title>{_written(shape.shapes, prefix).replace(chr(10), '')}</g>"


def number(value: float) -> str:
    """Return a coordinate with at most two decimals."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
