"""Mermaid: a Gantt chart of who held which post, which is drawn wherever Markdown is.

A bar is a time for which somebody certainly held a post; what is merely possible is a bar of its own, with a question
mark and in grey.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from govsim.exchange.losses import Losses
from govsim.exchange.protocol import Written
from govsim.exchange.story import Story
from govsim.model.header import organization_of
from govsim.model.instant import DAY, Instant, to_datetime
from govsim.replay.tenure import Tenure

_FORMAT = "YYYY-MM-DDTHH:mm"
_CODES = {char: f"#{ord(char)};" for char in '#;:,%<>"\\{}[]|`'}


def write(story: Story) -> Written:
    """Return the chart; that of a branch says that it is hypothetical."""
    losses = Losses()
    for entry in story.entries():
        if entry.type not in _TELLS_TENURES:
            losses.add(f"event of type {entry.type}", entry.ref.partition("/")[2])
    if any(True for _ in story.tenures()):
        losses.add("sources, notes and reasons of tenures")
    return Written(losses.all(), [f"{line}\n" for line in _lines(story)])


_TELLS_TENURES = {"hired", "fired", "resigned", "departed", "post_created", "post_abolished", "founded", "dissolved"}


def _lines(story: Story) -> Iterator[str]:
    first, last = _frame(story)
    if story.mark:
        yield f"%% {_plain(story.mark)}"
    yield "gantt"
    yield f"    title {_plain(f'{story.title} (times in {story.zone_name})')}"
    yield f"    dateFormat {_FORMAT}"
    yield "    axisFormat %Y-%m-%d"
    section = ""
    for number, tenure in enumerate(story.tenures()):
        if tenure.post != section:
            section = tenure.post
            whose = story.world.organizations[organization_of(section)].name
            yield f"    section {_plain(f'{story.world.posts[section].title} ({whose})')}"
        yield from _bars(story, tenure, number, first, last)


def _bars(story: Story, tenure: Tenure, number: int, first: Instant, last: Instant) -> Iterator[str]:
    capacity = "" if tenure.capacity == "regular" else f" ({tenure.capacity})"
    name = _plain(f"{story.world.party(tenure.party).name}{capacity}")
    start, sure_from = _within(tenure.start_earliest, first, last), _within(tenure.start_latest, first, last)
    sure_to, end = _within(tenure.end_earliest, first, last), _within(tenure.end_latest, first, last)
    if tenure.is_doubtful:
        sure_from = sure_to = end
    elif tenure.doubt_from < sure_to:
        sure_to = max(sure_from, _within(tenure.doubt_from, first, last))
    if sure_from >= sure_to:
        parts = [(start, end, False)]
    else:
        parts = [(start, sure_from, False), (sure_from, sure_to, True), (sure_to, end, False)]
    for place, (begin, stop, is_sure) in enumerate(parts):
        if begin < stop:
            tag, shown = ("active", name) if is_sure else ("done", f"{name} ?")
            times = f"{_time(story, begin)}, {_time(story, stop)}"
            yield f"    {shown} :{tag}, t{number}-{place}, {times}"


def _frame(story: Story) -> tuple[Instant, Instant]:
    """Return from when to when the chart goes: what the records cover, else a little beyond what they tell."""
    known = [side for tenure in story.tenures() for side in tenure.edges if _LEAST < side < _MOST]
    known += [entry.latest for entry in story.entries() if _LEAST < entry.latest < _MOST]
    spans = [told.header.covers.span for told in story.records]
    firsts, lasts = (
        [span[0] for span in spans if span[0] is not None],
        [span[1] for span in spans if span[1] is not None],
    )
    first = min(firsts) if firsts and len(firsts) == len(spans) else min(known, default=0) - 30 * DAY
    last = max(lasts) if lasts and len(lasts) == len(spans) else max(known, default=0) + 30 * DAY
    return first, last if story.at is None else min(last, story.at + DAY)


_LEAST, _MOST = -(2**55), 2**55
"""Within a thousand years of now; what lies beyond is an open side."""


def _within(instant: Instant, first: Instant, last: Instant) -> Instant:
    return min(max(instant, first), last)


def _time(story: Story, instant: Instant) -> str:
    # What ends a microsecond before a minute ends with it.
    at: datetime = to_datetime(instant + 1 if (instant + 1) % 60_000_000 == 0 else instant, story.zone)
    return f"{at.year:04}-{at:%m-%dT%H:%M}"


def _plain(text: str) -> str:
    """Return a text in which nothing means anything to Mermaid."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return "".join(_CODES.get(char, char) for char in line)
