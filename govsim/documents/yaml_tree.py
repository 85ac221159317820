"""YAML text as a tree of positioned nodes; every scalar is text.

Built from the parser's events rather than its loader: no bool, int or timestamp is guessed (``NO`` is a name), every
node knows where it stands, and depth is bounded before anything recurses.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from govsim.documents.nodes import Mapping, Node, Scalar, Sequence
from govsim.model.errors import DocumentError, Problem

# libyaml is six times faster on a record of 5,000 lines; a PyYAML built without it reads the same.
_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 40
"""No record nests deeper than ten levels; a bomb does."""
_LINE_END = re.compile(r"\r\n|\n|\r")
_HIDDEN_BREAK = re.compile("[\x85\u2028\u2029]")
"""Ends a line for YAML 1.1 and not for an editor: what looks like a comment could hold data."""
_NOT_IN_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


_NO_KEY = Scalar(0, 0, "", plain=False)
"""Stands for a key that cannot be one, so that what follows is still read."""


def read_text(path: Path, what: str = "record") -> str:
    """Return the text of a UTF-8 file that is to hold a record, or *what* else.

    Raises:
        DocumentError: the file is missing, a folder, unreadable, too large, binary or empty.
    """
    try:
        if path.is_dir():
            raise _bad(path, "is a folder", "name the files in it")
        if path.stat().st_size > MAX_BYTES:
            raise _bad(path, f"is larger than {MAX_BYTES // 1024 // 1024} MB", f"split the {what}")
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise _bad(path, "there is no such file") from None
    except UnicodeDecodeError as failure:
        raise _bad(path, f"is not UTF-8 text (byte {failure.start + 1})", "save it as UTF-8") from None
    except OSError as failure:
        raise _bad(path, f"cannot be read: {failure.strerror or failure}") from None
    if "\0" in text:
        raise _bad(path, "is a binary file", f"a {what} is YAML text")
    if not text.strip():
        raise _bad(path, "is empty", f"`govsim new {what}` writes a template")
    return text


def _bad(path: Path, message: str, hint: str | None = None) -> DocumentError:
    return DocumentError([Problem(str(path), 1, 1, message, hint)])


def parse_tree(text: str, file: str, what: str = "record") -> tuple[Node, list[Problem]]:
    """Return the one document in *text* and the problems that do not keep it from being read further.

    Args:
        text: YAML.
        file: how the file is called in problems.
        what: what the document is to be: a record, a scenario.

    Raises:
        DocumentError: the text is not YAML, or uses what records do without (aliases, tags, several documents).
    """
    if found := _HIDDEN_BREAK.search(text):
        raise DocumentError([_character_problem(found.start(), text, file)])
    builder = _Builder(text, file)
    try:
        for event in yaml.parse(text, Loader=_PARSER):
            builder.take(event)
    except yaml.MarkedYAMLError as failure:
        raise DocumentError([_syntax_problem(failure, text, file)]) from None
    except yaml.YAMLError:
        found = _NOT_IN_YAML.search(text)
        raise DocumentError([_character_problem(found.start() if found else 0, text, file)]) from None
    if builder.root is None:
        raise DocumentError(
            [Problem(file, 1, 1, "holds nothing but comments", f"`govsim new {what}` writes a template")]
        )
    return builder.root, builder.problems + list(builder.tabs())


class _Builder:
    """Turns parser events into nodes with an explicit stack, so that no nesting can exhaust Python's."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._stack: list[tuple[Sequence | Mapping, Scalar | None]] = []
        self._keys: list[dict[str, Scalar]] = []
        self._line_starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
        self._flow_starts: list[int] = []
        self._quoted_lines: set[int] = set()

    def take(self, event: Event) -> None:
        """Add what one parser event says."""
        match event:
            case DocumentStartEvent() if self.root is not None:
                self._refuse(event, "a second document begins here", "one file holds one record; remove the ---")
            case AliasEvent():
                self._refuse(event, f"'*{event.anchor}' is an alias", "write the value out")
            case ScalarEvent():
                self._check_plain_yaml(event)
                line, column = self._place(event.start_mark)
                if event.style:
                    self._quoted_lines.update(range(line, self._place(event.end_mark)[0]))
                self._add(Scalar(line, column, event.value, plain=not event.style, written=self._written(event)))
            case SequenceStartEvent() | MappingStartEvent():
                self._check_plain_yaml(event)
                if len(self._stack) >= MAX_DEPTH:
                    self._refuse(event, f"nested deeper than {MAX_DEPTH} levels", "a record nests about ten")
                kind = Sequence if isinstance(event, SequenceStartEvent) else Mapping
                self._stack.append((kind(*self._place(event.start_mark)), None))
                self._keys.append({})
                self._flow_starts.append(_index(event.start_mark) if event.flow_style else -1)
            case SequenceEndEvent() | MappingEndEvent():
                node, _ = self._stack.pop()
                self._keys.pop()
                start = self._flow_starts.pop()
                if isinstance(node, Sequence) and start >= 0:
                    node.source = self.text[start : _index(event.end_mark)]
                self._add(node)

    def _written(self, event: ScalarEvent) -> str | None:
        """Return a scalar as it stands in the text, None where it runs over several lines."""
        written = self.text[_index(event.start_mark) : _index(event.end_mark)]
        return None if event.style in {"|", ">"} or _LINE_END.search(written) else written

    def _check_plain_yaml(self, event: ScalarEvent | SequenceStartEvent | MappingStartEvent) -> None:
        if event.anchor:
            self._refuse(event, f"'&{event.anchor}' is an anchor", "write the value out where it is needed")
        if event.tag and event.tag != "!":
            self._refuse(event, f"'{event.tag}' is a tag", "write the plain value; the field says its type")

    def _refuse(self, event: Event, message: str, hint: str) -> None:
        raise DocumentError([Problem(self.file, *self._place(event.start_mark), message, hint)])

    def _place(self, mark: Any) -> tuple[int, int]:
        """Return line and column of a mark as editors count them; libyaml also breaks lines at U+0085 and U+2028."""
        index = _index(mark)
        line = bisect_right(self._line_starts, index)
        return line, index - self._line_starts[line - 1] + 1

    def _problem(self, node: Node, message: str, hint: str | None = None) -> None:
        self.problems.append(Problem(self.file, node.line, node.column, message, hint))

    def _add(self, node: Node) -> None:
        if not self._stack:
            self.root = node
            return
        parent, key = self._stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif key is None:
            if not isinstance(node, Scalar):
                self._problem(node, "a key is a word, not a list or mapping", "quote text that begins with [ or {")
                node = _NO_KEY
            self._stack[-1] = parent, node
        else:
            self._stack[-1] = parent, None
            if key is _NO_KEY:
                return
            first = self._keys[-1].setdefault(key.text, key)
            if first is not key:
                self._problem(key, f"the key '{key.text}' stands here twice", f"first in line {first.line}; keep one")
            else:
                parent.items.append((key, node))

    def tabs(self) -> Iterator[Problem]:
        """Find the tabs in indentation that YAML itself let pass."""
        for number, line in enumerate(self.text.split("\n")):
            indent = line[: len(line) - len(line.lstrip(" \t"))]
            if "\t" in indent and line.strip() and number not in self._quoted_lines:
                yield Problem(self.file, number + 1, indent.index("\t") + 1, "a tab indents this line", "use spaces")


