"""Two timelines compared: what one has alone, and what both read otherwise."""

from __future__ import annotations

from typing import Any

from govsim.replay.log import log_of
from govsim.replay.timeline import Timeline, make_timeline
from govsim.whatif.diff import diff_timelines
from tests.replay.builders import departed, hired, make_record


def timeline(*events: dict[str, Any]) -> Timeline:
    return make_timeline(log_of([make_record(events)]))


def test_the_same_timeline_has_no_differences() -> None:
    events = [hired("ada", "2023-01-01"), departed("ada", "2023-06-01")]
    assert diff_timelines(timeline(*events), timeline(*events)) == []


def test_differences_come_in_the_order_of_their_times() -> None:
    one = timeline(
        {**hired("ada", "2023-01-01"), "id": "in"},
        {**departed("ada", "2023-06-01"), "id": "out"},
        {**hired("ben", "2023-03-01", "org/cfo"), "id": "cfo"},
    )
    two = timeline(
        {**hired("ada", "2023-02-01"), "id": "in"},
        {**departed("ada", "2023-06-01"), "id": "out"},
        {**hired("cleo", "2023-05-01", "org/board"), "id": "board"},
    )
    found = diff_timelines(one, two)
    assert [(difference.ref, difference.kind) for difference in found] == [
        ("r/in", "changed"),
        ("r/cfo", "only_a"),
        ("r/board", "only_b"),
    ]
    ((name, before, after),) = found[0].fields
    assert (name, before["text"], after["text"]) == ("at", "2023-01-01", "2023-02-01")
