"""How often each player turns a losing coalition into a winning one, by the size of the coalition without it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from govsim.model.errors import GovsimError
from govsim.rules.power.tables import MAX_BYTES, Shape, Table, table_of
from govsim.rules.power.truth import MAX_PLAYERS, enumerated_swings
from govsim.rules.power.whole import Case, WholeGame, cases_of, free_players

_AS_QUICK = 2_000_000
"""Bytes of a table up to which filling it is quicker than listing the coalitions of 20 players."""


@dataclass(frozen=True, slots=True)
class _Need:
    """What the free players must reach: a sum, and a number of them; *fixed* players are for it besides."""

    fixed: int
    sum: int
    heads: int


def swings_of(game: WholeGame, *, sized: bool) -> list[list[int]]:
    """Return for each player how many coalitions it makes winning, by their size without it.

    Without *sized* it is one number a player, for coalitions of any size.
    """
    if not game.possible or not game.players:
        return [[0]] * len(game.players)
    free = free_players(game)
    if not game.lines:
        weights, needs = (0,) * len(free), [_Need(case.fixed, 0, 0) for case in cases_of(game)]
    else:
        found = _single_sum(game, free)
        if found is None:
            return _enumerated(game, sized=sized, why="several sets of weights count at once")
        weights, needs = found
    shape = Shape.of(len(free), sized=sized or any(need.heads > 0 for need in needs))
    most = MAX_BYTES if len(game.players) > MAX_PLAYERS else _AS_QUICK
    table = table_of(weights, max(need.sum for need in needs), shape, most)
    if table is None:
        why = f"the weights, made whole numbers, add up to {sum(weights):,} in too many different ways"
        return _enumerated(game, sized=sized, why=why)
    return _counted(game, free, weights, needs, table, shape)


def _enumerated(game: WholeGame, *, sized: bool, why: str) -> list[list[int]]:
    players = len(game.players)
    if players > MAX_PLAYERS:
        raise GovsimError(
            f"the power of {players} members cannot be counted exactly: {why}",
            hint=f"up to {MAX_PLAYERS} members every rule can; beyond that use rounder weights, or one set of them",
        )
    return enumerated_swings(game, sized=sized)


def _single_sum(game: WholeGame, free: Sequence[int]) -> tuple[tuple[int, ...], list[_Need]] | None:
    """Return the weights and needs of the free players under one line, with at most a count of heads besides.

    A line under which they all weigh the same is a count of heads, which the sizes of coalitions settle. None where two
    lines weigh them differently.
    """
    per_line = [tuple(line.weights[one] for one in free) for line in game.lines]
    heads = [number for number, weights in enumerate(per_line) if len(set(weights)) <= 1]
    sums = [number for number in range(len(per_line)) if number not in heads]
    if len(sums) > 1:
        return None
    # The first of several equal weights is as good a sum as any: it needs no sizes.
    main = sums[0] if sums else heads.pop(0)
    needs = []
    for case in cases_of(game):
        least = max((_heads(per_line[number], case, number) for number in heads), default=0)
        needs.append(_Need(case.fixed, case.needs[main], least))
    return per_line[main], needs


def _heads(weights: Sequence[int], case: Case, line: int) -> int:
    """Return how many players of equal weight a case needs; one more than there are where all are too few."""
    if case.needs[line] <= 0:
        return 0
    weight = weights[0] if weights else 0
    return -(-case.needs[line] // weight) if weight else len(weights) + 1


def _counted(
    game: WholeGame, free: Sequence[int], weights: Sequence[int], needs: Sequence[_Need], table: Table, shape: Shape
) -> list[list[int]]:
    all_, others = shape.all_of(len(free)), shape.all_of(len(free) - 1) if free else 0

    def placed(row: int, players: int) -> list[int]:
        """The counts of a row of coalitions to which a number of fixed players belong."""
        return [0] * players + shape.counts(row) if shape.width else [row]

    def winning(need: _Need) -> int:
        return shape.cut(all_ - table.below(need.sum), need.heads)

    def made_winning(need: _Need, weight: int) -> int:
        enough_with = others - shape.below_without(table, need.sum - weight, weight)
        enough_alone = others - shape.below_without(table, need.sum, weight)
        return shape.cut(enough_with, need.heads - 1) - shape.cut(enough_alone, need.heads)

    by_weight = {
        weight: _sum(placed(made_winning(need, weight), need.fixed) for need in needs) for weight in set(weights)
    }
    swings = {player: by_weight[weight] for player, weight in zip(free, weights, strict=True)}
    wins = [(need, winning(need)) for need in needs]
    for player in game.vetoers:
        swings[player] = _sum(placed(row, need.fixed - 1) for need, row in wins)
    if game.chair is not None and game.chair not in game.vetoers:
        (_, with_chair), (without, alone) = wins  # whatever carries against the chair's vote carries with it
        swings[game.chair] = placed(with_chair - alone, without.fixed)
    return [swings[player] for player in range(len(game.players))]


def _sum(rows: Iterable[list[int]]) -> list[int]:
    added: list[int] = []
    for row in rows:
        added.extend([0] * (len(row) - len(added)))
        for number, count in enumerate(row):
            added[number] += count
    return added
