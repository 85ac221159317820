"""The screen: its first frame beside that of an empty Textual app, and the own work of a step on a long record.

First frames are whole processes, in turn: an empty Textual app, and govsim on a ledger that holds the bundled weekend,
each started, drawn once in a window of 120 by 36 and left. Both find their modules compiled, as pip leaves them and as
a second start finds them, whatever PYTHONDONTWRITEBYTECODE says. A step is the handler itself with every pane it draws:
no waiting, no terminal. Run: python benchmarks/bench_screen.py. Environment: EVENTS (100000), POSTS (1000), STEPS
(20000, for memory), REPS (200).
"""

from __future__ import annotations

import asyncio
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from long_record import LongRecord

from govsim.replay.collector import collector_at_rest
from govsim.replay.log import log_of
from govsim.replay.timeline import ALL
from govsim.service.gov import Gov
from govsim.service.opening import open_weekend
from govsim.service.past import Clocks, Past
from govsim.tui.app import GovsimApp

EVENTS = int(os.environ.get("EVENTS", "100000"))
POSTS = int(os.environ.get("POSTS", "1000"))
STEPS = int(os.environ.get("STEPS", "20000"))
REPS = int(os.environ.get("REPS", "200"))
SIZE = (120, 36)

EMPTY = """
import asyncio
from textual.app import App
async def go():
    async with App().run_test(size=(120, 36)) as pilot:
        await pilot.pause()
asyncio.run(go())
"""
WEEKEND = """
import asyncio, sys
from govsim.replay.collector import collector_at_rest, collector_paused
with collector_paused():  # as govsim.cli.screen does
    from govsim.service.opening import BUNDLED, open_weekend
    from govsim.tui.app import GovsimApp
    app = GovsimApp(open_weekend(sys.argv[1]), BUNDLED)
collector_at_rest()
async def go():
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
asyncio.run(go())
"""


def spent(compiled: str, code: str, *arguments: str) -> float:
    """Return the processor seconds of a Python process; *compiled* is where it keeps its compiled modules."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code, *arguments], check=True, env={**env, "PYTHONPYCACHEPREFIX": compiled})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def first_frames() -> None:
    """Print what the first frame costs beside that of an empty app."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/ledger.db"
        open_weekend(url)  # the first start loads the record; all later ones find it
        pairs = [(spent(folder, EMPTY), spent(folder, WEEKEND, url)) for _ in range(10)][1:]  # the first one compiles
    ratio = statistics.median(ours / empty for empty, ours in pairs)
    ours = statistics.median(ours for _, ours in pairs)
    print(f"first frame of the weekend: {ours:.2f} s of processor time, {ratio:.2f} of an empty Textual app (bar 2)")


def long_app() -> GovsimApp:
    """Return the app on a long record."""
    gov = Gov(None, [])
    past = Past(log_of([LongRecord(EVENTS, POSTS).record()]), Clocks(), ALL)
    gov.past = lambda clocks=None: past  # type: ignore[method-assign]  # a record of this size is in no file
    return GovsimApp(gov, "long", "UTC")


async def steps() -> None:
    """Print what steps cost, and whether memory stays flat over many."""
    start = time.process_time()
    app = long_app()
    collector_at_rest()
    print(f"{EVENTS} events, {POSTS} posts: made, replayed and opened in {time.process_time() - start:.1f} s")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        rng = random.Random(1)
        moves = {
            "a step on": lambda: app.action_step(1),
            "a step back": lambda: app.action_step(-1),
            "to the next change": lambda: app.action_change(1),
            "to a random place": lambda: app.go(app.walk.at(rng.randrange(len(app.walk)))),
        }
        for what, move in moves.items():
            app.go(app.walk.at(len(app.walk) // 2))
            await pilot.pause()
            times = []
            for _ in range(REPS):
                start = time.process_time()
                move()
                times.append((time.process_time() - start) * 1000)
                await pilot.pause()
            times.sort()
            middle, slow = statistics.median(times), times[int(REPS * 0.99)]
            print(f"  {what:20} median {middle:6.2f} ms, 99 of 100 under {slow:6.2f} (bar 16)")
        app.go(app.walk.at(0))
        seen = []
        for number in range(STEPS):
            app.action_step(1)
            if number % 50 == 0:
                await pilot.pause()
            if number % (STEPS // 10) == 0:
                seen.append(int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6)
        print(f"  memory over {STEPS} steps: {seen[1]:.0f} to {seen[-1]:.0f} MB ({seen[-1] / seen[1]:.3f})")


first_frames()
asyncio.run(steps())
