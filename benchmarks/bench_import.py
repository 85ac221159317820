"""Importing, beside what must be done at least: parsing the rows, validating them, and appending as many events.

The tenures of Open States where the data lies beside the checkout, made ones else; in turn, medians of the ratios. Then
tables of growing length, each in a process of its own, for the time of a tenure and the memory.
Run: python benchmarks/bench_import.py
Environment: REPS (3), SIZES (20000,100000; a million takes three minutes), BENCH_DIR.
"""

from __future__ import annotations

import csv
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from ledger_events import ORGS, Source, drafts, header
from pydantic import BaseModel, TypeAdapter

import govsim
from govsim.ledger.appending import Draft
from govsim.ledger.store import Ledger
from govsim.service.importing import import_files

REPS = int(os.environ.get("REPS", "3"))
SIZES = [int(size) for size in os.environ.get("SIZES", "20000,100000").split(",")]
COLUMNS = ("person_id", "name", "organization", "post", "start", "end", "reason")
DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "openstates-people"


class Row(BaseModel):
    """A row as anybody would validate it."""

    person_id: str
    name: str
    organization: str
    post: str
    start: str
    end: str
    reason: str = ""


def seconds(act: Callable[[], Any]) -> float:
    """Return how much of a processor something takes: machines are shared, and both sides wait for the same disk."""
    start = time.process_time()
    act()
    return time.process_time() - start


def open_states() -> list[dict[str, str]]:
    """Return the tenures of Open States."""
    return [
        {
            "person_id": person["id"],
            "name": person["name"],
            "organization": role["jurisdiction"],
            "post": f"{role['type']} {role.get('district', '')}".strip(),
            "start": role.get("start_date", ""),
            "end": role.get("end_date", ""),
            "reason": role.get("end_reason", ""),
        }
        for path in sorted(DATA.glob("*.jsonl"))
        for person in map(json.loads, path.read_text(encoding="utf-8").splitlines())
        for role in person["roles"]
    ]


def made(size: int) -> Iterator[dict[str, str]]:
    """Yield tenures of which each person has one, in a thousand organisations."""
    for number in range(size):
        yield {
            "person_id": f"p{number}",
            "name": f"Person {number}",
            "organization": f"Org {number % 1000}",
            "post": "Director",
            "start": f"{1990 + number % 30}-01-02",
            "end": f"{1995 + number % 30}-03-04",
            "reason": "",
        }


def write(rows: Iterable[dict[str, str]], path: Path) -> None:
    """Write rows as a table, none of which is held: the memory measured is that of the import."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


def ours(path: Path, folder: Path) -> float:
    """Return the seconds of an import into a new ledger."""
    gov = govsim.open(f"sqlite:///{folder / f'ours-{time.perf_counter_ns()}.db'}")
    return seconds(lambda: import_files(gov, "csv", [path]))


def base(lines: list[str], folder: Path) -> float:
    """Return the seconds of parsing and validating the rows, and of appending two events for each."""
    ledger, source = Ledger(str(folder / f"base-{time.perf_counter_ns()}.db")), Source()
    ledger.append([Draft(f"org-{org:04d}", header(org)) for org in range(ORGS)])
    adapter = TypeAdapter(Row)
    acts = list(source.acts(2 * len(lines)))

    def act() -> None:
        for line in lines:
            adapter.validate_python(json.loads(line))
        ledger.append(drafts(iter(acts)))

    return seconds(act)


def compare(folder: Path) -> None:
    """Print the ratio, measured in turn."""
    rows = open_states() if DATA.exists() else list(made(30_000))
    path, lines = folder / "rows.csv", [json.dumps(row) for row in rows]
    write(rows, path)
    pairs = [(ours(path, folder), base(lines, folder)) for _ in range(REPS)]
    ratio = statistics.median(own / other for own, other in pairs)
    own, other = (statistics.median(side) for side in zip(*pairs, strict=True))
    name = "Open States" if DATA.exists() else "made rows"
    print(f"import of {len(rows):,} tenures ({name}): {own:.1f} s beside {other:.1f} s  ratio {ratio:.2f}  (bar 3)")


def one_size(size: int, folder: Path) -> None:
    """Print the seconds and the most memory of an import of so many tenures; run in a process of its own."""
    path = folder / f"{size}.csv"
    write(made(size), path)
    spent = ours(path, folder)
    print(json.dumps([spent, most_memory()]))


def most_memory() -> int:
    """Return the most MB that this process has held; what its parent held does not count, as it does in getrusage."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def growing(folder: Path) -> None:
    """Print the time of a tenure and the memory for every size."""
    first: float | None = None
    for size in SIZES:
        ran = subprocess.run(
            [sys.executable, __file__, str(size), str(folder)], check=True, capture_output=True, text=True
        )
        spent, most = json.loads(ran.stdout)
        each = spent / size * 1e6
        first = first or each
        print(f"{size:>9,} tenures: {spent:6.1f} s, {each:5.0f} us each ({each / first:.2f} of the first), {most:,} MB")


def main() -> None:
    """Print every comparison."""
    if len(sys.argv) > 1:
        one_size(int(sys.argv[1]), Path(sys.argv[2]))
        return
    with tempfile.TemporaryDirectory(prefix="govsim-", dir=os.environ.get("BENCH_DIR")) as folder:
        compare(Path(folder))
        growing(Path(folder))


if __name__ == "__main__":
    main()
