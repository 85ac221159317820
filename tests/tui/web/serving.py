"""`govsim serve` as a process of its own, and what the tests ask of it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

PATIENCE = 60.0
"""Seconds after which what is waited for will not come; no measure of speed."""


@dataclass(frozen=True)
class Served:
    """A server that runs."""

    process: subprocess.Popen[bytes]
    url: str
    log: Path

    @property
    def origin(self) -> str:
        """The origin of its page."""
        return self.url.rstrip("/")

    def said(self) -> str:
        """Return what it wrote to standard error so far."""
        return self.log.read_text()

    def apps(self) -> list[int]:
        """Return the processes of the apps that it runs, as Linux lists them."""
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def stop(self) -> int:
        """Press Ctrl-C, and return the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


def home(folder: Path) -> dict[str, str]:
    """Return an environment with a ledger in *folder*, none of the user's own files and no memory of the last place.

    Each page must begin at the start, so the state folder is a file: what cannot be written there is not kept.
    """
    (folder / "state").touch()
    return {
        "GOVSIM_LEDGER": f"sqlite:///{folder / 'ledger.db'}",
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_STATE_HOME": str(folder / "state"),
    }


@contextmanager
def serving(folder: Path, *arguments: str) -> Iterator[Served]:
    """Yield a server on a free port, over a ledger of its own in *folder*."""
    command = [sys.executable, "-m", "govsim", "serve", "--port", "0", *arguments]
    env = {**os.environ, "PYTHONPATH": str(ROOT), **home(folder)}
    log = folder / "said.txt"
    with log.open("wb") as said:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd=folder, env=env)
    try:
        yield Served(process, _url(process, log), log)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _url(process: subprocess.Popen[bytes], log: Path) -> str:
    def told() -> str:
        found = re.search(r"govsim is at (\S+)", log.read_text())
        return found[1] if found else ""

    wait_for(lambda: told() or process.poll() is not None)
    assert told(), log.read_text()
    return told()


def wait_for(happened: object) -> None:
    """Wait until a callable returns something true."""
    assert callable(happened)
    for _ in range(int(PATIENCE / 0.1)):
        if happened():
            return
        time.sleep(0.1)
    raise AssertionError("it never happened")


def runs(pid: int) -> bool:
    """Return whether a process runs; one that has ended but was not yet fetched does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
