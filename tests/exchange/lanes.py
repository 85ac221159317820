"""Swimlanes made in memory, drawn, and taken apart again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from xml.etree import ElementTree as ET

from govsim.exchange.picture import picture_of
from govsim.exchange.shapes import Picture, Text
from govsim.exchange.svg import svg_text
from govsim.exchange.swimlane import Bar, Lane, Mark, Panel, Piece, Swimlane
from govsim.model.instant import DAY, Instant, to_rfc3339, zone_named

SVG = "{http://www.w3.org/2000/svg}"
UTC = zone_named("UTC")


class Plain:
    """Tells of bars and marks by what they are called."""

    def bar(self, panel: Panel, lane: Lane, bar: Bar) -> list[str]:
        return [f"{bar.label}: {lane.title}", panel.branch]

    def mark(self, panel: Panel, mark: Mark) -> list[str]:
        return [mark.event, panel.branch]

    def span(self, first: Instant, after: Instant) -> str:
        return f"{to_rfc3339(first)} to {to_rfc3339(after)}"


def bar(
    label: str,
    first: int,
    after: int,
    capacity: str = "regular",
    *,
    maybe: Sequence[int] = (),
    post: str = "org/ceo",
    party: str | None = None,
) -> Bar:
    """Return a bar over some days; between the days of *maybe* and its nearer end it is only possible."""
    edges = sorted({first, after, *maybe})
    unsure = {(first, maybe[0])} if maybe else set()
    unsure |= {(maybe[-1], after)} if len(maybe) > 1 else set()
    pieces = tuple(Piece(a * DAY, b * DAY, capacity, (a, b) not in unsure) for a, b in pairwise(edges))
    return Bar(label, party or label, post, pieces, f"r/{label}-in", f"r/{label}-out")


def lane(*bars: Bar, title: str = "Chief", single: bool = False, group: str = "Org") -> Lane:
    return Lane("org/ceo", title, group, bars, single=single)


def swimlane(*lanes: Lane, days: int = 100, marks: Sequence[Mark] = (), title: str = "A history") -> Swimlane:
    return Swimlane(title, "post", 0, days * DAY, UTC, (Panel("main", False, lanes, tuple(marks)),))


def drawn(shown: Swimlane, width: int = 1200) -> Picture:
    return picture_of(shown, Plain(), width)


def parsed(picture: Picture) -> ET.Element:
    """Return a picture's SVG, read by a strict parser."""
    return ET.fromstring(svg_text(picture))  # noqa: S314 - our own picture


def words(element: ET.Element) -> list[str]:
    return ["".join(text.itertext()) for text in element.iter(f"{SVG}text")]


def tips(element: ET.Element) -> list[str]:
    """Return every tooltip."""
    return [group.findtext(f"{SVG}title") or "" for group in element.iter(f"{SVG}g")]


def faults(picture: Picture) -> list[str]:
    """Return which words of a picture lie on each other or leave it."""
    found = []
    texts = [text for text in picture.texts if text.text.strip()]
    for text in texts:
        left, top, right, bottom = text.box
        if left < 0 or top < 0 or right > picture.width + 0.01 or bottom > picture.height:
            found.append(f"leaves the picture: {text}")
    by_line = sorted(texts, key=lambda text: text.box[1])
    for index, one in enumerate(by_line):
        for other in by_line[index + 1 :]:
            if other.box[1] >= one.box[3]:
                break
            if _overlap(one, other):
                found.append(f"overlap: {one} {other}")
    return found


def _overlap(one: Text, other: Text) -> bool:
    a, b = one.box, other.box
    return a[0] < b[2] - 0.01 and b[0] < a[2] - 0.01 and a[1] < b[3] - 0.01 and b[1] < a[3] - 0.01
