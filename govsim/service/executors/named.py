"""An executor as it is written on the command line."""

from __future__ import annotations

import os
import re

from govsim.model.errors import GovsimError, did_you_mean
from govsim.service.executors.processes import Processes
from govsim.service.executors.protocol import Executor
from govsim.service.executors.threads import Threads

_CLUSTER = re.compile(r"dask://(?P<address>\[[0-9a-fA-F:]+\]:\d{1,5}|[^\s:/@\[\]]+:\d{1,5})/?")


def executor_named(written: str, workers: int | None = None) -> Executor:
    """Return what draws runs: ``threads``, ``processes`` or ``dask://host:port``.

    Raises:
        GovsimError: it is none of these, or *workers* are asked of a cluster, which brings its own.
    """
    if written == "threads":
        return Threads.of(workers)
    if written == "processes":
        return Processes(workers or os.cpu_count() or 1)
    if (found := _CLUSTER.fullmatch(written)) is not None:
        if workers is not None:
            raise GovsimError("a cluster has workers of its own", hint="leave --workers out, start more `dask worker`s")
        from govsim.service.executors.cluster import Cluster  # noqa: PLC0415 - what only a cluster needs

        return Cluster(found["address"])
    if written.startswith("dask"):
        raise GovsimError(
            f"'{written}' is no address of a cluster", hint="write dask://host:port, as dask scheduler says"
        )
    hint = did_you_mean(written, ["threads", "processes"]) or "write threads, processes or dask://host:port"
    raise GovsimError(f"'{written}' draws no runs", hint=hint)
