"""Tenures as other formats tell them: who in which post from when to when, with what opened and closed each."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from govsim.exchange.losses import Losses
from govsim.exchange.slugs import Ids
from govsim.exchange.story import Story
from govsim.exchange.told import between
from govsim.model.bound import Bound
from govsim.model.events import Event
from govsim.model.header import Source
from govsim.replay.tenure import Tenure


@dataclass(frozen=True, slots=True)
class Stint:
    """One tenure: *end* is None where nothing closes it; *sources* are told as addresses or titles.

    *id* is that of the event which opened it, made its own where that opened several.
    """

    id: str
    party: str
    post: str
    capacity: str
    start: Bound
    end: Bound | None
    reason: str | None
    sources: tuple[str, ...]
    note: str | None
    opening: Event
    closing: Event | None
    ref: str

    @property
    def events(self) -> tuple[Event, ...]:
        """What opened and what closed it."""
        return (self.opening,) if self.closing is None else (self.opening, self.closing)


def stints_of(story: Story) -> Iterator[Stint]:
    """Yield the tenures asked for, in the readings shown."""
    ids = Ids()
    for tenure in story.tenures():
        opening = story.event(tenure.opened_by)
        closing = story.event(tenure.closed_by) if tenure.closed_by else None
        notes = [event.note for event in (opening, closing) if event is not None and event.note]
        yield Stint(
            ids.new(_id_of(opening, tenure.party, tenure.post)),
            tenure.party,
            tenure.post,
            tenure.capacity,
            *_bounds(story, tenure, opening, closing),
            getattr(closing, "reason", None) or _reason(closing),
            told_sources(story, tenure.opened_by, opening),
            "; ".join(dict.fromkeys(notes)) or None,
            opening,
            closing,
            tenure.opened_by,
        )


_UNKNOWN = Bound("unknown", None, None)


def _bounds(story: Story, tenure: Tenure, opening: Event, closing: Event | None) -> tuple[Bound, Bound | None]:
    """Return when a tenure began and ended, no surer than the record is.

    Formats of intervals know no doubt. A tenure whose opening is disputed has no dates there, so that it is merely
    possible; one with a disputed closing ended some time from that on.
    """
    if tenure.is_doubtful:
        return _UNKNOWN, _UNKNOWN
    end = closing.at if closing else None
    if tenure.doubted_by is not None:
        end = between(story.event(tenure.doubted_by).at, end, story.zone)
    return opening.at, end


def _id_of(opening: Event, party: str, post: str) -> str:
    id_ = opening.id.removesuffix("-in")
    many_people, many_posts = (len(getattr(opening, name, ())) > 1 for name in ("who", "to"))
    return "-".join([id_, *([party] if many_people else []), *([post.partition("/")[2]] if many_posts else [])])


def _reason(closing: Event | None) -> str | None:
    """Return the reason that the type of a closing gives, where it says none itself."""
    return {"fired": "fired", "resigned": "resigned"}.get(closing.type) if closing is not None else None


def told_sources(story: Story, ref: str, event: Event) -> tuple[str, ...]:
    """Return the sources of an event by address or title."""
    header = story.world.headers.get(ref.partition("/")[0])
    declared = header.sources if header is not None else {}
    return tuple(_told(key, declared.get(key)) for key in event.sources)


def _told(key: str, source: Source | None) -> str:
    return key if source is None else source.url or source.title or key


def lose_zone(story: Story, losses: Losses) -> None:
    """Count that dates do not say whose days they are, where these are not those of UTC."""
    if story.zone_name != "UTC":
        losses.add(f"the zone: dates are days in {story.zone_name}; import with --zone {story.zone_name}")


def lose_fields(stint: Stint, losses: Losses, carried: Collection[str] = ()) -> None:
    """Count what the events of a tenure say that a format of intervals has no place for, but for what is *carried*."""
    for event in stint.events:
        for name in ("decided", "notified", "announced"):
            if (bound := getattr(event, name)) is not None and name not in carried:
                losses.add(f"event.{name}", bound)
        if event.versions:
            losses.add("event.versions", event.id, count=len(event.versions))
        if event.claim != "confirmed":
            losses.add("event.claim", f"{event.id}: {event.claim}")
        if event.because:
            losses.add("event.because", event.id)
        if event.type in ("fired", "resigned") and "type" not in carried:
            losses.add(f"that it was {event.type}", event.id)
    for name in ("by", "replaces", "until", "on_behalf_of", "style"):
        value = getattr(stint.opening, name, None)
        if value and name not in carried:
            losses.add(f"hired.{name}", ", ".join(value) if isinstance(value, tuple) else value)
