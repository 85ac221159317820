"""A Dask cluster: any number of machines that have the same govsim."""

from __future__ import annotations

import logging
import warnings
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any
from uuid import uuid4

from govsim.model.errors import GovsimError
from govsim.service.builds import build
from govsim.service.executors.protocol import Work
from govsim.service.jobs import Bench, Block, ExecutorError, Packed, blocks
from govsim.simulate.running import Spread
from govsim.simulate.source import Part, Task

PATIENCE = 5
"""Seconds in which a scheduler answers and a worker is there."""
_KEPT = 4
_benches: dict[str, Bench] = {}
"""In a worker: the last jobs made ready, by hash."""
_lock = Lock()


class OtherVersionError(GovsimError):
    """A worker has another govsim, which may draw other numbers."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """The workers of a scheduler, by its address as host:port."""

    address: str

    @contextmanager
    def open(self, work: Work) -> Iterator[Spread]:
        """Yield what has tasks done by a cluster until it is closed.

        Raises:
            ExecutorError: Dask is not installed, nobody answers, no worker is there, or one has another version.
        """
        _import_dask()
        with _quiet():
            client = self._client()
            try:
                slots = self._checked(client)
                yield _Crew(client, self.address, work, work.job().packed, slots).spread
            finally:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    client.close(timeout=PATIENCE)

    def _client(self) -> Any:
        from distributed import Client  # noqa: PLC0415 - a second, which only a cluster needs

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # other versions are told below, in our words
            try:
                return Client(f"tcp://{self.address}", timeout=PATIENCE, set_as_default=False)
            except (OSError, ValueError, RuntimeError) as failure:
                hint = "start one with `dask scheduler`; it prints its address"
                raise ExecutorError(f"no Dask scheduler answers at {self.address}", hint=hint) from failure

    def _checked(self, client: Any) -> int:
        """Return how many tasks the workers do at a time, after a look at what they run."""
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            hint = f"start some with `dask worker tcp://{self.address}`"
            raise ExecutorError(f"the scheduler at {self.address} has no worker", hint=hint) from None
        found = client.get_versions(packages=["govsim", "numpy"])
        nodes = {
            "the scheduler": found["scheduler"],
            **{f"worker {name}": one for name, one in found["workers"].items()},
        }
        others = [line for name, node in nodes.items() for line in _differing(name, node, found["client"])]
        if others:
            raise _other_versions(others)
        slots: int = sum(client.nthreads().values())
        return max(1, slots)


@dataclass(frozen=True, slots=True)
class _Crew:
    client: Any
    address: str
    work: Work
    job: Packed
    slots: int

    def spread(self, tasks: Iterable[Task]) -> Iterator[Part]:
        """Yield what comes of tasks; blocks of a worker that is killed are done again by others, as Dask does."""
        todo, name = blocks(tasks, self.work.total, self.slots), uuid4().hex[:8]
        # A task, not scattered data: what a killed worker held alone can be made again.
        content = self.client.submit(_same, self.job.content, key=f"govsim-job-{name}", pure=False)
        waiting: deque[Any] = deque()
        try:
            for number, block in enumerate(todo):
                key = f"govsim-block-{name}-{number}"
                arguments = (content, self.job.key, build(), block, self.work.each)
                waiting.append(self.client.submit(_work, *arguments, key=key, pure=False))
                if len(waiting) > 2 * self.slots:
                    yield from self._result(waiting.popleft())
            while waiting:
                yield from self._result(waiting.popleft())
        finally:
            for future in waiting:
                future.release()
            content.release()

    def _result(self, future: Any) -> list[Part]:
        from distributed import CancelledError  # noqa: PLC0415 - as above
        from distributed.scheduler import KilledWorker  # noqa: PLC0415 - as above

        try:
            parts: list[Part] = future.result()
        except OtherVersionError as failure:
            raise _other_versions([failure.message]) from None
        except KilledWorker:
            hint = "see the log of the workers; where memory is short, give them more, or draw fewer runs"
            raise ExecutorError("workers were killed at the same piece of work again and again", hint=hint) from None
        except (CancelledError, OSError) as failure:
            hint = "look after it and ask again: what was drawn elsewhere is drawn anew, to the same numbers"
            raise ExecutorError(f"the scheduler at {self.address} is gone", hint=hint) from failure
        except ImportError as failure:
            raise _other_versions([f"a worker cannot read the work: {failure}"]) from None
        return parts


def _import_dask() -> None:
    try:
        import distributed.client  # noqa: F401, PLC0415 - a second, which only a cluster needs
    except ImportError:
        hint = "pip install 'govsim[cluster]', here and where the workers run"
        raise ExecutorError("a cluster needs Dask, which is not installed", hint=hint) from None


def _same(content: bytes) -> bytes:
    return content


def _work(content: bytes, key: str, wanted: str, block: Block, each: bool) -> list[Part]:  # noqa: FBT001 - sent so
    if build() != wanted:
        raise OtherVersionError(f"a worker runs {build()}, here runs {wanted}")
    with _lock:  # a worker has threads: the first makes the job ready for all
        bench = _benches.get(key)
        if bench is None:
            while len(_benches) >= _KEPT:
                _benches.pop(next(iter(_benches)))
            bench = _benches[key] = Bench(content)
    return bench.work(block, each=each)


def _differing(name: str, node: dict[str, Any], ours: dict[str, Any]) -> Iterator[str]:
    """Yield what one of a cluster runs that is not what runs here."""
    for package in ("govsim", "numpy", "python", "distributed"):
        theirs, here = (one["packages"].get(package) or "not installed" for one in (node, ours))
        if package == "python":  # 3.11.7.final.0: what is sent is read by any 3.11
            theirs, here = (".".join(one.split(".")[:2]) for one in (theirs, here))
        if theirs != here:
            yield f"{name} has {package} {theirs}, here it is {here}"


def _other_versions(details: list[str]) -> ExecutorError:
    hint = "install the same everywhere: pip install 'govsim[cluster]' of this version, then start the cluster anew"
    shown = [*details[:6], *([f"and {len(details) - 6} more"] if len(details) > 6 else [])]
    return ExecutorError("the cluster runs other versions, which may draw other numbers", hint=hint, details=shown)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what Dask logs of attempts and lost connections, tracebacks among it, from the terminal."""
    named = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] == "distributed"]
    before = {name: logging.getLogger(name).level for name in named}  # each is given a level of its own by Dask
    try:
        for name in named:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)
