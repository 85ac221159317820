"""What worlds say, as arrays over the numbers of worlds: filled when a run first comes to one."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from threading import RLock, local
from typing import Any

from govsim.rules.expressions import Call, Kind, Value, kind_of
from govsim.simulate.columns import Column, Words
from govsim.simulate.keys import numpy
from govsim.simulate.program import Program, question
from govsim.simulate.worlds import Vector, Worlds
from govsim.whatif.ballot import Ballot
from govsim.whatif.chance import Voting

END = -1
"""Stands for the end, where the outcomes are read, among the steps."""


@dataclass(slots=True)
class _Table:
    """Values by the number of a world, and which of them are known and filled in."""

    values: Any
    known: Any
    filled: Any
    all_known: bool = True


@dataclass(slots=True)
class Tables:
    """Worlds by number, and arrays of what each says."""

    program: Program
    worlds: Worlds
    words: Words
    vectors: list[Vector] = field(default_factory=lambda: [()])
    lock: RLock = field(default_factory=RLock)
    _number: dict[Vector, int] = field(default_factory=lambda: {(): 0})
    _told: dict[tuple[int, Any], _Table] = field(default_factory=dict)
    _last: local = field(default_factory=local)
    _ballots: dict[tuple[int, int], BallotTable] = field(default_factory=dict)

    def present(self, world: Any) -> Any:
        """Return which worlds there are in some runs; asked of the same array many times, counted once."""
        np = numpy()
        kept: tuple[Any, Any] | None = getattr(self._last, "present", None)
        if kept is not None and kept[0] is world:
            return kept[1]
        found = np.flatnonzero(np.bincount(world)) if len(world) else np.zeros(0, dtype=np.int64)
        self._last.present = world, found
        return found

    def after(self, world: Any, place: int, option: str) -> Any:
        """Return the worlds that worlds become with one more answer."""
        np = numpy()
        present = self.present(world)
        with self.lock:
            leads = np.zeros(int(present[-1]) + 1, dtype=np.int64)
            for number in present.tolist():
                vector = tuple(sorted((*self.vectors[number], (place, option))))
                if vector not in self._number:
                    self._number[vector] = len(self.vectors)
                    self.vectors.append(vector)
                leads[number] = self._number[vector]
        return leads[world]

    def told(self, step: int, call: Call, world: Any) -> Column:
        """Return what worlds answer to a call at a step."""
        np, key = numpy(), (step, question(call))
        present = self.present(world)
        with self.lock:
            table = self._told.get(key)
            size = len(self.vectors)
            if table is None or len(table.values) < size:
                table = self._told[key] = self._grown(table, kind_of(call), size + 64)
            for number in present[~table.filled[present]].tolist():
                vector = self.vectors[number]
                answers = self.worlds.end(vector) if step == END else self.worlds.at(vector, step)
                self._fill(table, number, answers[question(call)])
        if len(present) == 1:
            only = int(present[0])
            return Column(table.values[only], None if table.known[only] else np.False_)
        return Column(table.values[world], None if table.all_known else table.known[world])

    def _fill(self, table: _Table, number: int, value: Value | None) -> None:
        if value is None:
            table.known[number], table.all_known = False, False
        elif isinstance(value, bool | Fraction):
            table.values[number] = float(value) if isinstance(value, Fraction) else value
        else:
            table.values[number] = self.words.of(value)
        table.filled[number] = True

    def _grown(self, table: _Table | None, kind: Kind, size: int) -> _Table:
        np = numpy()
        dtype = {Kind.TRUTH: bool, Kind.NUMBER: np.float64}.get(kind, np.int64)
        grown = _Table(np.zeros(size, dtype=dtype), np.ones(size, dtype=bool), np.zeros(size, dtype=bool))
        if table is not None:
            old = len(table.values)
            grown.values[:old], grown.known[:old], grown.filled[:old] = table.values, table.known, table.filled
            grown.all_known = table.all_known
        return grown

    def ballot(self, step: int, world: int) -> BallotTable:
        """Return the vote of a motion in a world."""
        with self.lock:
            if (step, world) not in self._ballots:
                act = self.program.steps[step].decision.act
                if not isinstance(act, Voting):
                    raise TypeError(step)
                ballot = self.worlds.ballot(self.vectors[world], step)
                voters = [party for party in ballot.sitting if act.chance(party) is not None]
                self._ballots[step, world] = BallotTable(ballot, voters)
            return self._ballots[step, world]


@dataclass(slots=True)
class BallotTable:
    """A vote: by the number of ayes where only heads count, else by who the ayes are."""

    ballot: Ballot
    voters: list[str]
    _by_count: Any = None

    @property
    def counts_heads(self) -> bool:
        """Whether only the number of ayes matters."""
        return self.ballot.counts_heads

    @property
    def by_count(self) -> Any:
        """Whether it carries with so many ayes, for each number."""
        if self._by_count is None:
            ways = range(len(self.voters) + 1)
            self._by_count = numpy().array([self.ballot.carries(self.voters[:n], self.voters[n:]) for n in ways])
        return self._by_count

    def carried(self, ayes: Any) -> Any:
        """Return in which runs it carries; *ayes* has a row for each voter."""
        np = numpy()
        if self.counts_heads:
            return (
                self.by_count[ayes.sum(axis=0, dtype=np.int64)] if len(self.voters) else np.zeros(ayes.shape[1], bool)
            )
        patterns, where = np.unique(ayes, axis=1, return_inverse=True)
        each = [
            self.ballot.carries(
                [party for party, aye in zip(self.voters, column, strict=True) if aye],
                [party for party, aye in zip(self.voters, column, strict=True) if not aye],
            )
            for column in patterns.T.tolist()
        ]
        return np.array(each, dtype=bool)[where.ravel()]
