"""Scenarios of the small record as text, the shapes of what is answered, and a terminal that can be asked."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from pathlib import Path
from typing import Any

from .terminal import Answer, Terminal

STAYS = """\
scenario: stays
title: Ada stays
record: small
changes:
  - {omit: ada-leaves, why: she likes it}
decisions:
  - id: later
    at: 2023-01-01
    question: Does she go then?
    when: holds('ada', 'co/ceo')
    options:
      goes:
        title: She goes
        then:
          - insert: {id: ada-goes, type: resigned, at: 2023-02-01, who: ada, from: co/ceo}
      stays: {title: She stays}
  - id: never
    at: 2023-03-01
    when: vacant('co/ceo') and chose('later') != 'goes'
    options: {a: , b: }
outcomes:
  ada-leads: holds('ada', 'co/ceo')
  directors: count('co/board')
expect:
  - {event: ben-ceo, happened: false}
  - {at: 2022-08-01, post: co/ceo, holders: [ada]}
"""
"""Ben falls with what he rests on; one decision is open unless it is answered, the other is not reached."""

SHAPES: dict[str, dict[str, tuple[type, ...]]] = {
    "run": {"scenario": (str,), "branch": (str, type(None)), "events": (list,), "decisions": (list,)}
    | {"expect": (list,), "outcomes": (dict,)},
    "events": {"id": (str,), "fate": (str,), "reasons": (list,)},
    "reasons": {"kind": (str,), "event": (str, type(None)), "provision": (str, type(None)), "text": (str,)},
    "decisions": {"id": (str,), "state": (str,), "option": (str, type(None)), "text": (str,)},
    "expect": {"ok": (bool,), "text": (str,), "got": (str,)},
}
"""The keys of the contract and what stands under each."""


def assert_shape(shape: str, data: dict[str, Any]) -> None:
    """Check that data has the keys of the contract, each with a value of its type."""
    for key, types in SHAPES[shape].items():
        assert type(data[key]) in types, (shape, key, data[key])


def branches(govsim: Terminal, *options: str) -> list[tuple[str, str | None, bool]]:
    """Return the branches besides main: name, scenario, and whether it is dropped."""
    listed = govsim.good("branch", "list", *options, "--json").json["branches"]
    return [(one["name"], one["scenario"], one["dropped_at"] is not None) for one in listed if one["name"] != "main"]


def asked(govsim: Terminal, typed: str, *args: str | Path) -> Answer:
    """Run govsim on a pseudo-terminal on which something is typed; what it prints as data goes into a pipe."""
    mine, its = pty.openpty()
    environment = {key: value for key, value in {**os.environ, **govsim.environment()}.items() if value is not None}
    command = [sys.executable, "-c", "from govsim.cli.main import main; main()", *map(str, args)]
    environment.pop("GOVSIM_DEBUG", None)
    running = subprocess.Popen(command, stdin=its, stderr=its, stdout=subprocess.PIPE, env=environment)
    os.close(its)
    os.write(mine, typed.encode())
    said = b""
    while True:
        if not select.select([mine], [], [], 60)[0]:
            running.kill()
        try:
            some = os.read(mine, 4096)
        except OSError:  # Linux says so when the other side is closed
            break
        if not some:
            break
        said += some
    out, _ = running.communicate(timeout=60)
    os.close(mine)
    answer = Answer(running.returncode, out.decode(), said.decode().replace("\r\n", "\n"))
    assert "Traceback" not in answer.out + answer.err, answer.err
    return answer
