"""JSON as items: bytes in, each value and where it begins out, or the place of what cannot be read.

A document is read element by element, so that every person, statement or event has a line of its own in the report. A
file of JSON lines is read line by line: one that is damaged does not hide the others.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

from govsim.exchange.protocol import Source
from govsim.model.errors import DocumentError, Problem

MAX_BYTES = 512 * 2**20
REST = "(rest)"
"""The key of what a document holds beside its lists."""
MAX_DEPTH = 100
"""No format here nests deeper than ten levels; a bomb does."""
_SPACE = re.compile(r"[ \t\n\r]*")
_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Item:
    """A value of JSON and where it begins; *key* is the list of a document that it stands in."""

    value: Any
    line: int
    column: int
    file: str
    key: str = ""


def _refused(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number of JSON")


_DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_refused)


def read_items(source: Source, damaged: Callable[[Problem], None]) -> Iterator[Item]:
    """Yield the objects of a file: the elements of an array, the one object of a document, or those of JSON lines.

    Args:
        source: the file.
        damaged: told of each line of JSON lines that cannot be read.

    Raises:
        DocumentError: it is no JSON in UTF-8, or is cut off.
    """
    text = read_text(source)
    scan = _Scan(text, source.name)
    if text[scan.skip(0) :].startswith("["):
        yield from scan.elements(scan.skip(0), "")
        return
    if _is_lines(text):
        yield from _lines(text, source.name, damaged)
    else:
        yield scan.whole()


def read_lists(source: Source, lists: Collection[str], damaged: Callable[[Problem], None]) -> Iterator[Item]:
    """Yield the objects of a file, those in the lists of a document each with the key of its list.

    What else a document holds comes last, as one object whose key is ``REST``.

    Args:
        source: the file.
        lists: the keys of the lists that a document may hold; one without any is an object like others.
        damaged: told of each line of JSON lines that cannot be read.

    Raises:
        DocumentError: it is no JSON in UTF-8, or is cut off.
    """
    text = read_text(source)
    scan = _Scan(text, source.name)
    begin = scan.skip(0)
    if not text.startswith("{", begin) or _is_lines(text):
        yield from scan.elements(begin, "") if text.startswith("[", begin) else _lines(text, source.name, damaged)
        return
    members = scan.members()
    found = [name for name in lists if isinstance(members.get(name), list)]
    rest: dict[str, Any] = {}
    for name, member in members.items():
        if name in found and isinstance(member, list):
            yield from member
        else:
            rest[name] = member.value if isinstance(member, Item) else [item.value for item in member]
    yield Item(rest, 1, begin + 1, source.name, REST if found else "")


def read_text(source: Source) -> str:
    """Return the text of a file, without a byte order mark.

    Raises:
        DocumentError: it is not UTF-8, too large or empty.
    """
    parts: list[bytes] = []
    size = 0
    for number, line in enumerate(source.lines, start=1):
        size += len(line)
        if size > MAX_BYTES:
            raise _wrong(source.name, number, 1, f"is larger than {MAX_BYTES // 2**20} MB", "split the file")
        parts.append(line)
    data = b"".join(parts)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _wrong(source.name, 1, 1, "is UTF-16 text", "save it as UTF-8")
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode()
    except UnicodeDecodeError as failure:
        before = data[: failure.start]
        byte = failure.start - (before.rfind(b"\n") + 1) + 1
        what = f"is not UTF-8 text (byte {byte} of the line)"
        raise _wrong(source.name, before.count(b"\n") + 1, 1, what, "save it as UTF-8") from None
    if not text.strip():
        raise _wrong(source.name, 1, 1, "is empty", "is this the right file?")
    return text


class _Scan:
    """Walks through the first levels of a text, with a running count of its lines."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self._counted, self._line = 0, 1

    def skip(self, index: int) -> int:
        """Return the index of what follows space."""
        found = _SPACE.match(self.text, index)
        return found.end() if found else index

    def place(self, index: int) -> tuple[int, int]:
        """Return line and column of an index, which only grows."""
        self._line += self.text.count("\n", self._counted, index)
        self._counted = max(self._counted, index)
        return self._line, index - self.text.rfind("\n", 0, index)

    def fail(self, index: int, message: str, hint: str | None = None) -> NoReturn:
        """Refuse the text at an index."""
        line = self.text.count("\n", 0, index) + 1
        column = index - self.text.rfind("\n", 0, index)
        raise _wrong(self.file, line, column, message, hint)

    def value(self, index: int) -> tuple[Any, int]:
        """Return the value that begins at an index, and where it ends."""
        try:
            value, end = _DECODER.raw_decode(self.text, index)
            if _is_too_deep(value):
                raise RecursionError
            return value, end
        except json.JSONDecodeError as failure:
            cut = failure.pos >= len(self.text.rstrip()) or "Unterminated" in failure.msg
            what = "the file is cut off here" if cut else f"this is not JSON: {failure.msg}"
            self.fail(min(failure.pos, len(self.text)), what, "fetch it again" if cut else None)
        except RecursionError:
            self.fail(_bomb(self.text, index), f"nested deeper than {MAX_DEPTH} levels", "is this the right file?")
        except ValueError as failure:  # a number of thousands of digits, NaN
            self.fail(index, f"this is not JSON: {failure}")

    def whole(self) -> Item:
        """Return the one value of the text."""
        begin = self.skip(0)
        value, end = self.value(begin)
        self.ends(end)
        return Item(value, *self.place(begin), self.file)

    def ends(self, index: int) -> None:
        """Refuse what follows the end."""
        rest = self.skip(index)
        if rest < len(self.text):
            self.fail(rest, "something follows the end of the JSON here", "one file holds one document")

    def elements(self, index: int, key: str, *, is_last: bool = True) -> Iterator[Item]:
        """Yield the elements of the list that begins at an index."""
        index = self.skip(index + 1)
        while not self.text.startswith("]", index):
            value, end = self.value(index)
            yield Item(value, *self.place(index), self.file, key)
            index = self._after(end, "]")
        self.end = index + 1
        if is_last:
            self.ends(self.end)

    def members(self) -> dict[str, list[Item] | Item]:
        """Return the members of the object that the text is."""
        index = self.skip(0)
        if not self.text.startswith("{", index):
            self.fail(index, "an object is expected here", "is this the right file?")
        found: dict[str, list[Item] | Item] = {}
        index = self.skip(index + 1)
        while not self.text.startswith("}", index):
            key, end = self.value(index)
            if not isinstance(key, str):
                self.fail(index, "a name in double quotes is expected here")
            if key in found:
                self.fail(index, f"'{key}' stands here twice", "keep one of them")
            index = self.skip(end)
            if not self.text.startswith(":", index):
                self.fail(index, "a colon is expected here")
            index = self.skip(index + 1)
            if self.text.startswith("[", index):
                found[key] = list(self.elements(index, key, is_last=False))
                end = self.end
            else:
                value, end = self.value(index)
                found[key] = Item(value, *self.place(index), self.file, key)
            index = self._after(end, "}")
        self.ends(index + 1)
        return found

    def _after(self, index: int, closing: str) -> int:
        """Return where the next element begins, or the closing bracket stands."""
        index = self.skip(index)
        if self.text.startswith(",", index):
            following = self.skip(index + 1)
            if self.text.startswith(closing, following):
                self.fail(index, "a comma stands before the closing bracket")
            return following
        if not self.text.startswith(closing, index):
            cut = index >= len(self.text)
            what = "the file is cut off here" if cut else f"a comma or '{closing}' is expected here"
            self.fail(min(index, max(len(self.text) - 1, 0)), what, "fetch it again" if cut else None)
        return index


