"""Stepping through a long history: own work of a step, memory over many steps, and what opening costs.

A step is what its handler asks of the service: the board, the posts that changed, and the event told. A naive refill
works out every post before and after the event. Both run in turn at the same random places, and both are asked for
places not seen before, so that nothing is answered from memory alone. Run: python benchmarks/bench_step.py.
Environment: EVENTS (100000), POSTS (1000), STEPS (100000, for memory), REPS (200).
"""

from __future__ import annotations

import os
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial

from long_record import LongRecord

from govsim.replay.log import log_of
from govsim.replay.timeline import ALL
from govsim.service.past import Clocks, Past
from govsim.service.steps import Steps
from govsim.service.views import PostView

EVENTS = int(os.environ.get("EVENTS", "100000"))
POSTS = int(os.environ.get("POSTS", "1000"))
STEPS = int(os.environ.get("STEPS", "100000"))
REPS = int(os.environ.get("REPS", "200"))
BAR = 16.0


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work keeps a processor busy: its own work, whoever else the machine works for."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def each(work: Callable[[int], object], numbers: Iterable[int]) -> list[float]:
    """Return how long a piece of work takes for each of some numbers."""
    return [milliseconds(partial(work, number)) for number in numbers]


def show(what: str, times: Iterable[float], naive: float) -> None:
    """Print the median and the slowest of some times, beside a naive refill."""
    ranked = sorted(times)
    median, slow = statistics.median(ranked), ranked[int(len(ranked) * 0.99)]
    print(f"  {what:32} median {median:8.3f} ms   99 of 100 under {slow:8.3f} ms   ratio {median / naive:.4f}")


def opening() -> Steps:
    """Return the steps of a long record; print where the time until the first board goes."""
    log = log_of([LongRecord(EVENTS, POSTS).record()])
    opened: list[Past] = []
    replayed = milliseconds(lambda: opened.append(Past(log, Clocks(), ALL)))
    past = opened[0]
    disputes = milliseconds(lambda: past.roster.disputes)
    made: list[Steps] = []
    stepped = milliseconds(lambda: made.append(Steps(past)))
    steps = made[0]
    first = milliseconds(lambda: steps.board(len(steps) // 2))
    whole = replayed + disputes + stepped + first
    print(f"opening {EVENTS:,} events, {POSTS:,} posts that are read already: first board after {whole:.0f} ms")
    print(
        f"  order and replay {replayed:.0f}, disputes {disputes:.0f}, steps {stepped:.0f}, edges and board {first:.0f}"
    )
    views = milliseconds(lambda: sum(1 for _ in steps.events()))
    texts = milliseconds(lambda: steps.events().said)
    print(f"  telling every event, left until it is looked at: {views:.0f}; a text of each to search: {texts:.0f}")
    return steps


def step(steps: Steps, index: int) -> None:
    """Ask what the handler of one step asks."""
    steps.board(index), steps[index]


def refill(steps: Steps, index: int) -> list[tuple[PostView, PostView]]:
    """Return every post before and after an event, worked out anew."""
    past, at = steps.past, steps.times[index]
    tied = index > 0 and steps.times[index - 1] == at
    before = (at, index - 1) if tied else (at - 1, None)

    def view(post: str, at: int, upto: int | None) -> PostView:
        return past.post_view(past.roster.state(post, at, upto=upto))

    return [(view(post, *before), view(post, at, index)) for post in steps.posts]


def stepping(steps: Steps) -> None:
    """Print what steps cost at random and at successive places, and seeking the next change."""
    rng = random.Random(5)
    count = len(steps)

    places = [rng.randrange(1, count) for _ in range(REPS)]
    naive = statistics.median(each(partial(refill, steps), places[:: max(1, REPS // 20)]))
    print(f"steps over {count:,} events, {len(steps.posts):,} posts (bar {BAR:.0f} ms); a naive refill {naive:.1f} ms")
    start = count // 3
    row = range(start, min(start + REPS * 10, count))
    show("one after the other", each(partial(step, steps), row), naive)
    show("and back", each(partial(step, steps), reversed(row)), naive)
    show("n: the next change", each(steps.next_change, places), naive)
    show("N: the change before", each(partial(steps.next_change, back=True), places), naive)
    show("a jump to a random event", each(partial(step, steps), places), naive)
    between = [(steps.times[index] + steps.times[index - 1]) // 2 for index in places]
    show("a jump between two events", each(steps.board_at, between), naive)


def memory(steps: Steps) -> None:
    """Print the most memory that was ever in use, at times on a walk over many steps."""
    count, unit = len(steps), 1 if sys.platform == "darwin" else 1024
    most: list[float] = []
    for number in range(STEPS):
        step(steps, number % count)
        if (number + 1) % max(1, STEPS // 10) == 0:
            most.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6)
    print(f"most memory in use after each tenth of {STEPS:,} steps: {', '.join(f'{one:.0f}' for one in most)} MB")
    print(f"  after the last over after the first: {most[-1] / most[0]:.3f} (flat: 1)")


if __name__ == "__main__":
    walked = opening()
    stepping(walked)
    memory(walked)
