"""A game in whole numbers: every requirement as integer weights and the least sum that is enough."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from govsim.rules.power.game import Game, Requirement, step_of, total


@dataclass(frozen=True, slots=True)
class Line:
    """A requirement in whole numbers.

    Attributes:
        weights: of each player.
        needed: the least sum that is enough.
        with_chair: the least sum that is enough when the one who breaks ties is for it.
    """

    weights: tuple[int, ...]
    needed: int
    with_chair: int


@dataclass(frozen=True, slots=True)
class WholeGame:
    """A game reduced to those who matter: whoever weighs nothing, vetoes nothing and breaks no tie is left out.

    Attributes:
        players: the ids in their order.
        lines: what must be reached, one for each set of weights; none where anything carries.
        vetoers: the players without whom nothing carries, as positions.
        chair: the player who breaks ties, as a position; None where nobody does.
        possible: whether anything can carry.
    """

    players: tuple[str, ...]
    lines: tuple[Line, ...]
    vetoers: tuple[int, ...]
    chair: int | None
    possible: bool


@dataclass(frozen=True, slots=True)
class Case:
    """What the players who are not fixed must still reach, where those who are fixed vote in one way.

    Attributes:
        fixed: how many of the fixed players are for it.
        chair: whether the one who breaks ties is among them.
        needs: the least sum under each line.
    """

    fixed: int
    chair: bool
    needs: tuple[int, ...]


def in_whole_numbers(game: Game) -> WholeGame:
    """Return a game in whole numbers; two requirements on the same weights become one line."""
    lines: dict[tuple[int, ...], Line] = {}
    for requirement in game.requirements:
        line = _line(game, requirement)
        if line.with_chair <= 0:
            continue
        other = lines.get(line.weights, line)
        most = max(line.needed, other.needed), max(line.with_chair, other.with_chair)
        lines[line.weights] = Line(line.weights, *most)
    possible = game.quorate and all(line.with_chair <= sum(line.weights) for line in lines.values())
    chair = game.tie_break if any(line.needed != line.with_chair for line in lines.values()) else None
    kept = [
        number
        for number, party in enumerate(game.members)
        if party == chair or party in game.vetoers or any(line.weights[number] for line in lines.values())
    ]
    players = tuple(game.members[number] for number in kept)
    return WholeGame(
        players,
        tuple(Line(tuple(line.weights[one] for one in kept), line.needed, line.with_chair) for line in lines.values()),
        tuple(number for number, party in enumerate(players) if party in game.vetoers),
        None if chair is None else players.index(chair),
        possible,
    )


def _line(game: Game, requirement: Requirement) -> Line:
    weights = game.weights_of(requirement)
    step = step_of(weights)
    scaled = tuple(int(weight / step) for weight in weights)
    threshold = requirement.threshold
    part = threshold.part * game.whole_of(requirement) / step
    needed = math.floor(part) + 1 if threshold.more_than is not None else math.ceil(part)
    if threshold.minimum is not None:
        needed = max(needed, math.ceil(Fraction(threshold.minimum) / step))
    with_chair = needed
    half = total(weights) / step / 2
    if game.tie_break is not None and half.denominator == 1 and needed == half + 1:
        with_chair = int(half)
    return Line(scaled, needed, with_chair)


def all_alike(game: WholeGame) -> bool:
    """Return whether something can carry and nobody is told apart, so that everybody has the same power.

    This needs no count, however many they are.
    """
    apart = game.vetoers or game.chair is not None or any(len(set(line.weights)) > 1 for line in game.lines)
    return game.possible and bool(game.lines) and not apart


def free_players(game: WholeGame) -> list[int]:
    """Return the players who are not fixed: neither a vetoer nor the one who breaks ties."""
    return [number for number in range(len(game.players)) if number not in game.vetoers and number != game.chair]


def cases_of(game: WholeGame) -> list[Case]:
    """Return in which ways the fixed players can vote so that something can still carry: vetoers only for it."""
    cases = []
    for there in (True, False):
        if there if game.chair is None else game.chair in game.vetoers and not there:
            continue
        fixed = set(game.vetoers) | ({game.chair} if there and game.chair is not None else set())
        needs = tuple(
            (line.with_chair if there else line.needed) - sum(line.weights[one] for one in fixed) for line in game.lines
        )
        cases.append(Case(len(fixed), there, needs))
    return cases
