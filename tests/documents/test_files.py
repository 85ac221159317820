"""Files that cannot be read as records at all, and files that only look odd."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from govsim.documents import yaml_tree
from govsim.documents.record_file import read_record
from govsim.model.errors import DocumentError, Problem

from .marked import HEADER

EVENTS = "  - {id: a, type: hired, at: 2020, who: ada, to: org/ceo}\n"


def problem_of(path: Path) -> Problem:
    """Return the one problem of a file."""
    with pytest.raises(DocumentError) as caught:
        read_record(path)
    (problem,) = caught.value.problems
    assert problem.file == str(path)
    return problem


@pytest.mark.parametrize(
    ("content", "phrase", "hint"),
    [
        (b"", "is empty", "govsim new record"),
        (b" \n\t\n", "is empty", "govsim new record"),
        (b"\xef\xbb\xbf", "is empty", "govsim new record"),
        (b"# only a comment\n", "nothing but comments", "govsim new record"),
        (b"record: r\0\n", "binary", "YAML text"),
        (b"\x7fELF\x02\x01\x01\0\0\0", "binary", "YAML text"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not UTF-8", "save it as UTF-8"),
        (b"SQLite format 3\0" + b"\xff" * 50, "not UTF-8", "save it as UTF-8"),
        ("record: r\ntitle: Müller\n".encode("latin-1"), "not UTF-8 text (byte 19)", "save it as UTF-8"),
        ("record: r\n".encode("utf-16"), "not UTF-8", "save it as UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(tmp_path: Path, content: bytes, phrase: str, hint: str) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(content)
    problem = problem_of(path)
    assert (problem.line, problem.column) == (1, 1)
    assert phrase in problem.message
    assert hint in (problem.hint or "")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert "no such file" in problem_of(tmp_path / "nowhere.yaml").message


def test_a_folder_is_told(tmp_path: Path) -> None:
    assert "is a folder" in problem_of(tmp_path).message


def test_a_path_through_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("x")
    assert problem_of(tmp_path / "f" / "g.yaml").message


def test_a_link_that_leads_round_in_a_circle_is_told(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").symlink_to(tmp_path / "f.yaml")
    assert "cannot be read" in problem_of(tmp_path / "f.yaml").message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text("record: r\n")
    path.chmod(0)
    assert "cannot be read" in problem_of(path).message


def test_a_file_that_is_too_large_is_told_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_tree, "MAX_BYTES", 1024 * 1024)
    path = tmp_path / "f.yaml"
    path.write_text("record: r\n" + "#" * 1024 * 1024)
    problem = problem_of(path)
    assert "larger than 1 MB" in problem.message
    assert problem.hint == "split the record"


@pytest.mark.parametrize("start", ["", "\ufeff", "---\n", "# comment\n\n", "%YAML 1.1\n---\n", "\n\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_marks_comments_and_line_ends_change_nothing(tmp_path: Path, start: str, end: str) -> None:
    plain, other = tmp_path / "plain.yaml", tmp_path / "other.yaml"
    plain.write_text(HEADER + EVENTS)
    other.write_bytes((start + HEADER + EVENTS).replace("\n", end).encode())
    assert read_record(other).record == read_record(plain).record


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "bom"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_a_mistake_is_found_at_the_same_place_behind_a_byte_order_mark(tmp_path: Path, mark: str, end: str) -> None:
    for text, place in (("recrod: r\n", (1, 1)), ("record: r\npeople: {a: {nmae: x, name: y}}\n", (2, 14))):
        path = tmp_path / "f.yaml"
        path.write_bytes((mark + text).replace("\n", end).encode())
        with pytest.raises(DocumentError) as caught:
            read_record(path)
        assert place in [(problem.line, problem.column) for problem in caught.value.problems]


def test_each_event_knows_its_file_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text(HEADER + EVENTS + "  - id: b\n    type: met\n    at: 2021\n")
    record = read_record(path)
    assert [record.where(event) for event in ("a", "b")] == [f"{path}:15:5", f"{path}:16:5"]