def _index(mark: Any) -> int:
    """Return the offset of a mark in the text; the stubs know that marks may lack, the parsers always set them."""
    return int(mark.index)


def _syntax_problem(failure: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    what = failure.problem or "cannot be read"
    context = f" {failure.context}" if failure.context else ""
    # What is never closed is noticed at the end of the file; the mistake is where it opens.
    unclosed = failure.context_mark is not None and ("end of stream" in what or "expected ',' or" in what)
    mark = failure.context_mark if unclosed else failure.problem_mark or failure.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    # The parser often notices a tab only a line later, and calls it something else.
    for number in (line, line - 1):
        shown = lines[number] if 0 <= number < len(lines) else ""
        indent = shown[: len(shown) - len(shown.lstrip(" \t"))]
        at_tab = number == line and shown[column : column + 1] == "\t"
        if "\t" in indent or at_tab:
            where = indent.index("\t") if "\t" in indent else column
            return Problem(file, number + 1, where + 1, "a tab stands here", "indent with spaces")
    hint = "quote text that holds ': ' or ' #' or begins with one of [ ] { } & * ! | > @ ` % -"
    return Problem(file, line + 1, column + 1, f"this is not YAML: {what}{context}", hint)


def _character_problem(position: int, text: str, file: str) -> Problem:
    """Return the problem of a character that YAML does not admit, such as a raw control character."""
    line = text.count("\n", 0, position)
    column = position - (text.rfind("\n", 0, position) + 1)
    shown = f"U+{ord(text[position]):04X}"
    return Problem(
        file, line + 1, column + 1, f"{shown} may not stand in YAML", "write it as an escape in double quotes"
    )
