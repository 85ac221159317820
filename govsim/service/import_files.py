"""The files of an import: opened, read line by line, and how far that is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from govsim.exchange.formats import Format
from govsim.exchange.protocol import Source
from govsim.model.errors import DocumentError, Problem

READ = 0.25
"""The part of a file's work that is done when its lines are read: the rest is making a record of them."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the whole progress: from where on, and how wide."""

    progress: Callable[[float], None] | None
    first: float
    width: float

    def tell(self, done: float) -> None:
        """Tell that a part of this stage is done."""
        if self.progress is not None:
            self.progress(self.first + done * self.width)

    def part(self, first: float, last: float) -> Stage:
        """Return a part of this stage."""
        return Stage(self.progress, self.first + first * self.width, (last - first) * self.width)


@contextmanager
def opened(paths: Sequence[Path], format_: Format, stage: Stage) -> Iterator[list[Source]]:
    """Give files as sources, which are read when somebody asks for their lines.

    Raises:
        DocumentError: with every file that cannot be opened.
    """
    with ExitStack() as stack:
        sources: list[Source] = []
        problems: list[Problem] = []
        for number, path in enumerate(paths):
            try:
                stream = stack.enter_context(path.open("rb"))
            except IsADirectoryError:
                problems.append(_unreadable(path, 1, "is a folder", f"name a {format_.name.upper()} file"))
            except FileNotFoundError:
                problems.append(_unreadable(path, 1, "there is no such file"))
            except OSError as failure:
                problems.append(_unreadable(path, 1, f"cannot be read: {failure.strerror or failure}"))
            else:
                its = stage.part(number / len(paths) * READ, (number + 1) / len(paths) * READ)
                sources.append(Source(str(path), _lines(stream, path, format_, its)))
        if problems:
            raise DocumentError(problems)
        yield sources


def checked(source: Source, format_: Format) -> Source:
    """Return a file once its format's own library has found it in order.

    Raises:
        DocumentError: it has not, or the file is not UTF-8.
        GovsimError: the library is not installed.
    """
    data = b"".join(source.lines)
    try:
        format_.validate(data.decode("utf-8-sig"))
    except ValueError as failure:  # no UTF-8, or no JSON
        raise DocumentError([_unreadable(Path(source.name), 1, f"cannot be checked: {failure}")]) from None
    return Source(source.name, BytesIO(data))


def _lines(stream: IO[bytes], path: Path, format_: Format, stage: Stage) -> Iterator[bytes]:
    """Return the lines of a file, telling how far it is read."""
    size, done, number = max(path.stat().st_size, 1), 0, 0
    longest = format_.longest_line
    try:
        while line := stream.readline(longest):
            done, number = done + len(line), number + 1
            if len(line) == longest:
                what = f"a line goes on for more than {longest} bytes"
                raise DocumentError([_unreadable(path, number, what, f"is this a {format_.name.upper()} file?")])
            stage.tell(min(1, done / size))
            yield line
    except OSError as failure:
        what = f"cannot be read: {failure.strerror or failure}"
        raise DocumentError([_unreadable(path, number + 1, what)]) from None


def _unreadable(path: Path, line: int, message: str, hint: str | None = None) -> Problem:
    return Problem(str(path), line, 1, message, hint)
