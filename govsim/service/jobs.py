"""A job as it is sent to another process or machine: all that its numbers follow from, and nothing else."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from govsim.model.errors import GovsimError
from govsim.model.references import Fault
from govsim.replay.log import Log
from govsim.rules.books import Added
from govsim.rules.expressions import Value
from govsim.service.bases import Found, laws
from govsim.service.prepared import AwayError, Prepared
from govsim.service.preparing import prepared_of
from govsim.simulate.running import BATCH
from govsim.simulate.source import Draw, Part, Source, Task
from govsim.whatif.base import Base
from govsim.whatif.plan import UnansweredError

Block = tuple[Task, ...]
"""Tasks that are done by one worker one after the other."""
MOST_BATCHES = 32
"""In a block: a million runs, one to three seconds. Longer ones would only be lost when a worker is."""


@dataclass(frozen=True, slots=True)
class Job:
    """A scenario's text, the record that it is about, fixed answers, seed and the points at which it is drawn."""

    text: str
    path: str
    record: str
    log: Log
    added: Added
    chosen: tuple[tuple[str, str], ...]
    seed: int
    points: tuple[tuple[tuple[str, Value], ...], ...] = ((),)

    @property
    def packed(self) -> Packed:
        """The job as bytes."""
        return Packed(pickle.dumps(self, protocol=pickle.HIGHEST_PROTOCOL))


@dataclass(frozen=True)
class Packed:
    """A job as bytes, and the hash that workers know it by."""

    content: bytes

    @cached_property
    def key(self) -> str:
        """The SHA-256 of the bytes."""
        return sha256(self.content).hexdigest()


def job_of(prepared: Prepared, seed: int, points: Sequence[dict[str, Value]] = ({},)) -> Job:
    """Return the job of drawing runs of a scenario that is ready to run."""
    base = prepared.found.base
    return Job(
        prepared.file.text,
        str(prepared.file.path),
        prepared.plan.scenario.record,
        _whole(base.log),
        base.added,
        tuple(prepared.chosen.items()),
        seed,
        tuple(tuple(point.items()) for point in points),
    )


def _whole(log: Log) -> Log:
    """Return a log that needs no ledger: one that reads events when they are asked for holds them all."""
    refs = [row[2] for row in log.plain] + [f"{logged.record}/{logged.event.id}" for logged in log.others]
    return replace(log, lookup={ref: log.lookup(ref) for ref in refs}.__getitem__)


class Bench:
    """A worker's place: the scenario of a job made ready to run, and what was learned of it."""

    def __init__(self, content: bytes) -> None:
        job: Job = pickle.loads(content)  # noqa: S301 - whoever sends a job may run code here, as the manual says
        found = Found(Base(job.log, laws(), added=job.added), None, None)
        from govsim.documents.scenario_file import ScenarioFile  # noqa: PLC0415 - YAML, only for workers

        self._prepared = prepared_of(ScenarioFile(job.text, Path(job.path)), job.record, found, dict(job.chosen))
        points = tuple(dict(point) for point in job.points)
        self._source = Source(self._prepared.plan, self._prepared.choices, job.seed, points)

    def work(self, block: Block, *, each: bool) -> list[Part]:
        """Return what comes of a block: a part for *each* task, or one for all runs of a point.

        Raises:
            AwayError: an expression divides by zero on the way, or weights are none there.
            FeedbackError: what is seen at a decision depends on what is answered later.
        """
        done: list[Part] = []
        try:
            for part in map(self._source.do, block):
                last = done[-1] if done and not each else None
                if last is None or last.point != part.point or last.law is None or part.law is None:
                    done.append(part)
                else:
                    last.law.add(part.law)
                    done[-1] = Part(part.point, last.runs + part.runs, last.law)
        except UnansweredError as failure:
            here = self._prepared.plan.places.get(id(failure.expression), ())
            raise AwayError(Fault(here, failure.message, failure.hint, failure.column)) from None
        return done


def blocks(tasks: Iterable[Task], total: int, slots: int) -> Iterator[Block]:
    """Yield tasks in blocks of many runs: some for each of so many workers, so that the last do not wait long."""
    most = max(1, min(MOST_BATCHES, total // (BATCH * 4 * slots)))
    block: list[Task] = []
    size = 0
    for task in tasks:
        block.append(task)
        size += task.last - task.first if isinstance(task, Draw) else BATCH
        if size >= most * BATCH:
            yield tuple(block)
            block, size = [], 0
    if block:
        yield tuple(block)


class ExecutorError(GovsimError):
    """Work cannot be done where it was to be done."""
