"""Power of weighted members: both indices of a hundred, and of twenty beside the plain list of their coalitions.

The weights are heavy-tailed whole numbers and a majority carries; every part is an exact fraction. The baseline for a
hundred is the textbook count of subsets by size and weight, one Python number each, with one player divided out at a
time. Run: python benchmarks/bench_power.py. Environment: REPS (3), SCALE (10, the lightest weight).
"""

from __future__ import annotations

import math
import os
import random
import statistics
import time
from collections.abc import Callable
from fractions import Fraction

from govsim.model.bylaws import Threshold
from govsim.rules.power import Game, Requirement, banzhaf, shapley

REPS = int(os.environ.get("REPS", "3"))
SCALE = int(os.environ.get("SCALE", "10"))
MAJORITY = Threshold.model_validate({"more_than": "1/2", "of": "cast"})


def weights_of(members: int, scale: int = SCALE) -> list[int]:
    """Return weights of which few are large."""
    rng = random.Random(members)
    return [int(rng.paretovariate(1.2) * scale) for _ in range(members)]


def game_of(weights: list[int]) -> Game:
    """Return the game in which a majority of the weights carries."""
    names = tuple(f"m{number}" for number in range(len(weights)))
    return Game(names, (Requirement(MAJORITY, tuple(Fraction(weight) for weight in weights)),))


def both(game: Game) -> list[list[Fraction]]:
    """Return both indices in the order of the members."""
    return [list(banzhaf(game).values()), list(shapley(game).values())]


def parts(turns: list[int]) -> list[Fraction]:
    """Return each number as a part of their sum."""
    return [Fraction(turn, sum(turns)) for turn in turns]


def textbook(weights: list[int]) -> list[list[Fraction]]:
    """Return both indices by counts of subsets, ``counts[size][sum]``, with one player divided out at a time."""
    members, quota = len(weights), sum(weights) // 2 + 1
    counts = [[0] * quota for _ in range(members + 1)]
    counts[0][0] = 1
    for done, weight in enumerate(weights):
        for size in range(done, -1, -1):
            above, here = counts[size + 1], counts[size]
            for sum_ in range(weight, quota):
                above[sum_] += here[sum_ - weight]
    orders = [math.factorial(size) * math.factorial(members - 1 - size) for size in range(members)]
    alone, ordered = [], []
    for weight in weights:
        fewer, turns = counts[0], []
        for size in range(members):
            if size:
                row = counts[size]
                fewer = row[:weight] + [whole - less for whole, less in zip(row[weight:], fewer, strict=False)]
            turns.append(sum(fewer[max(0, quota - weight) :]))
        alone.append(sum(turns))
        ordered.append(sum(turn * order for turn, order in zip(turns, orders, strict=True)))
    return [parts(alone), parts(ordered)]


def listed(weights: list[int]) -> list[list[Fraction]]:
    """Return both indices from every coalition in turn."""
    members, quota = len(weights), sum(weights) // 2 + 1
    sums = [0]
    for weight in weights:
        sums += [sum_ + weight for sum_ in sums]
    turns = [[0] * members for _ in weights]
    for number, sum_ in enumerate(sums):
        if sum_ < quota:
            size = number.bit_count()
            for place, weight in enumerate(weights):
                if sum_ + weight >= quota and not number >> place & 1:
                    turns[place][size] += 1
    orders = [math.factorial(size) * math.factorial(members - 1 - size) for size in range(members)]
    ordered = [sum(turn * order for turn, order in zip(row, orders, strict=True)) for row in turns]
    return [parts([sum(row) for row in turns]), parts(ordered)]


def seconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def beside(members: int, name: str, plain: Callable[[list[int]], list[list[Fraction]]], reps: int, bar: str) -> None:
    """Compare both indices with a plain count of them, in turn."""
    weights = weights_of(members)
    game = game_of(weights)
    if both(game) != plain(weights):
        raise AssertionError(f"{members} members: not what {name} gives")
    times = [(seconds(lambda: both(game)), seconds(lambda: plain(weights))) for _ in range(reps)]
    ours, theirs = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"{members} members, weights up to {max(weights):,}, {sum(weights):,} together")
    print(f"  both indices {ours:.3f} s{bar}   {name} {theirs:.2f} s   ratio {ours / theirs:.4f}")


def heavier() -> None:
    """Print how long each index takes as the weights of a hundred members grow."""
    for scale in (100, 500):
        game = game_of(weights_of(100, scale))
        sum_ = sum(weights_of(100, scale))
        print(f"100 members, {sum_:,} together")
        for index in (banzhaf, shapley):
            times = [seconds(lambda index=index, game=game: index(game)) for _ in range(REPS)]
            print(f"  {index.__name__} {statistics.median(times):.3f} s")
    game = game_of(weights_of(20, 100_000))
    times = [seconds(lambda: both(game)) for _ in range(REPS)]
    print(f"20 members, {sum(weights_of(20, 100_000)):,} together: both indices {statistics.median(times):.3f} s")


if __name__ == "__main__":
    beside(20, "every coalition in turn", listed, REPS, "")
    beside(100, "one Python number a sum and size", textbook, 1, " (bar 1.5)")
    heavier()
