"""What can be picked for a field of an event, the likeliest first, as things stand at an instant."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from govsim.model.bound import Bound
from govsim.model.events import (
    Consented,
    Departed,
    Event,
    Fired,
    Kind,
    LeaveEnded,
    LeaveStarted,
    LetterSent,
    LetterSigned,
    Refused,
    Resigned,
)
from govsim.model.instant import Instant, to_datetime
from govsim.service.labels import Labels
from govsim.service.past import Past
from govsim.service.text import safe
from govsim.service.views import PostView

_MOST = 200
"""Events offered at most: the nearest before the instant."""


class Choice(NamedTuple):
    """A value that can be picked, and what people call it."""

    value: str
    label: str


_CLOSING = (Fired, Resigned, Departed, LeaveStarted, LeaveEnded)


class Picker:
    """Picks from one record at one instant."""

    def __init__(self, past: Past, record: str, at: Instant) -> None:
        self._past, self._record, self._at = past, record, at
        self._header = past.header(record)
        self._posts: tuple[PostView, ...] | None = None

    def local(self, at: Instant) -> str:
        """Return an instant as it is written in the record's zone."""
        there = to_datetime(at, self._header.tzinfo)
        return f"{there:%Y-%m-%d %H:%M}" + (f":{there:%S}" if there.second else "")

    def name(self, id_: str) -> str:
        """Return what people call a party."""
        return safe(self._past.world.party(id_).name)

    def choices(self, kind: Kind, name: str, model: type[Event]) -> tuple[Choice, ...]:
        """Return the choices for a field of a kind in a model."""
        closing = issubclass(model, _CLOSING)
        match kind:
            case Kind.POST:
                return self.posts(held_first=closing)
            case Kind.ORGANIZATION:
                return self.organizations()
            case Kind.PARTY:
                return (*self.people(holders_first=closing), *self.organizations())
            case Kind.ACTOR:
                return (*self.people(), *self.organizations(), *self.posts())
            case Kind.EVENT if issubclass(model, LetterSigned) and name == "letter":
                return self.events(LetterSent)
            case Kind.EVENT if issubclass(model, Consented | Refused):
                return self.events(ahead=True)
            case Kind.EVENT:
                return self.events(ahead=name == "effects")
        return ()

    def posts(self, *, held_first: bool = False) -> tuple[Choice, ...]:
        """Return the posts of the record: those somebody holds first, or those with an open seat."""
        views = self._views()
        ordered = sorted(views, key=lambda view: bool(view.holders) != held_first)
        return tuple(Choice(view.post, f"{safe(view.title)}: {self._who(view)}") for view in ordered)

    def people(self, *, holders_first: bool = False) -> tuple[Choice, ...]:
        """Return the people of the record, those who hold something first where that is what is asked."""
        holding = {holder.party: view for view in self._views() for holder in view.holders}
        known = [id_ for id_ in self._header.people if not holders_first or id_ in holding]
        rest = [id_ for id_ in self._header.people if id_ not in known]
        return tuple(Choice(id_, self._told(id_, holding)) for id_ in [*known, *rest])

    def organizations(self) -> tuple[Choice, ...]:
        """Return the organisations of the record."""
        return tuple(Choice(id_, self.name(id_)) for id_ in self._header.organizations)

    def events(self, of: type[Event] | None = None, *, ahead: bool = False) -> tuple[Choice, ...]:
        """Return the events before the instant, the nearest first; *ahead*: those from it on, the nearest first."""
        past, labels = self._past, Labels(self._past.world)
        own = [entry for entry in past.timeline.entries if entry.ref.startswith(f"{self._record}/")]
        before = [entry for entry in own if entry.key <= self._at][::-1]
        after = [entry for entry in own if entry.key > self._at]
        found = []
        for entry in [*after, *before] if ahead else [*before, *after]:
            event = past.timeline.event(entry.ref)
            if of is None or isinstance(event, of):
                found.append(Choice(event.id, f"{_when(event.at)} {labels.of(event)}"))
            if len(found) == _MOST:
                break
        return tuple(found)

    def members(self, organ: str | None) -> list[str]:
        """Return who is certainly or possibly in an organ."""
        view = next((view for view in self._views() if view.post == organ), None)
        return [] if view is None else [one.party for one in view.holders if one.capacity != "observer"]

    def _views(self) -> tuple[PostView, ...]:
        if self._posts is None:
            self._posts = self._past.post_views(self._at, list(self._header.posts))
        return self._posts

    def _who(self, view: PostView) -> str:
        return ", ".join(safe(holder.name) for holder in view.holders) or view.status

    def _told(self, id_: str, holding: dict[str, PostView]) -> str:
        view = holding.get(id_)
        return self.name(id_) + ("" if view is None else f", {safe(view.title)}")


def find(choices: Sequence[Choice], typed: str) -> tuple[Choice, ...]:
    """Return the choices that hold every word typed, in id or name, accents and case aside; beginnings come first."""
    words = _plain(typed).split()
    if not words:
        return tuple(choices)
    fitting = [one for one in choices if all(word in _plain(f"{one.value} {one.label}") for word in words)]
    return tuple(sorted(fitting, key=lambda one: not _begins(one, words[0])))


def _begins(choice: Choice, word: str) -> bool:
    return any(part.startswith(word) for part in _words(choice))


def _words(choice: Choice) -> Iterable[str]:
    return _plain(f"{choice.value} {choice.label}").replace("/", " ").replace("-", " ").split()


def _plain(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in spread if not unicodedata.combining(char))


def _when(at: Bound) -> str:
    return safe(at.text)
