"""A swimlane laid out at some width: title, panels, legend, and what of it is drawn together."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from govsim.exchange.frame import NARROWEST, WIDEST, Frame, frame_of
from govsim.exchange.legend import drawn_legend
from govsim.exchange.lettering import clean, fitted, measure, wrapped
from govsim.exchange.panel_drawing import drawn_panel
from govsim.exchange.shapes import Box, Picture, Shape, Text, Tipped
from govsim.exchange.swimlane import Lane, Panel, Swimlane, Teller
from govsim.model.errors import GovsimError

MOST_LANES = 48
"""More lanes than this are drawn together: by organisation, or the smaller ones as one."""


def picture_of(swimlane: Swimlane, teller: Teller, width: int) -> Picture:
    """Return a swimlane as a picture of some width, as high as it needs.

    Raises:
        GovsimError: it would be too narrow to read, or absurdly wide.
    """
    if not NARROWEST <= width <= WIDEST:
        what = f"a picture cannot be {width} wide"
        raise GovsimError(what, hint=f"--width is from {NARROWEST} to {WIDEST}: 390 suits a phone, 1920 a slide")
    swimlane, counted, notes = _together(_cleaned(swimlane))
    frame = frame_of(swimlane, teller, width)
    axis = swimlane.first, swimlane.after, frame.x0, frame.x1
    picture = Picture(width, 0, swimlane.title, _description(swimlane, teller), axis)
    under: list[Shape] = []
    shapes: list[Shape] = []
    over: list[Shape] = []
    y = _header(frame, over)
    heaped = profiled = 0
    for panel in swimlane.panels:
        begin = y
        if len(swimlane.panels) > 1 or panel.hypothetical:
            y = _panel_title(frame, panel, over, y)
        drawn, y = drawn_panel(frame, panel, panel.lanes, counted, y)
        under, shapes, over = under + drawn.under, shapes + drawn.shapes, over + drawn.over
        heaped, profiled = heaped + drawn.heaped, profiled + drawn.profiled
        if panel.hypothetical:
            shapes.append(Box(4, begin, width - 8, y - begin + 2, "frame"))
        y += 14
    legend, y = drawn_legend(frame, shapes, y)
    over += legend
    y = _notes(frame, [*notes, *_aggregated(frame, heaped, profiled), *swimlane.notes], over, y)
    picture.height = y + 4
    picture.shapes = [Box(0, 0, width, picture.height, "paper"), *under, *shapes, *over]
    return picture


def _cleaned(swimlane: Swimlane) -> Swimlane:
    """Return a swimlane without control characters in what is measured."""
    panels = [
        replace(
            panel,
            lanes=tuple(
                replace(
                    lane,
                    title=clean(lane.title),
                    group=clean(lane.group),
                    bars=tuple(
                        bar if bar.label.isascii() and bar.label.isprintable() else replace(bar, label=clean(bar.label))
                        for bar in lane.bars
                    ),
                )
                for lane in panel.lanes
            ),
        )
        for panel in swimlane.panels
    ]
    return replace(swimlane, title=clean(swimlane.title), panels=tuple(panels))


# -- many lanes


def _together(swimlane: Swimlane) -> tuple[Swimlane, set[str], list[str]]:
    """Return a swimlane of no more lanes than can be read, which of them only count, and what to say of it."""
    lanes = [lane for panel in swimlane.panels for lane in panel.lanes]
    ids = list(dict.fromkeys(lane.id for lane in lanes))
    if len(ids) <= MOST_LANES:
        return swimlane, set(), []
    what = "posts" if swimlane.by == "post" else "people and organisations"
    groups = list(dict.fromkeys(lane.group for lane in lanes if lane.group))
    if len(groups) > 1 and swimlane.by == "post":
        key = {lane.id: lane.group for lane in lanes}
        note = f"{len(ids):,} posts are drawn as one lane for each organisation."
    else:
        key = {id_: id_ for id_ in ids}
        note = ""
    sizes: Counter[str] = Counter()
    for lane in lanes:
        sizes[key[lane.id]] += len(lane.bars)
    if len(sizes) > MOST_LANES:
        kept = {name for name, _ in sizes.most_common(MOST_LANES - 1)}
        rest = f"{len(sizes) - len(kept):,} more {'organisations' if note else what}"
        key = {id_: name if name in kept else rest for id_, name in key.items()}
        note += f" The {MOST_LANES - 1} with most tenures stand alone, {rest} share a lane."
    panels = tuple(replace(panel, lanes=tuple(_joined(panel.lanes, key))) for panel in swimlane.panels)
    counted = {name for name, count in Counter(key.values()).items() if count > 1}
    return replace(swimlane, panels=panels), counted, [note.strip()]


def _joined(lanes: tuple[Lane, ...], key: dict[str, str]) -> list[Lane]:
    """Return lanes joined by their keys, those that are not joined as they are, the rest last."""
    found: dict[str, list[Lane]] = {}
    for lane in lanes:
        found.setdefault(key[lane.id], []).append(lane)
    joined = []
    for name, its in found.items():
        if len(its) == 1:
            joined.append(its[0])
            continue
        bars = tuple(bar for lane in its for bar in lane.bars)
        differs = tuple(sorted((span for lane in its for span in lane.differs), key=lambda span: span.first))
        joined.append(Lane(name, f"{name} ({len(its):,})", "", bars, differs=differs))
    return sorted(joined, key=lambda lane: " more " in lane.id)


def _aggregated(frame: Frame, heaped: int, profiled: int) -> list[str]:
    notes = []
    if heaped or profiled:
        tenures = frame.swimlane.tenures
        alone = tenures - heaped - profiled
        notes.append(f"{tenures:,} tenures: {alone:,} drawn one by one." if alone else f"{tenures:,} tenures.")
    if heaped:
        width = "a pixel" if frame.sliver <= 1 else f"{frame.sliver:g} pixels"
        notes.append(f"{heaped:,} that are narrower than {width} are drawn together, with their number.")
    if profiled:
        notes.append(f"{profiled:,} are drawn as the number of those who hold office at once.")
    return notes


# -- words around the lanes


def _header(frame: Frame, over: list[Shape]) -> float:
    swimlane = frame.swimlane
    size = 16.0 if frame.narrow else 19.0
    y = 10.0
    for line in wrapped(swimlane.title, size, frame.x1 - frame.left, bold=True)[:3]:
        over.append(Text(frame.left, y + size, line, size, "ink", bold=True))
        y += size * 1.3
    said = f"{frame.teller.span(swimlane.first, swimlane.after)}; times in {swimlane.zone}"
    for line in wrapped(said, frame.size, frame.x1 - frame.left):
        over.append(Text(frame.left, y + frame.size * 1.1, line, frame.size, "soft"))
        y += frame.size * 1.4
    return y + 10


def _panel_title(frame: Frame, panel: Panel, over: list[Shape], y: float) -> float:
    size = frame.size + 0.5
    words = f"HYPOTHETICAL: branch {panel.branch}" if panel.hypothetical else f"Recorded history ({panel.branch})"
    text = fitted(words, size, frame.x1 - frame.left - 20, bold=True)
    base = y + size * 1.45
    if panel.hypothetical:
        width = measure(text, size, bold=True) + 16
        over.append(Box(frame.left, y + 4, width, size * 1.75, "differs"))
        label = Text(frame.left + 8, base + 1.5, text, size, "on-differs", bold=True)
        over.append(label if text == words else Tipped((words,), (label,)))
    else:
        over.append(Text(frame.left, base, text, size, "ink", bold=True))
    return y + size * 2.4


def _notes(frame: Frame, notes: list[str], over: list[Shape], y: float) -> float:
    size = frame.size - 1
    for line in wrapped(" ".join(notes), size, frame.x1 - frame.left):
        over.append(Text(frame.left, y + size, line, size, "soft"))
        y += size * 1.4
    return y + 6


def _description(swimlane: Swimlane, teller: Teller) -> str:
    lanes = {lane.id for panel in swimlane.panels for lane in panel.lanes}
    what = "posts" if swimlane.by == "post" else "people and organisations"
    said = [f"A swimlane of {swimlane.tenures:,} tenures in {len(lanes):,} lanes, one for each of the {what}"]
    said.append(f"from {teller.span(swimlane.first, swimlane.after)}")
    hypothetical = [panel.branch for panel in swimlane.panels if panel.hypothetical]
    if hypothetical:
        said.append(f"hypothetical: branch {', '.join(hypothetical)}")
    return ", ".join(said) + "."
