"""A PostgreSQL server of a test's own, which it may kill: Debian's programs on a cluster in a folder."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

_FOUND = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4].split(".")[0]))
_IS_ROOT = os.geteuid() == 0
AS_POSTGRES = ["runuser", "--user", "postgres", "--"] if _IS_ROOT else []


class OwnServer:
    """A server that keeps what it acknowledged: fsync is on."""

    def __init__(self) -> None:
        if not _FOUND:
            pytest.skip("the programs of a PostgreSQL server are not installed")
        self._folder = Path(tempfile.mkdtemp())  # not below the folders of pytest, which only their owner may enter
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        if _IS_ROOT:
            shutil.chown(self._folder, "postgres")
        self._run("initdb", "--username=govsim", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        self.start()

    @property
    def url(self) -> str:
        """The URL of its first database."""
        return f"postgresql://govsim@127.0.0.1:{self.port}/postgres"

    def _run(self, program: str, *arguments: str) -> None:
        command = [*AS_POSTGRES, str(_FOUND[-1].with_name(program)), "-D", str(self._folder / "data"), *arguments]
        subprocess.run(command, cwd="/", check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def start(self) -> None:
        """Start it, again after it was killed; processes that survived their master need a moment to see it."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._folder}"
        for attempt in range(100):
            try:
                self._run("pg_ctl", "-l", str(self._folder / "log"), "-w", "-o", options, "start")
                break
            except subprocess.CalledProcessError:
                if attempt == 99:
                    raise
                time.sleep(0.1)
        psycopg.connect(self.url, connect_timeout=30).close()

    def kill(self) -> None:
        """Kill it as a crash does: no word to anybody, nothing tidied up."""
        master = int((self._folder / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        os.kill(master, signal.SIGKILL)

    def stop(self) -> None:
        """Stop it for good."""
        with suppress(subprocess.CalledProcessError):  # where a test has killed it
            self._run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(self._folder)
