"""Follows a page of the documentation from top to bottom, as a reader does who copies every block."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import click
from click.testing import CliRunner

from govsim.cli.main import cli
from tests.conftest import ROOT

PAGES = ("README.md", "CONTRIBUTING.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")))
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_ENDINGS = {"csv": "csv", "json": "json", "python": "py", "yaml": "yaml"}


class Block(NamedTuple):
    """A fenced block, the paragraph that leads to it, and whether nothing stands between it and the block before."""

    language: str
    text: str
    lead: str
    follows: bool


def page_text(page: str) -> str:
    """Return a page as it is written."""
    return (ROOT / page).read_text(encoding="utf-8")


def fenced(text: str) -> Iterator[Block]:
    """Yield the fenced blocks of a page, in order."""
    end = 0
    for found in _BLOCK.finditer(text):
        between = text[end : found.start()].strip()
        yield Block(found[1], found[2], between.rpartition("\n\n")[2], not between and end > 0)
        end = found.end()


def blocks(text: str, language: str) -> list[str]:
    """Return the blocks of one language."""
    return [block.text for block in fenced(text) if block.language == language]


def is_executed(page: str) -> bool:
    """Return whether a page shows commands with what they print, or Python."""
    return any(block.language in ("console", "python") for block in fenced(page_text(page)))


def run(command: str) -> str:
    """Return what a command prints on standard output, after checking that it succeeds."""
    name, *arguments = shlex.split(command)
    if name == "python":
        path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        done = subprocess.run(
            [sys.executable, *arguments], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path}
        )
        assert done.returncode == 0, (command, done.stderr)
        return done.stdout
    assert name == "govsim", command
    result = CliRunner().invoke(cli, arguments, prog_name="govsim", catch_exceptions=False)
    assert result.exit_code == 0, (command, result.output)
    return result.stdout


def assert_same(printed: str, shown: str, what: str) -> None:
    """Check that what was printed is what a page shows; ``...`` leaves out the rest of a line, or lines."""
    lines, at, leaves_out = printed.rstrip().splitlines(), 0, False
    for line in shown.rstrip().splitlines():
        if line == "...":
            leaves_out = True
            continue
        while leaves_out and at < len(lines) and not _is_shown_as(lines[at], line):
            at += 1
        assert at < len(lines), f"{what}: {line}"
        assert _is_shown_as(lines[at], line), f"{what}: {lines[at]}"
        at, leaves_out = at + 1, False
    assert leaves_out or at == len(lines), f"{what}: {lines[at]}"


def _is_shown_as(printed: str, line: str) -> bool:
    return printed == line or (line.endswith("...") and printed.startswith(line[:-3]))


def follow(page: str) -> None:
    """Do what a page says, in the working folder, and check that what it shows is what comes.

    A block of data or of a script is written where the paragraph before it names a file for it. Python runs as one
    program down the page, and a ``text`` block right below is what it prints. Each command of a ``console`` block is
    run, and compared with what stands below it.
    """
    names: dict[str, Any] = {"__name__": "page"}
    printed = ""
    for block in fenced(page_text(page)):
        if printed:
            is_shown = block.language == "text" and block.follows
            assert is_shown, f"{page} does not show what its Python prints: {printed}"
            assert_same(printed, block.text, f"{page}: {block.text}")
            printed = ""
        if named := re.findall(rf"`([\w-]+\.{_ENDINGS.get(block.language, 'none')})`", block.lead):
            Path(named[-1]).write_text(block.text, encoding="utf-8")
        elif block.language == "python":
            with redirect_stdout(StringIO()) as out:
                exec(compile(block.text, page, "exec"), names)  # noqa: S102 - our own page
            printed = out.getvalue()
        elif block.language == "console":
            for example in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
                command, _, expected = example.partition("\n")
                assert_same(run(command), expected, f"{page}: {command}")
    assert not printed, f"{page} does not show what its Python prints: {printed}"


def typed(page: str) -> list[str]:
    """Return the commands of a page that are shown and not run: in ``sh`` blocks and in indented ones."""
    text = page_text(page)
    shown = [line for block in blocks(text, "sh") for line in block.splitlines()]
    indented = re.findall(r"^(?: {4}| {6})(govsim\b.*)$", _BLOCK.sub("", text), re.MULTILINE)
    return [line for line in (*shown, *indented) if line.split()[:1] == ["govsim"]]


def assert_can_be_typed(command: str) -> None:
    """Check that there is such a command with such options, without running it."""
    _, *arguments = shlex.split(command.partition(" > ")[0])
    context = cli.make_context("govsim", list(arguments), resilient_parsing=True)
    current: click.Group = cli
    while isinstance(current, click.Group) and arguments and not arguments[0].startswith("-"):
        name, found, arguments = current.resolve_command(context, arguments)
        assert found is not None, command
        if not isinstance(found, click.Group):
            found.make_context(name, arguments, parent=context)  # raises on an option that is none
            return
        current = found
