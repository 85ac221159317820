"""Where runs are drawn: threads of this process, processes of this machine, or a Dask cluster."""

from __future__ import annotations

from govsim.service.executors.named import executor_named
from govsim.service.executors.protocol import Executor, Work
from govsim.service.executors.threads import Threads

__all__ = ["Executor", "Threads", "Work", "executor_named"]
