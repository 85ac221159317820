"""A what-if under way as the court before which its acts are judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from govsim.model.events import BylawsAdopted, Consented, Divested, Event, Invested, Refused
from govsim.model.instant import Instant
from govsim.replay.history import History
from govsim.replay.log import Entry, named
from govsim.replay.world import World
from govsim.rules.books import rule_books
from govsim.rules.layers import InForce, RuleBook
from govsim.rules.sittings import Members, Sittings, Window, members
from govsim.rules.verdicts import Outcome

if TYPE_CHECKING:
    from govsim.whatif.course import Course


class CourseCourt:
    """Reads a course as far as it has come; *candidate* is the act under test, which has not happened yet."""

    kept: dict[str, Outcome | None] | None = None

    def __init__(self, course: Course, candidate: Entry | None = None) -> None:
        self._course = course
        self._candidate = candidate
        self._books: dict[int, dict[str, RuleBook]] = {}

    @property
    def world(self) -> World:
        """What is declared."""
        return self._course.base.world

    @property
    def history(self) -> History:
        """Who is in which post."""
        return self._course.fold.history

    def event(self, ref: str, /) -> Event:
        """Return an event as it reads."""
        return self._course.event(ref)

    def entry(self, ref: str, /) -> Entry | None:
        """Return the entry of an event that happens, or is under test."""
        if self._candidate is not None and self._candidate.ref == ref:
            return self._candidate
        return self._course.entry(ref)

    def resolutions(self, ref: str, /) -> Sequence[str]:
        """Return the resolutions that list an event among their effects and have happened."""
        return [one for one in self._course.effects.get(ref, ()) if self._course.entry(one) is not None]

    def answers(self, ref: str, /) -> Sequence[Consented | Refused]:
        """Return who consented to an act or refused it, in order; what is to come is taken for granted."""
        found = []
        for one in sorted(self._course.answers(ref), key=self._turn):
            event = self._course.event(one)
            if isinstance(event, Consented | Refused) and self._course.missing(one) is None:
                found.append(event)
        return found

    def members(self, organ: str, window: Window, /) -> Members:
        """Return who sits in an organ in a window."""
        return members(self.history, organ, window)

    def rules(self, organization: str, at: Instant, /) -> InForce:
        """Return what is in force for an organisation at an instant."""
        return self._book(organization).at(at)

    def _book(self, organization: str) -> RuleBook:
        """Return the rules of an organisation in all the layers there are by now."""
        adopted = [
            (entry, event)
            for ref in self._course.adoptions()
            if (entry := self._course.entry(ref)) is not None
            and isinstance(event := self._course.event(ref), BylawsAdopted)
        ]
        if len(adopted) not in self._books:
            plan = self._course.plan
            adopted.sort(key=lambda one: (one[0].key, one[0].position))  # what is inserted stands at its time too
            added = [*plan.base.added, *plan.scenario.bylaws.items()]
            self._books[len(adopted)] = rule_books(plan.base.world, plan.base.laws, adopted, added)
        return self._books[len(adopted)].get(organization) or RuleBook()

    def stakes(self, organization: str, at: Instant, /) -> Mapping[str, Fraction]:
        """Return the last stake that each party is known to hold in an organisation at an instant."""
        held: dict[str, Fraction] = {}
        for ref in sorted(self._course.holdings(organization), key=self._turn):
            event, entry = self._course.event(ref), self._course.entry(ref)
            if entry is not None and entry.latest <= at and isinstance(event, Invested | Divested):
                held |= {party: event.stake for party in event.who if event.stake is not None}
        return held

    def is_before(self, ref: str, other: str, /) -> bool:
        """Return whether one event comes before another in the order."""
        return self._course.rank(ref) < self._course.rank(other)

    def _turn(self, ref: str) -> tuple[Instant, int]:
        """Return when it is an event's turn, come or still to come: inserted and moved ones stand at their time."""
        entry, course = self._course.entry(ref), self._course
        if entry is not None:
            return entry.key, entry.position
        at, insert, place = course.event(ref).at, course.inserts.get(ref), course.base.place.get(ref)
        row = course.base.timeline.rows[place] if place is not None else None
        position = insert.position if insert is not None else row[1] if row is not None else 0
        written = at.latest if at.earliest is None else at.earliest
        return (row[0] if written is None and row is not None else written or 0), position


class SettledCourt(CourseCourt):
    """Reads a record as it stands, where all has happened: what it has once found it keeps."""

    def __init__(self, course: Course) -> None:
        super().__init__(course)
        self.kept = {}
        self._sittings = Sittings(self.history)
        self._settled: dict[str, RuleBook] = {}
        self._timeline, self._place = course.base.timeline, course.base.place

    def event(self, ref: str, /) -> Event:
        """Return an event as it reads."""
        return self._timeline.event(ref)

    def entry(self, ref: str, /) -> Entry | None:
        """Return the entry of an event that happens."""
        place = self._place.get(ref)
        return None if place is None else named(self._timeline.rows[place])

    def resolutions(self, ref: str, /) -> Sequence[str]:
        """Return the resolutions that list an event among their effects."""
        return self._course.effects.get(ref, ())

    def is_before(self, ref: str, other: str, /) -> bool:
        """Return whether one event comes before another in the order."""
        return self._place[ref] < self._place[other]

    def members(self, organ: str, window: Window, /) -> Members:
        """Return who sits in an organ in a window."""
        return self._sittings.members(organ, window)

    def rules(self, organization: str, at: Instant, /) -> InForce:
        """Return what is in force for an organisation at an instant."""
        book = self._settled.get(organization)
        if book is None:
            book = self._settled[organization] = self._book(organization)
        return book.at(at)
