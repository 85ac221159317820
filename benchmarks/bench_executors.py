"""One job on threads, on processes and on a Dask cluster of this machine, beside one thread.

The crisis of twelve hours, every executor with as many workers, start-up counted: what a user waits for. All in turn,
medians of the ratios of each turn; where the machine is shared, read ratios. Run: pip install 'govsim[cluster]'; python
benchmarks/bench_executors.py
Environment: RUNS (2097152), TURNS (3), WORKERS (2).
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
import warnings
from pathlib import Path

from govsim.service.forecasting import Forecasts
from govsim.service.gov import Gov

ROOT = Path(__file__).parent.parent
CRISIS = ROOT / "tests" / "simulate" / "crisis" / "crisis.yaml"
RUNS = int(os.environ.get("RUNS", str(1 << 21)))
TURNS = int(os.environ.get("TURNS", "3"))
WORKERS = int(os.environ.get("WORKERS", "2"))


def seconds(forecasts: Forecasts, executor: str, workers: int | None) -> float:
    """Return how long the job takes."""
    start = time.perf_counter()
    forecasts.simulate(CRISIS, runs=RUNS, executor=executor, workers=workers)
    return time.perf_counter() - start


def main() -> None:
    """Print how much of one thread's time each executor takes."""
    forecasts = Gov(None).scenarios.forecasts
    where: dict[str, tuple[str, int | None]] = {"threads": ("threads", WORKERS), "processes": ("processes", WORKERS)}
    cluster = None
    try:
        from distributed import LocalCluster  # noqa: PLC0415 - an extra
    except ImportError:
        print("Dask is not installed")
    else:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            cluster = LocalCluster(
                n_workers=WORKERS,
                threads_per_worker=1,
                dashboard_address=None,
                local_directory=tempfile.mkdtemp(),
                silence_logs=50,
            )
        where["Dask"] = (cluster.scheduler_address.replace("tcp://", "dask://"), None)
    ratios: dict[str, list[float]] = {name: [] for name in where}
    rates: dict[str, list[float]] = {name: [] for name in where}
    for _ in range(TURNS):
        alone = seconds(forecasts, "threads", 1)
        for name, (executor, workers) in where.items():
            took = seconds(forecasts, executor, workers)
            ratios[name].append(took / alone)
            rates[name].append(RUNS / took)
    for name, each in ratios.items():
        shown = f"{statistics.median(each):.2f}  ({min(each):.2f}-{max(each):.2f})"
        print(f"{name:<10} {WORKERS} workers / one thread  {shown}, {statistics.median(rates[name]):,.0f} runs/s")
    if cluster is not None:
        cluster.close()


if __name__ == "__main__":
    main()
