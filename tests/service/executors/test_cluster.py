"""A real Dask cluster of processes: the same numbers, also where workers are killed; what is wrong is told."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from govsim.service.executors import cluster as ours
from govsim.service.forecasting import Forecasts
from govsim.service.gov import Gov
from govsim.service.jobs import ExecutorError
from govsim.simulate import running

from .models import written

distributed = pytest.importorskip("distributed", reason="the extra govsim[cluster] is not installed")
RUNS = 6 * running.BATCH + 5


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Two workers, each a process of its own."""
    folder = tmp_path_factory.mktemp("dask")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            local_directory=str(folder),
            silence_logs=50,
        )
    yield made
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made.close(timeout=20)


@pytest.fixture
def forecasts() -> Forecasts:
    return Gov(None).scenarios.forecasts


def address(cluster: Any) -> str:
    return str(cluster.scheduler_address).replace("tcp://", "dask://")


def test_a_cluster_draws_the_same_to_the_last_bit(cluster: Any, forecasts: Forecasts, tmp_path: Path) -> None:
    path = written(tmp_path)
    here = forecasts.simulate(path, runs=RUNS, workers=1)
    assert forecasts.simulate(path, runs=RUNS, executor=address(cluster)) == here
    axes = ["p=0.2:0.8:0.3"]
    swept = forecasts.sweep(path, axes, runs=2_000, executor=address(cluster))
    assert swept == forecasts.sweep(path, axes, runs=2_000, workers=1)


def test_the_workers_draw_and_not_whoever_asks(
    cluster: Any, forecasts: Forecasts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("govsim.simulate.kernel.Kernel.law", None)
    assert forecasts.simulate(written(tmp_path), runs=100, executor=address(cluster)).runs == 100


def test_a_worker_that_is_killed_loses_nothing(cluster: Any, forecasts: Forecasts, tmp_path: Path) -> None:
    path, killed = written(tmp_path), list[int]()

    def kill_one(_done: int, _of: int) -> None:
        if not killed:
            with distributed.Client(cluster, set_as_default=False) as client:
                killed.append(next(iter(client.run(os.getpid).values())))
            os.kill(killed[0], signal.SIGKILL)

    runs = 24 * running.BATCH
    found = forecasts.simulate(path, runs=runs, executor=address(cluster), progress=kill_one)
    assert killed
    assert found == forecasts.simulate(path, runs=runs, workers=2)


def test_a_division_by_zero_on_a_worker_has_its_place(cluster: Any, forecasts: Forecasts, tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"what-if\.yaml:\d+:\d+: '1 / n' divides by zero"):
        forecasts.simulate(written(tmp_path, outcomes={"n": "1 / n"}), runs=100, executor=address(cluster))


def test_workers_of_another_version_are_refused(
    cluster: Any, forecasts: Forecasts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ours, "build", lambda: "govsim 9.9 (abc), numpy 2, Python 3")
    with pytest.raises(ExecutorError) as failure:
        forecasts.simulate(written(tmp_path), runs=100, executor=address(cluster))
    assert "the cluster runs other versions, which may draw other numbers" in str(failure.value)
    assert "here runs govsim 9.9 (abc)" in str(failure.value)
    assert "pip install 'govsim[cluster]'" in str(failure.value)


def test_versions_are_compared_before_anything_is_sent() -> None:
    node = {"packages": {"govsim": None, "numpy": "2.4.6", "python": "3.12.1.final.0", "distributed": "2026.8.0"}}
    mine = {"packages": {"govsim": "0.1.0", "numpy": "2.4.6", "python": "3.11.7.final.0", "distributed": "2026.8.0"}}
    assert list(ours._differing("worker a", node, mine)) == [
        "worker a has govsim not installed, here it is 0.1.0",
        "worker a has python 3.12, here it is 3.11",
    ]


def test_a_scheduler_that_is_not_there_is_told_with_what_to_do(
    forecasts: Forecasts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ours, "PATIENCE", 1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ExecutorError) as failure:
        forecasts.simulate(written(tmp_path), runs=100, executor=f"dask://127.0.0.1:{port}")
    assert f"no Dask scheduler answers at 127.0.0.1:{port}" in str(failure.value)
    assert "dask scheduler" in str(failure.value)


def test_a_scheduler_without_workers_is_told(
    forecasts: Forecasts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ours, "PATIENCE", 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        empty = distributed.LocalCluster(n_workers=0, processes=True, dashboard_address=None, silence_logs=50)
    try:
        with pytest.raises(ExecutorError, match="has no worker") as failure:
            forecasts.simulate(written(tmp_path), runs=100, executor=address(empty))
        assert "start some with `dask worker tcp://" in str(failure.value)
    finally:
        empty.close(timeout=20)


def test_without_dask_the_extra_is_named(forecasts: Forecasts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ExecutorError) as failure:
        forecasts.simulate(written(tmp_path), runs=100, executor="dask://localhost:1")
    assert "pip install 'govsim[cluster]'" in str(failure.value)


def test_a_scheduler_that_dies_is_told_in_a_line(
    forecasts: Forecasts, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code = (
        "import sys, warnings; warnings.simplefilter('ignore'); from distributed import LocalCluster\n"
        "if __name__ == '__main__':\n"
        "    made = LocalCluster(n_workers=1, processes=False, protocol='tcp', dashboard_address=None)\n"
        "    print(made.scheduler_address, flush=True); sys.stdin.read()\n"
    )
    pipes: dict[str, Any] = {
        "stdin": subprocess.PIPE,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.DEVNULL,
        "text": True,
    }
    with subprocess.Popen([sys.executable, "-c", code], **pipes) as scheduler:
        assert scheduler.stdout is not None
        where = scheduler.stdout.readline().strip().replace("tcp://", "dask://")

        def told(_done: int, _of: int) -> None:
            scheduler.kill()

        with pytest.raises(ExecutorError, match="is gone") as failure:
            forecasts.simulate(written(tmp_path), runs=100 * running.BATCH, executor=where, progress=told)
        assert "ask again" in str(failure.value)
    assert "Traceback" not in capfd.readouterr().err
