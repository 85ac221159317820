"""Printing: tables of text that keep their columns, JSON that a terminal cannot be hurt by."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

# Controls that JSON leaves as they are, and the marks that turn the writing direction round.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def print_json(data: Any, branch: str = "main") -> None:
    """Print data as JSON; what is read from another branch than recorded history says that it is hypothetical."""
    if branch != "main":
        data = {"branch": branch, "hypothetical": True, **data}
    text = json.dumps(data, ensure_ascii=False, indent=2)
    click.echo(_UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def print_branch(branch: str) -> None:
    """Say that what follows is hypothetical, where it is read from another branch than recorded history."""
    if branch != "main":
        click.echo(f"HYPOTHETICAL: branch {branch}")


def is_watched() -> bool:
    """Return whether standard error is a terminal."""
    return sys.stderr.isatty()


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[float], None] | None]:
    """Give what to tell of the part that is done, None where nobody watches standard error."""
    if not is_watched():
        yield None
        return
    with click.progressbar(length=100, label=label, file=sys.stderr) as bar:
        yield lambda done: bar.update(int(done * 100) - bar.pos) if int(done * 100) > bar.pos else None


def print_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows under a header, each column as wide as its widest cell."""
    from govsim.service.text import padded, width  # noqa: PLC0415 - `govsim --help` must stay quick

    table = [header, *rows]
    widths = [max(width(row[column]) for row in table) for column in range(len(header))]
    for row in table:
        click.echo("  ".join(padded(cell, cells) for cell, cells in zip(row, widths, strict=True)).rstrip())
