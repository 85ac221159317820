"""Mistakes in a file as lines: where, what, the line itself with a caret below, the right form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govsim.model.errors import Problem
from govsim.service.text import safe, width
from govsim.tui.draw import Line, Span, hanging, line


def problem_lines(problems: Sequence[Problem], text: str, cells: int) -> Iterator[Line]:
    """Yield every mistake in a text, each with its line quoted."""
    written = text.splitlines()
    for problem in problems:
        place = f"{problem.line}:{problem.column}" if problem.line else ""
        yield from hanging(f"{place} ", problem.message, 8, cells, "strong")
        if problem.hint:
            yield from hanging("", problem.hint, 8, cells)
        if problem.line and problem.line <= len(written):
            quoted = written[problem.line - 1].expandtabs(1)
            before = safe(quoted[: (problem.column or 1) - 1])
            shift = max(width(before) - max(cells - 30, 10), 0)  # a long line is shown around the place
            yield line(Span(f"{problem.line:>6} | ", "dim"), Span(safe(quoted)[shift : shift + cells - 9]))
            yield line(Span(f"{'':>6} | ", "dim"), Span(" " * (width(before) - shift) + "^", "bad"))
        yield line("")
