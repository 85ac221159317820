"""What the sections of a report's page have in common."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import tzinfo

from govsim.exchange.page import Html, Part, html
from govsim.model.bound import Bound
from govsim.model.instant import Instant, to_datetime
from govsim.replay.world import END
from govsim.service.text import clock, when


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a page: its id, its heading, and what is in it."""

    id: str
    title: str
    parts: Html


def reference(ref: str, words: str, shown: Collection[str]) -> Part:
    """Return a link to an event of the page's timeline, or the words alone where the page does not have it."""
    return html("a", words, href=f"#{ref}") if ref in shown else words


def said_at(at: Instant, zone: tzinfo) -> str:
    """Return an instant in words; the last one of a day as its end, which is what a written day comes down to."""
    if abs(at) >= END:
        return "a time that is not known"
    end = to_datetime(at, zone)
    if end.microsecond == 999_999 and (end.hour, end.minute, end.second) == (23, 59, 59):
        return f"the end of {end:%a} {end.day} {end:%b} {end.year:04}"
    return clock(at, zone)


def said_when(bound: Bound, zone: tzinfo) -> str:
    """Return a bound in words, for readers who do not know how records write what is not exact."""
    return plain(when(bound, zone))


def plain(said: str) -> str:
    """Return the written form of a bound in words; other texts as they are."""
    if said == "unknown":
        return "at a time that is not known"
    if said.endswith("~"):
        return f"about {said[:-1]}"
    if not (said.startswith("[") and said.endswith("]")):
        return said
    first, dots, last = said[1:-1].partition("..")
    if not dots:
        return " or ".join(part.strip() for part in first.split(","))
    if first and last:
        return f"some time from {first} to {last}"
    return f"by {last}" if last else f"from {first} on"


def span_text(first: Instant, after: Instant, zone: tzinfo) -> str:
    """Return a span in words; its ends may be open."""
    begin = f"from {said_at(first, zone)}" if first > -END else ""
    end = f"to {said_at(after, zone)}" if after < END else ("on" if begin else "throughout")
    return f"{begin} {end}".strip()
