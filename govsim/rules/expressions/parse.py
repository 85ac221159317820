"""From text to Python's syntax tree, with columns that count characters. Nothing of the text is ever run."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from govsim.rules.expressions.refusals import FORMS
from govsim.rules.expressions.scan import scanned
from govsim.rules.expressions.values import ExpressionError


@dataclass(frozen=True, slots=True)
class Source:
    """The text on one line, its syntax tree, and where in the text the tree begins."""

    text: str
    tree: ast.expr
    start: int

    def column(self, node: ast.expr) -> int:
        """Return the offset in characters at which a node begins; the tree counts bytes of UTF-8."""
        return self._characters(node.col_offset)

    def segment(self, node: ast.expr) -> str:
        """Return the text of a node, without brackets around it."""
        end = node.end_col_offset
        return self.text[self.column(node) : None if end is None else self._characters(end)]

    def _characters(self, offset: int) -> int:
        if self.text.isascii():
            return self.start + offset
        return self.start + len(self.text[self.start :].encode()[:offset].decode())


def parse(text: str) -> Source:
    """Return the syntax tree of an expression.

    Raises:
        ExpressionError: the text is no expression.
    """
    line = scanned(text)
    body = line.strip(" \t")
    start = line.index(body)
    try:
        return Source(line, ast.parse(body, mode="eval").body, start)
    except SyntaxError as failure:
        column = start + min(max((failure.offset or 1) - 1, 0), len(body))
        raise ExpressionError(f"this is no expression: {failure.msg}", column, hint=FORMS) from None
    except (ValueError, RecursionError, MemoryError):
        raise ExpressionError("this is no expression", start, hint=FORMS) from None
