"""A small game as the list of all its coalitions, one bit each: any rule, however it is put together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govsim.rules.power.whole import WholeGame

MAX_PLAYERS = 20
"""Most players whose coalitions are listed: a million bits, 0.2 s for each set of weights."""


def enumerated_swings(game: WholeGame, *, sized: bool) -> list[list[int]]:
    """Return for each player how many coalitions it makes winning, by their size without it."""
    players = len(game.players)
    winning = winning_bits(game)
    sizes = list(bits_by_size(players)) if sized else []
    swings = []
    for player in range(players):
        # Coalition C is bit C; the one with the player besides stands 2**player bits up.
        made = (winning >> (1 << player)) & ~winning & ~bits_with(player, players)
        swings.append([(made & size).bit_count() for size in sizes] if sized else [made.bit_count()])
    return swings


def winning_bits(game: WholeGame) -> int:
    """Return a number whose bit C says whether coalition C wins; player p belongs to C where bit p of C is set."""
    players = len(game.players)
    every = (1 << (1 << players)) - 1
    if not game.possible:
        return 0
    winning = every
    for line in game.lines:
        sums = _sums(line.weights)
        enough = _bits(sum_ >= line.needed for sum_ in sums)
        if line.with_chair < line.needed and game.chair is not None:
            enough |= _bits(sum_ >= line.with_chair for sum_ in sums) & bits_with(game.chair, players)
        winning &= enough
    for player in game.vetoers:
        winning &= bits_with(player, players)
    return winning


def bits_with(player: int, players: int) -> int:
    """Return the bits of all coalitions that a player belongs to."""
    block = ((1 << (1 << player)) - 1) << (1 << player)
    width = 2 << player
    while width < 1 << players:
        block |= block << width
        width *= 2
    return block


def bits_by_size(players: int) -> Iterator[int]:
    """Return the bits of the coalitions of 0, 1, 2, ... players, one number a size."""
    layers = [1]
    for player in range(players):
        moved = 1 << player
        layers = [
            (layers[size] if size < len(layers) else 0) | (layers[size - 1] << moved if size else 0)
            for size in range(len(layers) + 1)
        ]
    return iter(layers)


def _sums(weights: Sequence[int]) -> list[int]:
    sums = [0]
    for weight in weights:
        sums += [sum_ + weight for sum_ in sums]
    return sums


def _bits(truths: Iterator[bool]) -> int:
    return int("".join("1" if truth else "0" for truth in truths)[::-1], 2)
