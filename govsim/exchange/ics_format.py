"""iCalendar (RFC 5545): events of a history, and the days on which terms are planned to end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from govsim.exchange.losses import Losses
from govsim.exchange.protocol import Written
from govsim.exchange.spans import Span, span_of
from govsim.exchange.stints import told_sources
from govsim.exchange.story import Story
from govsim.model.events import Event, Hired

_LONGEST = 75
"""Bytes of a line before it is folded."""


def write(story: Story) -> Written:
    """Return a calendar; every entry of a branch says that it is hypothetical."""
    losses = Losses()
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//govsim//export//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(story.title)}",
        f"X-WR-TIMEZONE:{_text(story.zone_name)}",
    ]
    for entry in story.entries():
        event = story.event(entry.ref)
        lines += _entry(story, entry.ref, event, losses)
        if isinstance(event, Hired) and event.until is not None:
            lines += _term(story, entry.ref, event, losses)
    lines.append("END:VCALENDAR")
    return Written(losses.all(), ["".join(_folded(line) for line in lines)])


def _entry(story: Story, ref: str, event: Event, losses: Losses) -> Iterator[str]:
    span = span_of(event.at, story.zone, losses, "event")
    if span is None:
        return
    for name in ("decided", "notified", "announced", "because", "versions"):
        if getattr(event, name):
            losses.add(f"event.{name}", event.id)
    sources = told_sources(story, ref, event)
    is_sure = event.claim == "confirmed" and not story.is_hypothetical
    description = [story.mark, f"At: {event.at} ({story.zone_name})", "" if event.claim == "confirmed" else event.claim]
    description += [event.note or "", *(f"Source: {source}" for source in sources)]
    yield from _component(story, ref, span, story.label(event), event.type, description, sure=is_sure)


def _term(story: Story, ref: str, event: Hired, losses: Losses) -> Iterator[str]:
    assert event.until is not None  # noqa: S101 - asked only for such
    span = span_of(event.until, story.zone, losses, "planned end of a term")
    if span is None:
        return
    names = ", ".join(story.world.party(id_).name for id_ in event.who)
    titles = ", ".join(story.world.posts[id_].title for id_ in event.to)
    description = [story.mark, f"Planned in {ref}; a plan, not an end"]
    summary = f"Term of {names} as {titles} ends as planned"
    yield from _component(story, f"{ref}.until", span, summary, "term", description, sure=False)


def _component(
    story: Story, ref: str, span: Span, summary: str, category: str, description: list[str], *, sure: bool
) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(ref.replace('/', '.'))}@{_text(story.branch)}.govsim"
    # A calendar wants to know when an entry was written; one that never changes says the same each time.
    yield f"DTSTAMP:{_utc(span.first)}"
    if span.is_days:
        yield f"DTSTART;VALUE=DATE:{_day(span.first)}"
        yield f"DTEND;VALUE=DATE:{_day(span.last + timedelta(microseconds=1))}"
    else:
        yield f"DTSTART:{_utc(span.first)}"
        if not span.is_point:
            yield f"DTEND:{_utc(span.last + timedelta(microseconds=1))}"
    yield f"SUMMARY:{_text(f'HYPOTHETICAL: {summary}' if story.is_hypothetical else summary)}"
    yield f"DESCRIPTION:{_text(chr(10).join(line for line in description if line))}"
    yield f"CATEGORIES:{_text(category)}"
    yield f"STATUS:{'CONFIRMED' if sure else 'TENTATIVE'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _utc(at: datetime) -> str:
    there = at.astimezone(UTC)
    return f"{there.year:04}{there:%m%dT%H%M%SZ}"


def _day(at: datetime) -> str:
    return f"{at.year:04}{at:%m%d}"


def _text(text: str) -> str:
    """Return a text as a value: nothing in it can end the line or begin another."""
    plain = "".join(char for char in text if char in "\n\t" or char.isprintable())
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return a line with its end, folded between characters where it is too long."""
    parts: list[str] = []
    part, size = "", 0
    for char in line:
        width = len(char.encode())
        if size + width > _LONGEST:
            parts.append(part)
            part, size = " ", 1
        part, size = part + char, size + width
    return "\r\n".join([*parts, part]) + "\r\n"
