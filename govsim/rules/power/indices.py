"""The power of each member as an exact part of the whole: by Banzhaf and by Shapley and Shubik."""

from __future__ import annotations

import math
from fractions import Fraction

from govsim.rules.power.game import Game
from govsim.rules.power.swings import swings_of
from govsim.rules.power.whole import WholeGame, all_alike, in_whole_numbers


def banzhaf(game: Game) -> dict[str, Fraction]:
    """Return each member's part of all the turns from losing to winning (Banzhaf index); the parts sum to 1.

    Every coalition counts the same. All parts are zero where nobody ever decides.
    """
    whole = in_whole_numbers(game)
    if all_alike(whole):
        return _equal_parts(game, whole)
    turns = [sum(counts) for counts in swings_of(whole, sized=False)]
    return _parts(game, dict(zip(whole.players, turns, strict=True)), sum(turns))


def shapley(game: Game) -> dict[str, Fraction]:
    """Return how often each member turns the vote when all join in any order (Shapley-Shubik); the parts sum to 1.

    Every order counts the same. All parts are zero where nobody ever decides.
    """
    whole = in_whole_numbers(game)
    if all_alike(whole):
        return _equal_parts(game, whole)
    players = len(whole.players)
    orders = [math.factorial(size) * math.factorial(players - 1 - size) for size in range(players)]
    turns = [
        sum(count * orders[size] for size, count in enumerate(counts) if count)
        for counts in swings_of(whole, sized=True)
    ]
    return _parts(game, dict(zip(whole.players, turns, strict=True)), sum(turns))


def _equal_parts(game: Game, whole: WholeGame) -> dict[str, Fraction]:
    return _parts(game, dict.fromkeys(whole.players, 1), len(whole.players))


def _parts(game: Game, turns: dict[str, int], all_: int) -> dict[str, Fraction]:
    return {party: Fraction(turns.get(party, 0), all_ or 1) for party in game.members}
