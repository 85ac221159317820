"""A second, slow reading of power: every coalition, every order, in fractions."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, combinations
from typing import Literal

from govsim.model.bylaws import Threshold
from govsim.rules.power import Game, Requirement

MAJORITY = Threshold.model_validate({"more_than": "1/2", "of": "cast"})


def at_least(part: str, minimum: int | None = None) -> Threshold:
    """A part that must at least be reached."""
    return _threshold("at_least", part, minimum)


def more_than(part: str, minimum: int | None = None) -> Threshold:
    """A part that must be passed."""
    return _threshold("more_than", part, minimum)


def _threshold(how: Literal["at_least", "more_than"], part: str, minimum: int | None) -> Threshold:
    written = {how: part, "of": "cast"} | ({} if minimum is None else {"minimum": str(minimum)})
    return Threshold.model_validate(written)


def names(count: int) -> tuple[str, ...]:
    """So many members."""
    return tuple(f"m{number}" for number in range(count))


def fractions(*weights: int | str | Fraction) -> tuple[Fraction, ...]:
    """Weights as fractions."""
    return tuple(Fraction(weight) for weight in weights)


def weighted(
    weights: list[int], threshold: Threshold = MAJORITY, *, vetoers: tuple[str, ...] = (), tie_break: str | None = None
) -> Game:
    """A game with one set of weights, its members m0, m1, ..."""
    return Game(names(len(weights)), (Requirement(threshold, fractions(*weights)),), vetoers, tie_break)


def wins(game: Game, coalition: frozenset[str]) -> bool:
    """Whether a coalition carries, read from the rules once more."""
    if game.quorum is not None and not _enough(game, game.quorum, frozenset(game.members)):
        return False
    return set(game.vetoers) <= coalition and all(_reached(game, one, coalition) for one in game.requirements)


def _reached(game: Game, requirement: Requirement, coalition: frozenset[str]) -> bool:
    if _enough(game, requirement, coalition):
        return True
    others = frozenset(game.members) - coalition
    tie = _count(game, requirement, coalition) == _count(game, requirement, others)
    if not tie or game.tie_break not in coalition:
        return False
    # The least that two counts can differ by, over the common denominator of the weights.
    weights = [Fraction(1)] * len(game.members) if requirement.weights is None else list(requirement.weights)
    below = math.lcm(*(weight.denominator for weight in weights))
    step = Fraction(math.gcd(*(int(weight * below) for weight in weights)), below)
    return _passes(game, requirement, _count(game, requirement, coalition) + step)


def _count(game: Game, requirement: Requirement, coalition: frozenset[str]) -> Fraction:
    if requirement.weights is None:
        return Fraction(len(coalition))
    return sum((w for one, w in zip(game.members, requirement.weights, strict=True) if one in coalition), Fraction(0))


def _enough(game: Game, requirement: Requirement, coalition: frozenset[str]) -> bool:
    return _passes(game, requirement, _count(game, requirement, coalition))


def _passes(game: Game, requirement: Requirement, count: Fraction) -> bool:
    whole = requirement.whole
    if whole is None:
        whole = _count(game, requirement, frozenset(game.members))
    threshold = requirement.threshold
    line = threshold.part * whole
    reached = count >= line if threshold.more_than is None else count > line
    return reached and count >= (threshold.minimum or 0)


def coalitions(game: Game) -> Iterator[frozenset[str]]:
    """Every coalition, the smallest first."""
    sizes = range(len(game.members) + 1)
    return map(frozenset, chain.from_iterable(combinations(game.members, size) for size in sizes))


def naive_indices(game: Game) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    """Banzhaf and Shapley-Shubik, turn by turn."""
    won = {coalition: wins(game, coalition) for coalition in coalitions(game)}
    turns = dict.fromkeys(game.members, 0)
    orders = dict.fromkeys(game.members, 0)
    for coalition, carries in won.items():
        before, after = len(coalition) - 1, len(game.members) - len(coalition)
        for member in coalition if carries else ():
            if not won[coalition - {member}]:
                turns[member] += 1
                orders[member] += math.factorial(before) * math.factorial(after)
    return _parts(turns), _parts(orders)


def _parts(turns: dict[str, int]) -> dict[str, Fraction]:
    return {member: Fraction(count, sum(turns.values()) or 1) for member, count in turns.items()}


def naive_minimal(game: Game) -> list[tuple[str, ...]]:
    """The coalitions that carry and none of whose parts does."""
    winning = [coalition for coalition in coalitions(game) if wins(game, coalition)]
    just = [one for one in winning if not any(other < one for other in winning)]
    ordered = [tuple(member for member in game.members if member in one) for one in just]
    return sorted(ordered, key=lambda one: (len(one), [game.members.index(member) for member in one]))


def naive_carry(game: Game) -> int | None:
    """The size of the smallest coalition that carries."""
    return min((len(one) for one in coalitions(game) if wins(game, one)), default=None)


def naive_block(game: Game) -> int | None:
    """The size of the smallest coalition without which nothing carries."""
    everybody = frozenset(game.members)
    return min((len(one) for one in coalitions(game) if not wins(game, everybody - one)), default=None)
