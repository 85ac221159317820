"""Whether a record hangs together: every id names something, causes form no circle, covers invert no bound."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from govsim.model.bound import Bound
from govsim.model.corrections import effective_events
from govsim.model.errors import did_you_mean
from govsim.model.events import Corrected, Event, Kind, LetterSent, LetterSigned, Retracted
from govsim.model.header import Header, Span, organization_of

Location = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a record that names nothing, contradicts itself or cannot be, and where."""

    location: Location
    message: str
    hint: str | None = None
    offset: int = 0
    """How many characters into the text at the location it stands."""


@dataclass(slots=True)
class Names:
    """Every id that a record declares; ``events`` gives each event's type."""

    record: str = ""
    people: set[str] = field(default_factory=set)
    organizations: set[str] = field(default_factory=set)
    posts: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    events: Mapping[str, str] = field(default_factory=dict)
    organs: set[str] = field(default_factory=set)
    _by_kind: dict[Kind, Collection[str]] = field(default_factory=dict)

    def of(self, kind: Kind) -> Collection[str]:
        """Return the ids that a field of this kind may name; put together once, asked for each field."""
        if kind not in self._by_kind:
            parties = self.people | self.organizations
            self._by_kind = {
                Kind.PARTY: parties,
                Kind.ORGANIZATION: self.organizations,
                Kind.POST: self.posts,
                Kind.ACTOR: parties | self.posts,
                Kind.SOURCE: self.sources,
                Kind.EVENT: self.events,
            }
        return self._by_kind[kind]

    def what_is(self, id_: str) -> str | None:
        """Return what an id stands for, if anything."""
        kinds = {
            "person": self.people,
            "organisation": self.organizations,
            "post": self.posts,
            "event": self.events,
        }
        return next((kind for kind, ids in kinds.items() if id_ in ids), None)


def header_faults(header: Header, names: Names) -> Iterator[Fault]:
    """Find what does not hang together in a header."""
    for id_ in sorted(header.organizations.keys() & header.people.keys()):
        yield Fault(
            ("organizations", id_),
            f"'{id_}' is a person as well",
            "people and organisations share one namespace",
        )
    for id_, organization in header.organizations.items():
        if organization.parent is not None and organization.parent not in names.organizations:
            yield _unknown(
                ("organizations", id_, "parent"), organization.parent, Kind.ORGANIZATION, names.organizations
            )
    for id_, post in header.posts.items():
        if organization_of(id_) not in names.organizations:
            yield _unknown(("posts", id_), organization_of(id_), Kind.ORGANIZATION, names.organizations, key=True)
        if post.within == id_:
            yield Fault(("posts", id_, "within"), f"'{id_}' lies within itself")
        elif post.within is not None and post.within not in names.posts:
            yield _unknown(("posts", id_, "within"), post.within, Kind.POST, names.posts)
    for circle in circles({id_: [post.within] for id_, post in header.posts.items() if post.within}):
        yield Fault(
            ("posts", circle[0], "within"),
            f"posts lie within each other: {' -> '.join([*circle, circle[0]])}",
        )
    for id_ in sorted(header.bylaws.keys() - names.organizations):
        yield _unknown(("bylaws", id_), id_, Kind.ORGANIZATION, names.organizations, key=True)


def event_faults(events: Sequence[tuple[int, Event]], names: Names, covers: Span) -> Iterator[Fault]:
    """Find what does not hang together among events; each comes with its index in the record."""
    for index, event in events:
        here: Location = ("events", index)
        yield from reference_faults(here, event, names)
        yield from bound_faults(here, event, covers)
        for number, reading in enumerate(event.readings()[1:]):
            for fault in (*reference_faults((), reading, names), *bound_faults((), reading, covers)):
                if fault.location[0] in event.versions[number]:
                    yield Fault((*here, "versions", number, *fault.location), fault.message, fault.hint)
        if isinstance(event, LetterSigned) and names.events.get(event.letter) not in (
            None,
            *_types(LetterSent),
        ):
            what = f"'{event.letter}' is of type {names.events[event.letter]}"
            yield Fault((*here, "letter"), what, "a letter is signed: name an event of type letter_sent")
        if isinstance(event, Corrected | Retracted) and event.event == event.id:
            yield Fault((*here, "event"), f"'{event.id}' cannot be about itself", "name another event")
    by_index: dict[str, tuple[int, Event]] = {}
    for index, event in events:
        if event.id in by_index:
            what = f"the id '{event.id}' is taken by an earlier event"
            yield Fault(("events", index, "id"), what, "ids are unique within a record")
        by_index.setdefault(event.id, (index, event))
    yield from _correction_faults(by_index, names, covers)
    for circle in circles({id_: event.causes for id_, (_, event) in by_index.items()}):
        first = min(circle, key=lambda id_: by_index[id_][0])
        turned = [*circle[circle.index(first) :], *circle[: circle.index(first)], first]
        yield Fault(("events", by_index[first][0], "because"), f"causes run in a circle: {' -> '.join(turned)}")


def _types(model: type[Event]) -> tuple[str, ...]:
    return tuple(model.model_fields["type"].annotation.__args__)  # type: ignore[union-attr]


