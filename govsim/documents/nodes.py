"""The nodes of a YAML tree: every scalar is text, and every node knows where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

_ESCAPES = {"'": re.compile("''"), '"': re.compile(r"\\(?:x..|u.{4}|U.{8}|.)")}
"""By its quote, one character of quoted text that is written as several."""
_NULLS = {"", "~", "null", "Null", "NULL"}


@dataclass(slots=True)
class Scalar:
    """A piece of text; *plain* when it stands without quotes, *written* as it stands where it is on one line."""

    line: int
    column: int
    text: str
    plain: bool
    written: str | None = None

    def column_of(self, offset: int) -> int:
        """Return the column of a character of the text, that of the text itself where it is on several lines."""
        if self.written is None:
            return self.column
        if self.plain:
            return self.column + offset
        before = 1  # the quote
        for _ in range(offset):
            found = _ESCAPES[self.written[0]].match(self.written, before)
            before = found.end() if found else before + 1
        return self.column + before


@dataclass(slots=True)
class Sequence:
    """A list; *source* is the text of one written in brackets."""

    line: int
    column: int
    source: str | None = None
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys and values, in order."""

    line: int
    column: int
    items: list[tuple[Scalar, Node]] = field(default_factory=list)

    def get(self, key: str) -> Node | None:
        """Return the value of a key, or None."""
        return next((value for name, value in self.items if name.text == key), None)


Node = Scalar | Sequence | Mapping


class SourceList(list[Any]):
    """A list that remembers the text it was written as, for times such as ``[2018..2019]``."""

    source: str | None = None


def to_data(node: Node) -> Any:
    """Return the plain data of a node: dicts, lists, text, and None for a value that is not there."""
    match node:
        case Scalar():
            return None if node.plain and node.text in _NULLS else node.text
        case Sequence():
            items = SourceList(to_data(item) for item in node.items)
            items.source = node.source
            return items
        case Mapping():
            return {key.text: to_data(value) for key, value in node.items}


def node_at(root: Node, location: tuple[str | int, ...]) -> Node | None:
    """Return what stands at *location*, None where nothing does."""
    node: Node | None = root
    for step in location:
        if isinstance(node, Mapping):
            node = node.get(str(step))
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            return None
    return node


def position_of(root: Node, location: tuple[str | int, ...], *, key: bool = False) -> tuple[int, int]:
    """Return line and column, from 1, of the value at *location*, or of its key; of the nearest one above it."""
    node, line, column = root, root.line, root.column
    pair: tuple[Node, Node] | None
    for step in location:
        if isinstance(node, Mapping):
            pair = next(((name, value) for name, value in node.items if name.text == step), None)
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            pair = node.items[step], node.items[step]
        else:
            pair = None
        if pair is None:
            break
        name, node = pair
        line, column = (name.line, name.column) if key and step == location[-1] else (node.line, node.column)
    return line, column
