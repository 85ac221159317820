"""The same numbers whoever draws runs, in whatever parts; what goes wrong elsewhere is told as here."""

from __future__ import annotations

import multiprocessing
import pickle
from pathlib import Path
from typing import Any

import pytest

from govsim.documents.scenario_file import read_scenario
from govsim.model.errors import DocumentError, GovsimError
from govsim.service import jobs
from govsim.service.executors import Threads, executor_named
from govsim.service.executors.processes import ATTEMPTS, Processes
from govsim.service.forecasting import Forecasts
from govsim.service.gov import Gov
from govsim.service.jobs import Bench, ExecutorError, blocks, job_of
from govsim.simulate import running
from govsim.simulate.source import Draw
from tests.service.scenarios import write_scenario

from .models import written

RUNS = 3 * running.BATCH + 17
AXES = ["p=0.2:0.8:0.3", "pull=0:1:0.5"]


@pytest.fixture
def forecasts() -> Forecasts:
    return Gov(None).scenarios.forecasts


def test_processes_and_threads_draw_the_same_to_the_last_bit(forecasts: Forecasts, tmp_path: Path) -> None:
    path = written(tmp_path)
    one = forecasts.simulate(path, runs=RUNS, workers=1)
    assert one.runs == RUNS
    for executor, workers in (("threads", 3), ("processes", 2)):
        assert forecasts.simulate(path, runs=RUNS, workers=workers, executor=executor) == one


def test_how_many_runs_a_worker_draws_at_a_time_changes_nothing(
    forecasts: Forecasts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path)
    one = forecasts.simulate(path, runs=2_000, workers=1)
    monkeypatch.setattr(running, "BATCH", 300)
    monkeypatch.setattr(jobs, "BATCH", 300)
    monkeypatch.setattr(jobs, "MOST_BATCHES", 2)
    assert forecasts.simulate(path, runs=2_000, workers=2) == one
    assert forecasts.simulate(path, runs=2_000, workers=2, executor="processes") == one


def test_a_sweep_is_the_same_from_processes(forecasts: Forecasts, tmp_path: Path) -> None:
    path = written(tmp_path)
    assert forecasts.sweep(path, AXES, runs=500, executor="processes", workers=2) == forecasts.sweep(
        path, AXES, runs=500, workers=1
    )