def reference_faults(here: Location, event: Event, names: Names) -> Iterator[Fault]:
    """Find the ids in an event that name nothing, or something of another kind."""
    for path, kind in {**event.REFS, "sources": Kind.SOURCE}.items():
        location = tuple(path.split("."))
        for at, id_ in _ids(_value(event, location), location):
            yield from reference_fault((*here, *at), id_, kind, names)
    for number, cause in enumerate(event.because):
        for place, cause_id in enumerate([cause] if isinstance(cause, str) else cause.any):
            there: Location = ("because", number) if isinstance(cause, str) else ("because", number, "any", place)
            if cause_id == event.id:
                yield Fault((*here, *there), f"'{cause_id}' is its own cause")
            else:
                yield from reference_fault((*here, *there), cause_id, Kind.EVENT, names)


def reference_fault(here: Location, id_: str, kind: Kind, names: Names) -> Iterator[Fault]:
    """Find that an id names nothing, or nothing of the kind that belongs there."""
    known = names.of(kind)
    if id_ in known:
        return
    if kind is Kind.EVENT and names.record and id_.removeprefix(f"{names.record}/") in known:
        yield Fault(here, f"'{id_}' names the record too", f"write {id_.removeprefix(names.record + '/')}")
    elif (what := names.what_is(id_)) is not None:
        yield Fault(here, f"'{id_}' is {_article(what)}, here stands {_article(kind)}", did_you_mean(id_, known))
    else:
        yield _unknown(here, id_, kind, known)


def _unknown(here: Location, id_: str, kind: Kind, known: Iterable[str], *, key: bool = False) -> Fault:
    places = {
        Kind.EVENT: "events",
        Kind.SOURCE: "sources",
        Kind.POST: "posts",
        Kind.ORGANIZATION: "organizations",
    }
    hint = did_you_mean(id_, known) or f"declare it under {places.get(kind, 'people or organizations')}"
    return Fault((*here, "[key]") if key else here, f"unknown {kind} '{id_}'", hint)


def _article(what: str) -> str:
    return f"{'an' if what[0] in 'aeiou' else 'a'} {what}"


def _value(model: Any, location: Location) -> Any:
    for step in location:
        if model is None:
            return None
        model = getattr(model, f"{step}_" if step in ("from", "in", "for", "with") else str(step), None)
    return model


def _ids(value: Any, location: Location) -> Iterator[tuple[Location, str]]:
    if isinstance(value, str):
        yield location, value
    elif isinstance(value, tuple):
        for number, id_ in enumerate(value):
            yield (*location, number), id_


def bound_faults(here: Location, event: Event, covers: Span) -> Iterator[Fault]:
    """Find the times of an event whose open side would stop before it begins."""
    first, last = covers
    for name in ("at", "decided", "notified", "announced", "until"):
        bound: Bound | None = getattr(event, name, None)
        if bound is None:
            continue
        inverted = (
            bound.earliest is None and first is not None and bound.latest is not None and first > bound.latest
        ) or (bound.latest is None and last is not None and bound.earliest is not None and bound.earliest > last)
        if inverted:
            what = f"{bound} lies outside covers, where its open side stops, and so ends before it begins"
            yield Fault((*here, name), what, "close the side, or widen covers")


def _correction_faults(events: Mapping[str, tuple[int, Event]], names: Names, covers: Span) -> Iterator[Fault]:
    """Find what corrections break; each has been settled, so that it fits its event's type."""
    corrections = [(index, event) for index, event in events.values() if isinstance(event, Corrected)]
    for index, event in corrections:
        if event.event not in events or event.event == event.id:
            continue
        here: Location = ("events", index, "with")
        corrected = events[event.event][1].replaced(event.with_)
        for fault in (*reference_faults(here, corrected, names), *bound_faults(here, corrected, covers)):
            if fault.location[3] in event.with_:
                yield fault
    if corrections:
        effective = effective_events(event for _, event in sorted(events.values(), key=lambda item: item[0]))
        known = {tuple(circle) for circle in circles({id_: event.causes for id_, (_, event) in events.items()})}
        for circle in circles({id_: event.causes for id_, event in effective.items()}):
            if tuple(circle) not in known:
                last = max(index for index, _ in corrections)
                yield Fault(("events", last), f"with this correction causes run in a circle: {' -> '.join(circle)}")


def circles(edges: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Return each circle once, by a depth-first walk with its own stack."""
    done: set[str] = set()
    for root in edges:
        path: list[str] = []
        on_path: set[str] = set()
        stack = [(root, iter(edges.get(root, ())))] if root not in done else []
        if stack:
            path, on_path = [root], {root}
        while stack:
            node, following = stack[-1]
            step = next(following, None)
            if step is None:
                stack.pop()
                done.add(path.pop())
                on_path.discard(node)
            elif step in on_path:
                if step != node:  # its own cause is reported as such
                    yield path[path.index(step) :]
            elif step not in done and step in edges:
                path.append(step)
                on_path.add(step)
                stack.append((step, iter(edges[step])))
