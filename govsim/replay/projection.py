"""A post's history in a form that can be stored: one flat row a tenure, and the rest as spans.

The rows answer "who held it at T" with the rules of the roster itself: what most tenures do without (doubt, a change of
capacity, a corrected opening) lies in one JSON column, None where there is nothing to add.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from govsim.model.events import Departed, Fired, Founded, Hired, PostChanged, PostCreated, Resigned
from govsim.model.instant import Instant
from govsim.replay.aspects import NOTHING
from govsim.replay.bearing import touched_posts
from govsim.replay.held import Held
from govsim.replay.history import History
from govsim.replay.log import DISPUTED, Entry, named
from govsim.replay.roster import Roster
from govsim.replay.tenure import Spell, Tenure
from govsim.replay.world import BEGINNING


@dataclass(frozen=True, slots=True)
class Projected:
    """What is stored of a post: its tenures and, as JSON, its aspects; None where it has none."""

    tenures: tuple[Held, ...]
    aspects: str | None

    @property
    def is_careful(self) -> bool:
        """True where a new event can do more than add or end one row, so that the post must be replayed."""
        return self.aspects is not None and needs_replay(self.aspects)


def needs_replay(aspects: str) -> bool:
    """Return whether stored aspects say that a post must be replayed when an event is added."""
    return '"careful":' in aspects


def project(history: History, posts: Iterable[str]) -> dict[str, Projected]:
    """Return what is to be stored of some posts."""
    projector = _Projector(history)
    return {post: projector.of(post) for post in posts}


def flat_rows(history: History, posts: Iterable[str]) -> tuple[set[tuple[Any, ...]], dict[str, str]]:
    """Return every tenure of some posts as (post, *Held), and the aspects of those that have any.

    The same as ``project`` gives, in a third of the time where most posts have none but simple tenures.
    """
    projector = _Projector(history)
    rows: set[tuple[Any, ...]] = set()
    aspects: dict[str, str] = {}
    for post in posts:
        simple = projector.simple_rows(post)
        if simple is not None:
            rows.update(simple)
            continue
        its = projector.of(post)
        rows.update((post, *held) for held in its.tenures)
        if its.aspects is not None:
            aspects[post] = its.aspects
    return rows, aspects


class _Projector:
    def __init__(self, history: History) -> None:
        self._history = history
        self._timeline = history.timeline
        self._roster = Roster(history)
        self._position = {row[2]: row[1] for row in history.timeline.rows}
        self._careful = _careful_posts(history)

    def simple_rows(self, post: str) -> list[tuple[Any, ...]] | None:
        """Return the rows of a post that has nothing besides simple tenures in natural order, else None."""
        its = self._history.posts.get(post)
        if its is None or post in self._careful or self._roster.aspects(post) != NOTHING:
            return None
        position, shown = self._position, self._timeline.shown
        rows: list[tuple[Any, ...]] = []
        last: tuple[Instant, int] = (BEGINNING - 1, -1)
        for tenure in its.tenures:
            opened = position[tenure.opened_by]
            place = tenure.start_earliest, opened
            special = tenure.previous is not None or tenure.is_doubtful or tenure.doubted_by is not None
            if special or tenure.implicit_end or place <= last or tenure.opened_by in shown:
                return None
            last = place
            rows.append(
                (
                    post,
                    tenure.party,
                    tenure.capacity,
                    tenure.start_earliest,
                    tenure.start_latest,
                    tenure.end_earliest,
                    tenure.end_latest,
                    opened,
                    None if tenure.closed_by is None else position[tenure.closed_by],
                    None,
                )
            )
        return rows

    def of(self, post: str) -> Projected:
        """Return what is to be stored of a post."""
        its = self._history.posts.get(post)
        tenures: Sequence[Tenure] = () if its is None else its.tenures
        position = self._position
        natural = [(tenure.start_earliest, position[tenure.opened_by]) for tenure in tenures]
        ranked = any(one >= two for one, two in pairwise(natural))  # equal ones too: one act that seats several
        ranks = {id(tenure): rank for rank, tenure in enumerate(tenures)} if ranked else {}
        chains: dict[int, Spell] = {}
        if its is not None and any(tenure.previous is not None for tenure in tenures):
            spells = [spell for spell in its.spells() if len(spell.tenures) > 1]
            chains = {id(tenure): spell for spell in spells for tenure in spell.tenures}
        held = tuple(self._held(tenure, chains.get(id(tenure)), ranks) for tenure in tenures)
        return Projected(held, self._aspects(post, careful=ranked or post in self._careful))

    def _held(self, tenure: Tenure, chain: Spell | None, ranks: Mapping[int, int]) -> Held:
        more = self._extra(tenure, ranks)
        if chain is not None:
            more["chain"] = [[*self._edges(other), self._extra(other, ranks)] for other in chain.tenures]
            more["at"] = [other is tenure for other in chain.tenures].index(True)
        return Held(tenure.party, *self._edges(tenure), _json(more) if more else None)

    def _edges(self, tenure: Tenure) -> tuple[str, Instant, Instant, Instant, Instant, int, int | None]:
        return (
            tenure.capacity,
            tenure.start_earliest,
            tenure.start_latest,
            tenure.end_earliest,
            tenure.end_latest,
            self._position[tenure.opened_by],
            None if tenure.closed_by is None else self._position[tenure.closed_by],
        )

    def _extra(self, tenure: Tenure, ranks: Mapping[int, int]) -> dict[str, Any]:
        """Return what is special about a tenure besides its edges."""
        more: dict[str, Any] = {}
        if tenure.is_doubtful:
            more["doubtful"] = 1
        if tenure.doubted_by is not None:
            more["doubt"] = [tenure.doubt_from, self._position[tenure.doubted_by]]
        if tenure.implicit_end:
            more["implicit"] = 1
        if id(tenure) in ranks:
            more["rank"] = ranks[id(tenure)]
        shown, written = self._timeline.shown.get(tenure.opened_by), None
        if shown is not None:
            written = self._timeline.lookup(tenure.opened_by)
        if shown is not None and written is not None and (shown.at != written.at or shown.claim != written.claim):
            more["opening"] = [shown.at.text, shown.at.earliest, shown.at.latest, shown.claim]
        return more

    def _aspects(self, post: str, *, careful: bool) -> str | None:
        aspects = self._roster.aspects(post)
        if aspects == NOTHING and not careful:
            return None
        data: dict[str, Any] = {}
        for name, spans in (
            ("absences", aspects.absences),
            ("changes", aspects.changes),
            ("disputes", [(d.first, d.after, d.ref) for d in aspects.disputes]),
            ("leaves", aspects.leaves),
            ("offers", [(*offer, self._offer(offer.ref)) for offer in aspects.offers]),
        ):
            if spans:
                data[name] = [list(span) for span in spans]
        if careful or aspects.disputes or aspects.offers:
            data["careful"] = 1
        return _json(data)

    def _offer(self, ref: str) -> dict[str, Any]:
        event = self._timeline.event(ref)
        dumped = event.dump()
        return {name: dumped[name] for name in ("type", "who", "terms", "at") if name in dumped}


def _careful_posts(history: History) -> set[str]:
    """Return the posts on which more bears than single acts with one reading, in the order of their times."""
    timeline = history.timeline
    careful = {unheld.post for unheld in history.unheld}
    rivals = {rival.ref for rival in timeline.rivals}
    for row in timeline.rows:
        if row[-1] is not None:  # a plain act with nothing beside it is as simple as can be
            entry = named(row)
            if entry.ref in rivals or not _is_simple(entry):
                careful |= touched_posts(timeline.world, entry)
    for rival in timeline.rivals:
        careful |= touched_posts(timeline.world, rival)
    new = list(careful)
    while new:
        within = set(timeline.world.posts_within(new.pop())) - careful
        careful |= within
        new += within
    return careful


def _is_simple(entry: Entry) -> bool:
    event = entry.event
    if entry.aside.causes or entry.claim == DISPUTED:
        return False
    if event is None:
        return True
    if event.at.earliest is None or event.at.latest is None:
        return False
    match event:
        case Hired():
            return not event.replaces
        case Fired() | Resigned() | Departed() | Founded() | PostCreated() | PostChanged():
            return True
    return False


def _json(data: Any) -> str:
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