def _is_lines(text: str) -> bool:
    """Return whether the lines of a text are values of their own: the first or the second is, and there are two."""
    lines = [line for line in text.split("\n", 20)[:20] if line.strip()]
    return len(lines) > 1 and any(_is_object(line) for line in lines[:2])


def _is_object(line: str) -> bool:
    try:
        return isinstance(_DECODER.decode(line), dict)
    except (ValueError, RecursionError):
        return False


def _lines(text: str, file: str, damaged: Callable[[Problem], None]) -> Iterator[Item]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            item = _Scan(line, file).whole()
        except DocumentError as failure:
            (problem,) = failure.problems
            damaged(Problem(file, number, problem.column, problem.message, problem.hint))
        else:
            yield Item(item.value, number, item.column, file)


def _is_too_deep(value: Any) -> bool:
    """Return whether a value nests deeper than anybody writes; asked level by level, so that nothing recurses."""
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(MAX_DEPTH):
        level = [
            part
            for whole in level
            for part in (whole.values() if isinstance(whole, dict) else whole)
            if isinstance(part, dict | list)
        ]
        if not level:
            return False
    return True


def _bomb(text: str, index: int) -> int:
    """Return where a text is nested too deeply for the first time."""
    depth = 0
    for found in _STRING_OR_BRACKET.finditer(text, index):
        if found[0] in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                return found.start()
        elif found[0] in "]}":
            depth -= 1
    return index


def _wrong(file: str, line: int, column: int, message: str, hint: str | None = None) -> DocumentError:
    return DocumentError([Problem(file, line, column, message, hint)])
