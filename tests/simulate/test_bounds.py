"""What could run for ever or grow without end comes to a clear mistake or to a bounded run."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsim.model.errors import DocumentError
from govsim.simulate import source
from govsim.simulate.drawing import Walker
from govsim.simulate.exact import Bounds
from govsim.simulate.kernel import Kernel
from govsim.simulate.program import Program
from govsim.simulate.states import States

from .models import Data, coin, hours, outcome, prepared, simulated

SQUARES: Data = {"id": "s", "at": "2022-05-03", "every": "1h", "times": "60", "set": {"n": "n * n"}}


def doubling(count: int) -> list[Data]:
    """Return coins that write a number in binary: no two ways come to the same."""
    options = {
        "one": {"weight": "1/2", "then": [{"let": {"n": "n * 2 + 1"}}]},
        "zero": {"weight": "1/2", "then": [{"let": {"n": "n * 2"}}]},
    }
    return [{"id": f"c{index}", "at": at, "options": options} for index, at in enumerate(hours(count))]


def test_a_number_that_grows_without_end_is_a_mistake_where_it_is_written(tmp_path: Path) -> None:
    fields: Data = {"variables": {"n": "2"}, "decisions": [SQUARES], "outcomes": {"n": "n"}}
    with pytest.raises(DocumentError, match=r"what-if\.yaml:\d+:\d+: this number has more than a thousand digits"):
        simulated(tmp_path, **fields)


@pytest.mark.parametrize("reads", [{"set": {"m": "n"}}, {"policy": {"chance": "n - n", "option": "a"}}])
def test_so_it_is_where_runs_are_drawn_in_columns(tmp_path: Path, reads: Data) -> None:
    last: Data = {"id": "last", "at": "2022-05-10", "options": {"a": {}, "b": {}}, **reads}
    fields: Data = {"variables": {"n": "2", "m": "0"}, "draws": {"z": {"uniform": ["0", "1"]}}}
    with pytest.raises(DocumentError, match=r"what-if\.yaml:\d+:\d+: this number becomes too large to be drawn"):
        simulated(tmp_path, decisions=[SQUARES, last], outcomes={"m": "m"}, **fields)


def test_ways_without_number_are_drawn_in_columns_and_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fields: Data = {"variables": {"n": "0"}, "decisions": doubling(12), "outcomes": {"n": "n", "odd": "n > 2047"}}
    ready = prepared(tmp_path, **fields)
    program = Program(ready.plan, {})
    walker, kernel = Walker(States(program), 3), Kernel(program, 3)
    for run in range(30):
        assert walker.outcomes(run) == kernel.outcomes(run)
    by_states = simulated(tmp_path, {"method": "sampled"}, **fields)
    monkeypatch.setattr(source, "AUTOMATIC", Bounds(100, 100))
    in_columns = simulated(tmp_path, {"method": "sampled"}, **fields)
    assert in_columns.outcomes == by_states.outcomes


def test_a_thousand_times_are_drawn(tmp_path: Path) -> None:
    again = coin("c", "1/2", at="2022-05-03", every="1h", times="1000")
    options = {"method": "sampled", "runs": 400}
    view = simulated(tmp_path, options, variables={"n": "0"}, decisions=[again], outcomes={"n": "n"})
    mean = outcome(view, "n").mean
    assert mean is not None
    assert abs(mean - 500) < 4 * 15.8 / 20


def test_a_thousand_million_people_are_counted_and_not_followed(tmp_path: Path) -> None:
    crowd: Data = {"size": "1000000000", "threshold": {"normal": ["0", "1"]}}
    ask: Data = {
        "id": "a",
        "at": "2022-05-03",
        "every": "1h",
        "times": "30",
        "tick": "t",
        "signing": {"crowd": "c", "pressure": "t / 100", "chance": "0.001", "share": "s"},
    }
    view = simulated(tmp_path, {"runs": 200}, crowds={"c": crowd}, decisions=[ask], outcomes={"s": "s"})
    share = outcome(view, "s").quantiles
    assert share is not None
    assert share[2] - share[0] < 1e-4


def test_more_decisions_than_can_be_unfolded_are_a_mistake(tmp_path: Path) -> None:
    clocks = [coin(f"c{index}", at="2022-05-03", every="1min", times="1000") for index in range(6)]
    with pytest.raises(DocumentError, match=r"what-if\.yaml:\d+:\d+: these are more than 5,000 decisions"):
        simulated(tmp_path, variables={"n": "0"}, decisions=clocks, outcomes={"n": "n"})
