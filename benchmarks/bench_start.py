"""Start-up: whole commands beside the imports they cannot do without. Medians of REPS (9) runs, interleaved.

Run: python benchmarks/bench_start.py
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPS = int(os.environ.get("REPS", "9"))
GOVSIM = str(Path(sys.executable).with_name("govsim"))


def seconds(command: list[str], env: dict[str, str]) -> float:
    """Return how long a command takes."""
    start = time.perf_counter()
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def compare(name: str, ours: list[str], base: list[str], bar: float, env: dict[str, str]) -> None:
    """Print the medians of two commands, run in turn, and their ratio."""
    pairs = [(seconds(base, env), seconds(ours, env)) for _ in range(REPS)]
    base_median, our_median = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(f"{name:<40} {our_median * 1000:6.0f} ms   base {base_median * 1000:6.0f} ms", end="   ")
    print(f"ratio {our_median / base_median:.2f} (bar {bar})")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "GOVSIM_LEDGER": f"sqlite:///{folder}/weekend.db"}
        seed = Path(__file__).resolve().parents[1] / "seeds" / "openai-2023.yaml"
        subprocess.run([GOVSIM, "load", str(seed)], env=env, check=True, stdout=subprocess.DEVNULL)
        python = sys.executable
        compare("govsim --help", [GOVSIM, "--help"], [python, "-c", "import click"], 2.0, env)
        question = [GOVSIM, "at", "2023-11-18T18:00-08:00", "--post", "openai/ceo", "--json"]
        compare("govsim at ... --post openai/ceo", question, [python, "-c", "import sqlalchemy, pydantic"], 1.6, env)


if __name__ == "__main__":
    main()