def test_who_draws_does_not_change_when_there_are_enough(
    forecasts: Forecasts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH", 500)
    monkeypatch.setattr(jobs, "BATCH", 500)
    path = written(tmp_path, outcomes={"back": "holds('ada', 'co/ceo', '2022-06-01')"})
    here = forecasts.simulate(path, runs=50_000, half_width=0.02, workers=1)
    assert here.why == "enough"
    assert here.runs < 10_000
    assert forecasts.simulate(path, runs=50_000, half_width=0.02, executor="processes", workers=2) == here


def test_a_process_that_is_killed_loses_nothing(forecasts: Forecasts, tmp_path: Path) -> None:
    path, killed = written(tmp_path), list[int]()

    def kill_one(_done: int, _of: int) -> None:
        if not killed:
            child = multiprocessing.active_children()[0]
            killed.append(child.pid or 0)
            child.kill()
            child.join()

    found = forecasts.simulate(path, runs=RUNS, executor="processes", workers=2, progress=kill_one)
    assert killed
    assert found == forecasts.simulate(path, runs=RUNS, workers=2)


def test_processes_that_are_killed_every_time_are_given_up(
    forecasts: Forecasts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("govsim.service.executors.processes._work", _dies)
    with pytest.raises(ExecutorError, match=rf"killed {ATTEMPTS} times in a row"):
        forecasts.simulate(written(tmp_path), runs=100, executor="processes", workers=1)


def _dies(*_: Any) -> None:
    import os  # noqa: PLC0415 - in the process that ends

    os._exit(1)


def test_a_division_by_zero_elsewhere_has_its_place_in_the_file(forecasts: Forecasts, tmp_path: Path) -> None:
    path = written(tmp_path, outcomes={"n": "1 / n"})
    said = []
    for executor in ("threads", "processes"):
        with pytest.raises(DocumentError) as failure:
            forecasts.simulate(path, runs=1_000, executor=executor, workers=2)
        said.append(str(failure.value))
    assert said[0] == said[1]
    assert "'1 / n' divides by zero" in said[0]


def test_somebody_who_has_seen_enough_gets_the_result_so_far(forecasts: Forecasts, tmp_path: Path) -> None:
    found = forecasts.simulate(
        written(tmp_path), runs=50 * running.BATCH, executor="processes", workers=2, progress=lambda _done, _of: False
    )
    assert found.why == "interrupted"
    assert 0 < found.runs < found.asked


def test_a_job_says_all_that_its_numbers_follow_from(tmp_path: Path) -> None:
    prepared = Gov(None).scenarios.prepare(written(tmp_path), {"press": "yes"})
    packed = job_of(prepared, 3, [{}]).packed
    assert packed.key == job_of(prepared, 3, [{}]).packed.key
    assert packed.key != job_of(prepared, 4, [{}]).packed.key
    (tmp_path / "house.yaml").unlink()
    (part,) = Bench(packed.content).work((Draw(0, "columns", 0, 500), Draw(0, "columns", 500, 900)), each=False)
    assert part.runs == 900
    assert part.law is not None
    assert part.law.decisions["press"] == {"yes": 900}


def test_what_comes_back_is_small_and_no_task_is_a_run(tmp_path: Path) -> None:
    prepared = Gov(None).scenarios.prepare(written(tmp_path, outcomes={"back": "holds('ada', 'co/ceo')"}))
    packed = job_of(prepared, 0).packed
    total = 1_000_000
    tasks = [Draw(0, "columns", *batch) for batch in running.ranges(total)]
    sent = list(blocks(tasks, total, 4))
    assert 4 <= len(sent) <= 32
    assert [task for block in sent for task in block] == tasks
    done = Bench(packed.content).work(sent[0], each=False)
    assert len(pickle.dumps(done)) < 2_000
    points = [Draw(point, "columns", 0, 100) for point in range(1_000)]
    assert len(list(blocks(points, 100_000, 4))) <= 8


def test_a_branch_of_a_ledger_is_drawn_elsewhere_as_it_stands(gov: Gov, tmp_path: Path) -> None:
    path = written(tmp_path)
    gov.load(tmp_path / "house.yaml")
    (tmp_path / "house.yaml").unlink()
    other = {"change": "ada-back", "set": {"who": "cleo"}}
    gov.run(write_scenario(tmp_path, name="before.yaml", scenario="before", changes=[other]))
    for branch, back in (("main", True), ("before", False)):
        prepared = gov.scenarios.prepare_text(read_scenario(path), branch=branch)
        here, there = (
            gov.scenarios.forecasts.of(prepared, running.Asked(1_000), executor=executor)
            for executor in (Threads(1), Processes(1))
        )
        assert there == here
        share = here.outcomes[0].true
        assert share is not None
        assert bool(share.count) is back


@pytest.mark.parametrize(
    ("written_", "said"),
    [
        ("proceses", "did you mean 'processes'?"),
        ("cluster", "write threads, processes or dask://host:port"),
        ("dask://somewhere", "is no address of a cluster"),
        ("dask://a b:1", "is no address of a cluster"),
        ("dask://x:1/../y", "is no address of a cluster"),
    ],
)
def test_who_is_to_draw_is_checked(written_: str, said: str) -> None:
    with pytest.raises(GovsimError) as failure:
        executor_named(written_)
    assert said in str(failure.value)


def test_a_cluster_brings_its_own_workers() -> None:
    with pytest.raises(GovsimError, match="a cluster has workers of its own"):
        executor_named("dask://localhost:8786", 4)
