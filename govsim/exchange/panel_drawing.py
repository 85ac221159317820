"""One panel of a picture: the time axis, the events, and the lanes under each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from govsim.exchange.bar_drawing import drawn_item, drawn_label
from govsim.exchange.frame import Frame
from govsim.exchange.lane_rows import MOST_ROWS, Heap, Packing, packed, profile
from govsim.exchange.lettering import fitted, measure
from govsim.exchange.mark_drawing import STRIP, event_strip, mark_line, named_marks
from govsim.exchange.shapes import Box, Path, Shape, Text, Tipped
from govsim.exchange.svg import number
from govsim.exchange.swimlane import Lane, Panel
from govsim.exchange.time_axis import Axis, axis_of

_PROFILE = 36.0
_BETWEEN = 9.0
_MERGED_TITLE = 8
_TALL = 620.0
"""A panel higher than this has its axis below as well."""


@dataclass(slots=True)
class Drawn:
    """Shapes in the order in which they lie on each other, and what they could not show one by one."""

    under: list[Shape] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    over: list[Shape] = field(default_factory=list)
    heaped: int = 0
    profiled: int = 0


def drawn_panel(
    frame: Frame, panel: Panel, lanes: Sequence[Lane], counted: set[str], top: float
) -> tuple[Drawn, float]:
    """Return a panel as shapes and where it ends; *counted* lanes are drawn as the number of their holders."""
    drawn = Drawn()
    swimlane = frame.swimlane
    axis = axis_of(swimlane.first, swimlane.after, swimlane.zone, frame.x1 - frame.x0, frame.size - 1)
    begin = top
    drawn.over += _axis(frame, axis, top, above=True)
    y = top + 2.6 * frame.size + 4
    if panel.marks:
        drawn.shapes += event_strip(frame, panel, y + STRIP / 2)
        drawn.over += _title(
            frame,
            f"{len(panel.marks):,} event{'s' * (len(panel.marks) != 1)}",
            y + STRIP / 2 + frame.size * 0.36,
            "soft",
        )
        y += STRIP
    height, named = named_marks(frame, panel, y)
    drawn.over += [text for _, _, _, text in named]
    lines, y = [(mark, x, at) for mark, x, at, _ in named], y + height + 4
    group = ""
    several = len({lane.group for lane in lanes if lane.group}) > 1
    for lane in lanes:
        if several and lane.group != group:
            group = lane.group
            y = _heading(frame, drawn, group, y)
        y = _lane(frame, panel, lane, drawn, y, counted=lane.id in counted)
    drawn.under += [
        Path(f"M{number(frame.x(tick.at))} {number(begin + frame.size)}V{number(y)}", "grid") for tick in axis.ticks
    ]
    for mark, x, at in lines:
        drawn.shapes += mark_line(frame, panel, mark, x, at, y)
    if y - begin > _TALL:
        drawn.over += _axis(frame, axis, y + 2, above=False)
        y += 1.4 * frame.size + 4
    return drawn, y


def _axis(frame: Frame, axis: Axis, top: float, *, above: bool) -> Iterator[Shape]:
    """Yield the labels of the axis; *above* the lanes with the headings over them."""
    size = frame.size - 1
    base = top + size
    if above:
        for stage in axis.stages:
            x0, x1 = frame.x(stage.first), frame.x(stage.after)
            label = next((label for label in stage.labels if measure(label, size, bold=True) <= x1 - x0 - 8), None)
            if label:
                yield Text(x0 + 3, base, label, size, "ink", bold=True)
            if stage.first > frame.swimlane.first:
                yield Path(f"M{number(x0)} {number(top)}V{number(base + size * 1.6)}", "rule")
        base += size * 1.35
    end = float("-inf")
    for tick in axis.ticks:
        x = frame.x(tick.at) + 3
        width = measure(tick.label, size)
        if x >= end and x + width <= frame.x1:
            yield Text(x, base, tick.label, size, "soft")
            end = x + width + 4
    line = base + size * 0.45 if above else top
    yield Path(f"M{number(frame.x0)} {number(line)}H{number(frame.x1)}", "axis")


def _heading(frame: Frame, drawn: Drawn, group: str, y: float) -> float:
    y += 4
    base = y + frame.size
    text = fitted(group, frame.size, frame.x1 - frame.left, bold=True)
    drawn.over.append(_told(Text(frame.left, base, text, frame.size, "ink over", bold=True), group))
    return y + frame.size * 1.5


def _title(frame: Frame, title: str, base: float, cls: str) -> list[Shape]:
    """Return the words in the column of titles; on a narrow picture they lie over the ground, else left of it."""
    if frame.narrow and cls == "soft":
        return []
    text = fitted(title, frame.size, frame.column)
    return [_told(Text(frame.left, base, text, frame.size, cls), title)]


def _told(text: Text, full: str) -> Shape:
    return text if text.text == full else Tipped((full,), (text,))


def _lane(frame: Frame, panel: Panel, lane: Lane, drawn: Drawn, y: float, *, counted: bool) -> float:
    """Draw a lane whose rows begin at *y*, or below its title on a narrow picture, and return where the next begins."""
    packing = None if counted else packed(lane, frame.room)
    if packing is not None and packing.rows > MOST_ROWS:
        packing = None
    title = f"≠ {lane.title}" if lane.differs else lane.title
    y += 3
    if frame.narrow:
        drawn.over += _title(frame, title, y + frame.size, "ink over")
        y += frame.size * 1.5
    else:
        drawn.over += _title(frame, title, y + frame.row / 2 + frame.size * 0.36, "ink")
    brackets = 5.0 if lane.disputes else 0.0
    top = y + brackets
    height = _profile(frame, lane, drawn, top) if packing is None else _packed(frame, panel, lane, drawn, top, packing)
    _disputed(frame, lane, drawn, y, top, height)
    y = top + height
    if lane.differs:
        for span in lane.differs:
            x0, x1 = frame.x(span.first), frame.x(span.after)
            words = f"{lane.title}: the branches differ", frame.teller.span(span.first, span.after)
            drawn.shapes.append(Tipped(words, (Box(x0, y + 2, max(2.0, min(x1, frame.x1) - x0), 4, "differs"),)))
        y += 6
    y += _BETWEEN
    drawn.under.append(Path(f"M{number(frame.left)} {number(y - 3)}H{number(frame.x1)}", "grid"))
    return y


def _disputed(frame: Frame, lane: Lane, drawn: Drawn, bracket: float, top: float, height: float) -> None:
    """Hatch what is disputed, once where disputes overlap, with a bracket over each."""
    done = float("-inf")
    for dispute in sorted(lane.disputes, key=lambda dispute: dispute.first):
        x0, x1 = frame.x(dispute.first), frame.x(dispute.after)
        x1 = min(frame.x1, max(x1, x0 + 3))
        if x1 > done:
            begin = max(x0, done)
            drawn.shapes.append(Box(begin, top, x1 - begin, height, "disputed off", "disputed"))
        done = max(done, x1)
        tip = f"{lane.title}: disputed", frame.teller.span(dispute.first, dispute.after), f"because of {dispute.event}"
        line = f"M{number(x0)} {number(top)}V{number(bracket)}H{number(x1)}V{number(top)}"
        drawn.shapes.append(Tipped(tip, (Path(line, "bracket"),)))


def _packed(frame: Frame, panel: Panel, lane: Lane, drawn: Drawn, top: float, packing: Packing) -> float:
    if not packing.placed:
        words = "holds nothing here" if frame.swimlane.by == "person" else "nothing known here"
        base = top + frame.row / 2 + frame.size * 0.36
        drawn.over.append(Text(frame.x0 + 5, base, words, frame.size, "soft i over off"))
    for placed in packing.placed:
        drawn.shapes.append(drawn_item(frame, panel, lane, placed, top))
        label = drawn_label(frame, placed, top)
        drawn.over += [] if label is None else [label]
        drawn.heaped += len(placed.item.bars) if isinstance(placed.item, Heap) else 0
    return max(1, packing.rows) * (frame.row + 3) - 3


def _profile(frame: Frame, lane: Lane, drawn: Drawn, top: float) -> float:
    """Draw how many hold at once, and return how high that is."""
    steps = profile(lane.bars, frame.room)
    most = max((count for _, count in steps), default=0)
    base, scale = top + _PROFILE, (_PROFILE - frame.size - 3) / max(1, most)
    path = f"M{number(frame.x0)} {number(base)}"
    for x, count in steps:
        path += f"H{number(x)}V{number(base - count * scale)}"
    tenures = sum(bar.kind == "tenure" for bar in lane.bars)
    said = f"{tenures:,} tenures, at most {most:,} at once"
    tip = lane.title, said, "the height is the number of certain holders"
    drawn.shapes.append(Tipped(tip, (Path(f"{path}H{number(frame.x1)}V{number(base)}Z", "profile"),)))
    drawn.over.append(
        Text(
            frame.x0 + 3,
            top + frame.size * 0.9,
            fitted(said, frame.size, frame.x1 - frame.x0 - 6),
            frame.size,
            "soft over off",
        )
    )
    drawn.profiled += tenures
    return _PROFILE
