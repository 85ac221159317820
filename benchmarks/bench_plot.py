"""A swimlane of many tenures, beside the plainest SVG of them: one rectangle a tenure, with nothing worked out.

The record is in memory and already replayed, as for a second picture of one ledger; the replay is in bench_replay.py.
Ours reads every span off the roster, finds gaps and disputes, packs lanes, draws together what a pixel cannot part,
measures every label and writes tooltips. The plain one formats a rectangle with an escaped title for each tenure.
Run: python benchmarks/bench_plot.py. Environment: TENURES (10000), REPS (5), POSTS (200).
"""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from html import escape
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from govsim.service.gov import Gov
from govsim.service.past import Past

TENURES = int(os.environ.get("TENURES", "10000"))
REPS = int(os.environ.get("REPS", "5"))
POSTS = int(os.environ.get("POSTS", "200"))


def record_text() -> str:
    """Return a record of posts that are handed from one person to the next, a few days uncertain or vacant between."""
    rng = random.Random(7)
    people = TENURES // 4
    lines = ["record: many", "title: Very many tenures", "zone: UTC", "covers: {from: 1900-01-01, to: 2026-12-31}"]
    lines += ["people:", *(f"  p{n}: Person {n}" for n in range(people)), "organizations: {org: Org}", "posts:"]
    lines += [f"  org/post-{n}: Post {n}" for n in range(POSTS)]
    lines.append("events:")
    each = TENURES // POSTS
    for post in range(POSTS):
        days = sorted(rng.sample(range(120 * 365), each + 1))
        for n, (start, end) in enumerate(pairwise(days)):
            who, at = f"p{rng.randrange(people)}", f"{date(1900, 1, 1) + timedelta(start)}"
            at += "" if rng.random() < 0.8 else "~"
            left = date(1900, 1, 1) + timedelta(rng.randint((start + end) // 2, end) if rng.random() < 0.3 else end)
            lines.append(f"  - {{id: h{post}-{n}, type: hired, at: {at}, who: {who}, to: org/post-{post}}}")
            lines.append(f"  - {{id: d{post}-{n}, type: departed, at: {left}, who: {who}, from: org/post-{post}}}")
    return "\n".join(lines) + "\n"


def plain(past: Past) -> str:
    """Return the plainest picture: a rectangle for each tenure in the row of its post."""
    tenures = [tenure for its in past.history.posts.values() for tenure in its.tenures]
    first = min(tenure.start_earliest for tenure in tenures)
    scale = 1000 / (max(tenure.end_latest for tenure in tenures if tenure.end_latest < 2**61) - first)
    rows = {post: number for number, post in enumerate(past.history.posts)}
    drawn = []
    for tenure in tenures:
        x, end = (tenure.start_earliest - first) * scale, (min(tenure.end_latest, 2**61) - first) * scale
        title = escape(f"{past.world.party(tenure.party).name}, {past.timeline.event(tenure.opened_by).at.text}")
        box = f'x="{x:.1f}" y="{rows[tenure.post] * 20}" width="{end - x:.1f}" height="16"'
        drawn.append(f"<rect {box}><title>{title}</title></rect>")
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(drawn)}</svg>'


def seconds(work: Callable[[], object]) -> float:
    """Return how long the processor works on it; others share the machine."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    """Print both, in turn."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "many.yaml"
        path.write_text(record_text(), encoding="utf-8")
        gov = Gov(None, [path])
        past = gov.past()
        tenures = sum(len(its.tenures) for its in past.history.posts.values())
        for name, by, width in (
            ("by post", "post", 1200),
            ("by person", "person", 1200),
            ("by post, phone", "post", 390),
        ):
            times = []
            for _ in range(REPS):
                ours = seconds(lambda by=by, width=width: gov.plot(by=by).svg(width=width))  # type: ignore[misc]
                times.append((ours, seconds(lambda: plain(past))))
            ours, theirs = (statistics.median(column) for column in zip(*times, strict=True))
            size = len(gov.plot(by=by).svg(width=width)) / 1000
            drawn = f"{tenures:,} tenures {name}: {ours:.2f} s (bar 1), {size:,.0f} kB"
            print(f"{drawn}   plain {theirs:.3f} s   ratio {ours / theirs:.1f}")


if __name__ == "__main__":
    main()
