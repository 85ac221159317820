"""Suggestions: the nearest name, or none rather than a wrong one."""

from __future__ import annotations

import pytest

from govsim.model.errors import DocumentError, GovsimError, Problem, did_you_mean

KNOWN = ["sam-altman", "greg-brockman", "emmett-shear", "openai/ceo", "openai/board"]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("sam-altmann", "sam-altman"),
        ("SAM-ALTMAN", "sam-altman"),
        ("Shear", "emmett-shear"),
        ("altman", "sam-altman"),
        ("openai/coe", "openai/ceo"),
        ("board", "openai/board"),
        ("zzz", None),
        ("", None),
        ("\x1b[31m", None),
    ],
)
def test_the_nearest_name_is_suggested(wrong: str, right: str | None) -> None:
    assert did_you_mean(wrong, KNOWN) == (f"did you mean '{right}'?" if right else None)


def test_nothing_is_suggested_where_nothing_is_known() -> None:
    assert did_you_mean("anything", []) is None


def test_a_problem_reads_file_line_column_what_and_the_right_form() -> None:
    assert str(Problem("f.yaml", 3, 7, "wrong", "write this")) == "f.yaml:3:7: wrong (write this)"
    assert str(Problem("f.yaml", 3, 7, "wrong")) == "f.yaml:3:7: wrong"


def test_an_error_of_a_document_is_one_line_a_problem() -> None:
    error = DocumentError([Problem("f", 1, 1, "a"), Problem("f", 2, 1, "b", "c")])
    assert str(error) == "f:1:1: a\nf:2:1: b (c)"
    assert isinstance(error, GovsimError)
