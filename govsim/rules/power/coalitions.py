"""Which coalitions just carry, and how few members can carry or block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from govsim.model.errors import GovsimError
from govsim.rules.power.game import Game
from govsim.rules.power.whole import Case, Line, WholeGame, cases_of, free_players, in_whole_numbers

MAX_COALITIONS = 20_000
"""Most minimal winning coalitions that are listed."""
MAX_STEPS = 1_500_000
"""Most steps of a search, about two seconds; what takes longer counts as several."""


def minimal_winning(game: Game) -> list[tuple[str, ...]]:
    """Return the coalitions that carry and would not without any one of theirs: the smallest first, in member order.

    More than 20,000 of them are an error, and so are rules under which a search for them takes too long.
    """
    whole = in_whole_numbers(game)
    if not whole.possible:
        return []
    found = []
    for coalition in _minimal(whole):
        found.append(tuple(sorted(coalition)))
        if len(found) > MAX_COALITIONS:
            raise GovsimError(f"more than {MAX_COALITIONS:,} coalitions just carry, too many to list")
    return [tuple(whole.players[one] for one in coalition) for coalition in sorted(found, key=lambda it: (len(it), it))]


def carry(game: Game) -> int | None:
    """Return how few members can carry a motion, None where nobody can."""
    whole = in_whole_numbers(game)
    if not whole.possible:
        return None
    free = free_players(whole)
    fewest = None
    for case in cases_of(whole):
        more = _fewest([tuple(line.weights[one] for one in free) for line in whole.lines], case.needs)
        if more is not None and (fewest is None or case.fixed + more < fewest):
            fewest = case.fixed + more
    return fewest


def block(game: Game) -> int | None:
    """Return how few members can stop a motion by voting against it, None where nothing stops it.

    0 where nothing carries anyway.
    """
    whole = in_whole_numbers(game)
    if not whole.possible:
        return 0
    ways = [1] if whole.vetoers else []
    ways += [few for line in whole.lines for few in _blocking(line, whole.chair)]
    return min(ways, default=None)


def _blocking(line: Line, chair: int | None) -> Iterator[int]:
    """The fewest players whose votes against miss one line: the heaviest, with the one who breaks ties or without."""
    if chair is None or line.needed == line.with_chair:
        yield _taken(line.weights, sum(line.weights) - line.needed)
        return
    others = [weight for number, weight in enumerate(line.weights) if number != chair]
    if sum(others) > sum(line.weights) - line.with_chair:
        yield _taken(others, sum(line.weights) - line.with_chair)
    yield 1 + _taken(others, sum(others) - line.needed)


def _taken(weights: Sequence[int], spare: int) -> int:
    """Return how many of the heaviest weigh more than is to spare together; they are known to be enough."""
    if spare < 0:
        return 0
    return 1 + next(number for number, sum_ in enumerate(accumulate(sorted(weights, reverse=True))) if sum_ > spare)


def _fewest(lines: Sequence[Sequence[int]], needs: Sequence[int]) -> int | None:
    """Return how few players reach every need, None where all of them do not."""
    alone = []
    for weights, need in zip(lines, needs, strict=True):
        reached = accumulate(sorted(weights, reverse=True), initial=0)
        fewest = next((number for number, sum_ in enumerate(reached) if sum_ >= need), None)
        if fewest is None:
            return None
        alone.append(fewest)
    least = max(alone, default=0)
    if sum(len(set(weights)) > 1 for weights in lines) <= 1:
        return least  # the heaviest under the one line that tells players apart
    players = sorted(zip(*lines, strict=True), key=sum, reverse=True)
    steps = _Steps("how few members can carry")
    return next(size for size in range(least, len(players) + 1) if _reach(players, tuple(needs), size, steps))


class _Steps:
    """Counts the steps of a search and stops one that takes too long."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._left = MAX_STEPS

    def take(self, steps: int = 1) -> None:
        self._left -= steps
        if self._left < 0:
            raise GovsimError(
                f"{self._what} cannot be found in {MAX_STEPS:,} steps: too many members can be combined",
                hint="use fewer members, rounder weights, or one set of them",
            )


def _reach(players: Sequence[tuple[int, ...]], needs: tuple[int, ...], size: int, steps: _Steps) -> bool:
    """Return whether some players, *size* of them, reach every need."""
    steps.take(10 * len(players))  # which also ends it long before Python's limit of nested calls
    if all(need <= 0 for need in needs):
        return True
    if size == 0 or not players:
        return False
    for line, need in enumerate(needs):
        if sum(sorted((player[line] for player in players), reverse=True)[:size]) < need:
            return False
    left = tuple(need - weight for need, weight in zip(needs, players[0], strict=True))
    return _reach(players[1:], left, size - 1, steps) or _reach(players[1:], needs, size, steps)


def _minimal(game: WholeGame) -> Iterator[frozenset[int]]:
    """The coalitions that just carry: the fixed players vote in each way, the free ones join from the heaviest down.

    Under one line the last to join is the lightest, so that every coalition found just carries; under several, and with
    one who breaks ties, some do not and are left out.
    """
    free = sorted(free_players(game), key=lambda one: [line.weights[one] for line in game.lines], reverse=True)
    weights = [tuple(line.weights[one] for line in game.lines) for one in free]
    rest = [tuple(0 for _ in game.lines)]
    for weight in reversed(weights):
        rest.append(tuple(map(int.__add__, rest[-1], weight)))
    rest.reverse()
    steps = _Steps("the coalitions that just carry")
    for case in cases_of(game):
        fixed = frozenset(game.vetoers) | ({game.chair} if case.chair and game.chair is not None else frozenset())
        open_: list[tuple[int, tuple[int, ...], tuple[int, ...]]] = [(0, case.needs, ())]
        while open_:
            steps.take()
            at, needs, joined = open_.pop()
            if all(need <= 0 for need in needs):
                coalition = fixed | {free[one] for one in joined}
                steps.take(len(coalition))
                if _just_carries(game, case, coalition):
                    yield coalition
            elif all(need <= sum_ for need, sum_ in zip(needs, rest[at], strict=True)):
                left = tuple(need - weight for need, weight in zip(needs, weights[at], strict=True))
                open_ += [(at + 1, needs, joined), (at + 1, left, (*joined, at))]


def _just_carries(game: WholeGame, case: Case, coalition: frozenset[int]) -> bool:
    """Return whether a coalition that carries would not without any one of its players."""
    sums = [sum(line.weights[one] for one in coalition) for line in game.lines]
    for player in coalition - frozenset(game.vetoers):
        chair = case.chair and player != game.chair
        if all(
            sum_ - line.weights[player] >= (line.with_chair if chair else line.needed)
            for sum_, line in zip(sums, game.lines, strict=True)
        ):
            return False
    return True
