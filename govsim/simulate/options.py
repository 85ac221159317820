"""Which option each of many runs takes: by weights, by a policy, or by the votes of an organ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govsim.rules.expressions import Expression
from govsim.simulate.chances import refused
from govsim.simulate.columns import Column, Columns, too_large
from govsim.simulate.keys import numpy, site_key, uniforms
from govsim.simulate.law import Law
from govsim.simulate.program import Program, Step
from govsim.simulate.tables import BallotTable, Tables
from govsim.whatif.chance import Case, Voting
from govsim.whatif.plan import Deciding

if TYPE_CHECKING:
    from govsim.simulate.keys import Floats, Runs


class Chooser:
    """Takes options for runs."""

    def __init__(self, program: Program, seed: int, tables: Tables) -> None:
        self._program, self._seed, self._tables = program, seed, tables

    def chosen(self, law: Law, step: Step, runs: Runs, world: Any, view: Columns) -> Any:
        """Return the index of the option that each run takes; of two options it may be a truth, for the second.

        Raises:
            UnansweredError: a weight is negative or unknown in one of them, or all are zero.
        """
        np, decision, options = numpy(), step.decision, list(step.decision.options)
        if decision.id in self._program.given:
            return np.full(len(runs), options.index(self._program.given[decision.id]), dtype=np.int64)
        if isinstance(decision.act, Voting):
            return np.where(self._carried(law, step, decision.act, runs, world, view), 0, 1)
        drawn = uniforms(site_key(self._seed, decision.id), runs)
        if not decision.policy:
            return self._weighed(decision, [one.weight for one in decision.options.values()], view, drawn)
        if decision.policy[0].when is None:
            return self._by_case(decision, decision.policy[0], view, drawn)
        taken = np.zeros(len(runs), dtype=np.int64)
        open_ = np.arange(len(runs))
        for case in decision.policy:
            here = view if len(open_) == len(runs) else view.at(open_)
            its = np.arange(len(open_)) if case.when is None else _true(here.evaluate(case.when), len(open_))
            if its.size:
                there = here if len(its) == len(open_) else here.at(its)
                taken[open_[its]] = self._by_case(decision, case, there, drawn[open_[its]])
            open_ = np.delete(open_, its)
            if not open_.size:
                return taken
        hint = "end the table with a row without when"
        first = decision.policy[0].when
        if first is None:
            return taken
        raise refused(first, f"no row of the policy of '{decision.id}' applies here", hint)

    def _by_case(self, decision: Deciding, case: Case, view: Columns, drawn: Floats) -> Any:
        np = numpy()
        if case.chance is None:
            return self._weighed(decision, list(case.weights), view, drawn)
        chance, options = chance_column(case.chance, view, squash=case.squash), len(decision.options)
        if options == 1:
            return np.zeros(len(drawn), dtype=np.int64)
        if options == 2:
            return drawn >= (chance if case.option == 0 else 1 - chance)
        rest = (1 - chance) / (options - 1)
        taken, bound = np.zeros(len(drawn), dtype=np.int64), 0.0
        for index in range(options - 1):
            bound = bound + (chance if index == case.option else rest)
            taken += drawn >= bound
        return taken

    def _weighed(self, decision: Deciding, expressions: list[Expression], view: Columns, drawn: Floats) -> Any:
        np = numpy()
        weights: list[Any] = []
        for name, expression in zip(decision.options, expressions, strict=True):
            column = view.evaluate(expression)
            if column.known is not None and not np.all(column.known):
                hint = "it asks what the record does not know; ask in `when` first, or write a number"
                raise refused(expression, f"the weight of '{name}' at '{decision.id}' is unknown here", hint)
            if np.any(column.values < 0):
                least = float(np.min(column.values))
                what = f"the weight of '{name}' at '{decision.id}' comes to {least:g} here"
                raise refused(expression, what, "0 is the least")
            weights.append(column.values)
        total = sum(weights)
        if not np.isfinite(np.sum(total)):
            raise too_large(expressions[0])
        if np.any(total == 0):
            what = f"the weights of '{decision.id}' are all zero here"
            raise refused(expressions[0], what, "give one option a weight above 0")
        taken, bound = np.zeros(len(drawn), dtype=np.int64), 0.0
        for weight in weights[:-1]:
            bound = bound + weight
            taken += drawn >= bound / total
        return taken

    # -- votes

    def _carried(self, law: Law, step: Step, voting: Voting, runs: Runs, world: Any, view: Columns) -> Any:
        """Return in which runs a motion carries, and count each member's votes."""
        np = numpy()
        present = self._tables.present(world).tolist()
        ballots = {number: self._tables.ballot(step.index, number) for number in present}
        votes = {
            party: self._votes(step.decision.id, voting, party, runs, view)
            for party in dict.fromkeys(party for ballot in ballots.values() for party in ballot.voters)
        }
        if all(ballot.counts_heads for ballot in ballots.values()):
            return self._by_heads(law, step.decision.id, ballots, votes, world)
        carried = np.zeros(len(runs), dtype=bool)
        for number, ballot in ballots.items():
            where = np.flatnonzero(world == number) if len(ballots) > 1 else slice(None)
            ayes = np.array([votes[party][where] for party in ballot.voters], dtype=bool)
            ayes = ayes.reshape(len(ballot.voters), -1 if ballot.voters else len(carried[where]))
            its = carried[where] = ballot.carried(ayes)
            self._count(law, step.decision.id, ballot, ayes, its)
        return carried

    def _by_heads(
        self, law: Law, decision: str, ballots: dict[int, BallotTable], votes: dict[str, Any], world: Any
    ) -> Any:
        """Return in which runs a motion carries where only heads count: all worlds at once, each by its own table."""
        np = numpy()
        row = np.zeros(max(ballots) + 1, dtype=np.int64)
        row[list(ballots)] = np.arange(len(ballots))
        rows = row[world]
        tables = np.zeros((len(ballots), len(votes) + 2), dtype=bool)
        for table, ballot in zip(tables, ballots.values(), strict=True):
            table[: len(ballot.voters) + 1] = ballot.by_count
        sits = {party: np.array([party in ballot.voters for ballot in ballots.values()]) for party in votes}
        here = {party: None if sits[party].all() else sits[party][rows] for party in votes}
        ayes = {party: vote if here[party] is None else vote & here[party] for party, vote in votes.items()}
        count = rows * tables.shape[1]
        for aye in ayes.values():
            count += aye
        cells = tables.ravel()
        carried = cells.take(count)
        for party, aye in ayes.items():
            turned = cells.take(count + np.where(aye, -1, 1)) != carried
            its = here[party]
            voted = len(world) if its is None else int(np.count_nonzero(its))
            pivotal = int(np.count_nonzero(turned if its is None else turned & its))
            law.voted(decision, party, (voted, int(np.count_nonzero(aye)), pivotal))
        return carried

    def _votes(self, decision: str, voting: Voting, party: str, runs: Runs, view: Columns) -> Any:
        expression = voting.chance(party)
        if expression is None:
            raise TypeError(party)
        return uniforms(site_key(self._seed, decision, party), runs) < chance_column(expression, view)

    def _count(self, law: Law, decision: str, ballot: BallotTable, ayes: Any, carried: Any) -> None:
        np, size = numpy(), ayes.shape[1]
        count = ayes.sum(axis=0, dtype=np.int64) if ballot.counts_heads else None
        for index, party in enumerate(ballot.voters):
            if count is not None:
                other = ballot.by_count[count + np.where(ayes[index], -1, 1)]
            else:
                turned = ayes.copy()
                turned[index] = ~turned[index]
                other = ballot.carried(turned)
            pivotal = int(np.count_nonzero(other != carried))
            law.voted(decision, party, (size, int(np.count_nonzero(ayes[index])), pivotal))


def chance_column(expression: Expression, view: Columns, *, squash: bool = False) -> Any:
    """Return chances: numbers cut to what lies between 0 and 1, or squashed into it by the logistic function."""
    np, column = numpy(), view.evaluate(expression)
    if column.known is not None and not np.all(column.known):
        raise refused(expression, "this chance is unknown here", "ask in `when` first, or write a number")
    if np.isnan(np.sum(column.values)):
        raise too_large(expression)
    if squash:
        return 1 / (1 + np.exp(-np.clip(column.values, -700, 700)))
    return np.minimum(np.maximum(column.values, 0.0), 1.0)


def _true(column: Column, size: int) -> Any:
    """Return where a condition is true."""
    np = numpy()
    true = column.values if column.known is None else np.logical_and(column.values, column.known)
    return np.flatnonzero(np.broadcast_to(true, size))
