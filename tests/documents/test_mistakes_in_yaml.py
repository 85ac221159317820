"""Text that is not YAML, or uses of YAML that records do without; and bombs, which must only be refused."""

from __future__ import annotations

from contextlib import suppress

import pytest

from govsim.model.errors import DocumentError

from .marked import HEADER, Mistake, assert_mistakes, problems_in, read

R = "record: r\nzone: UTC\n"
WRITE_OUT = "write the value out"

CASES: dict[str, tuple[str, list[Mistake]]] = {
    "an anchor": (R + "title: ◆&x foo\n", [("'&x' is an anchor", WRITE_OUT)]),
    "an alias": (R + "people: {a: ◆*x}\n", [("'*x' is an alias", WRITE_OUT)]),
    "a tag": (R + "title: ◆!!int 3\n", [("is a tag", "write the plain value")]),
    "a tag that would run code": (R + "title: ◆!!python/object/apply:os.system [ls]\n", [("is a tag", "plain value")]),
    "a second document": (R + "◆---\nrecord: s\n", [("a second document begins here", "one file holds one record")]),
    "a document after an end": (R + "...\n◆---\nrecord: s\n", [("a second document begins here", None)]),
    "a list for a key": (R + "people:\n  ? ◆[a]\n  : b\n", [("a key is a word, not a list or mapping", "quote")]),
    "a mapping for a key": (R + "people: {◆{a: b}: c}\n", [("a key is a word, not a list or mapping", "quote")]),
    "a tab for a level": (R + "people:\n◆\tada: Ada\n", [("tab", "spaces")]),
    "a tab after a space": (R + "people:\n  ada: A\n ◆\tben: B\n", [("tab", "spaces")]),
    "a tab within braces": (R + "people: {\n◆\tada: Ada}\n", [("tab", "spaces")]),
    "a tab after a dash": (R + "events:\n  -◆\tid: a\n    type: met\n    at: 2020\n", [("tab", "spaces")]),
    "a colon in a value": (R + "title: a◆: b\n", [("this is not YAML", "quote text that holds ': '")]),
    "a colon in a value after a lawful tab": (R + "people:\t# fine\ntitle: a◆: b\n", [("not YAML", "quote")]),
    "an @ before a value": (R + "title: ◆@x\n", [("this is not YAML", "begins with one of")]),
    "a backtick before a value": (R + "title: ◆`x\n", [("this is not YAML", "begins with one of")]),
    "a line that stands too far left": (R + "people:\n  ada: A\n ◆ben: B\n", [("this is not YAML", None)]),
    "a control character": (R + "title: a◆\x07b\n", [("U+0007 may not stand in YAML", "escape in double quotes")]),
    "an escape sequence": (R + "title: a◆\x1b[31mb\n", [("U+001B may not stand in YAML", "escape")]),
    "a delete": (R + "title: a◆\x7fb\n", [("U+007F may not stand in YAML", None)]),
    "a C1 control": (R + "title: é漢a◆\x9bb\n", [("U+009B may not stand in YAML", None)]),
    "a form feed": (R + "title: a◆\x0cb\n", [("U+000C may not stand in YAML", None)]),
    "text": ("◆hello\n", [("a record is a mapping", "begin with record:")]),
    "a list": ("◆- a\n", [("a record is a mapping", "begin with record:")]),
    "nothing but null": ("◆~\n", [("a record is a mapping", None)]),
    "nothing but comments": ("◆# only a comment\n", [("holds nothing but comments", "govsim new record")]),
    "an empty mapping": ("◆{}\n", [("the key 'record' is missing", None)]),
    # positions count characters, not bytes, and survive what some take for line ends
    "a mistake after wide characters": (R + "people: {a: 😀漢é, b: {name: x, ◆nam: y}}\n", [("key 'nam'", "'name'")]),
    # For YAML 1.1 these end a line, for an editor they do not: what looks like a comment could hold data.
    "a line separator": (R + 'title: "a◆\u2028b"\n', [("U+2028 may not stand in YAML", "write it as an escape")]),
    "a next line": (R + 'title: "a◆\x85b"\n', [("U+0085 may not stand in YAML", "write it as an escape")]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "mistakes"), CASES.values(), ids=CASES.keys())
def test_what_is_no_yaml_of_ours_is_reported_where_it_stands(text: str, mistakes: list[Mistake]) -> None:
    assert_mistakes(text, mistakes)


SEPARATORS = {"next line": "\x85", "line separator": "\u2028", "paragraph separator": "\u2029"}


@pytest.mark.parametrize("separator", SEPARATORS.values(), ids=SEPARATORS.keys())
@pytest.mark.parametrize("before", ["title: |\n  a{}  b\n", "title: a{}  b\n", "title: 'a{}b'\n", "# a{}#b\n"])
def test_what_no_editor_takes_for_a_line_end_does_not_shift_the_lines_below(before: str, separator: str) -> None:
    text = R + before.format(separator) + "peple: {}\n"
    line = text.count("\n")
    found = [(problem.line, problem.message) for problem in problems_in(text)]
    assert (line, "unknown key 'peple'") in found or all(place < line for place, _ in found)


@pytest.mark.parametrize("separator", SEPARATORS.values(), ids=SEPARATORS.keys())
def test_nothing_that_editors_show_as_a_comment_is_read_as_data(separator: str) -> None:
    text = f"record: r\n# a comment{separator}title: hidden in it\n"
    with suppress(DocumentError):  # refused, or left a comment
        assert read(text).record.header.title is None


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["crlf", "cr"])
def test_positions_are_right_with_other_line_ends(end: str) -> None:
    text = HEADER + "  - {id: a, type: hired, at: 2020, who: ◆adda, to: org/ceo}\n  - {id: b, type: ◆hird, at: 2020}\n"
    plain = problems_in(text.replace("◆", ""))
    other = problems_in(text.replace("◆", "").replace("\n", end))
    assert [str(problem) for problem in other] == [str(problem) for problem in plain]
    assert [(problem.line, problem.column) for problem in plain] == [(15, 41), (16, 19)]


def test_a_tab_is_found_with_carriage_returns_too() -> None:
    (problem,) = problems_in("record: r\r\npeople:\r\n\tada: A\r\n")
    assert (problem.line, problem.column) == (3, 1)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (R + "title: 'never closed\npeople: {a: A}\n", 3),
        (R + "people: [a, b\nposts: {}\n", 3),
        (R + "people: {a: A\nposts: x\n", 3),
    ],
    ids=["quote", "bracket", "brace"],
)
def test_what_is_never_closed_is_reported_where_it_opens(text: str, line: int) -> None:
    (problem, *_) = problems_in(text + "note: x\n" * 50)
    assert problem.line == line or f"line {line}" in str(problem)


def test_tabs_that_yaml_allows_are_no_mistake() -> None:
    for text in ("people:\n  ada:\tAda\n", "# a\tb\npeople: {a: A}\n", "title: |\n  x\n  \ty\n", 'title: "a\n\tb"\n'):
        with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
            problems_in(R + text)


LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        (LAUGHS, "is an anchor"),
        ("[" * 10_000_000, "nest"),
        (R + "title: " + "[" * 5_000_000, "nest"),
        ("{a: " * 2_500_000, "nested deeper than 40 levels"),
        ("- " * 1_000_000, "nested deeper than 40 levels"),
        ("? " * 1_000_000, "nested deeper than 40 levels"),
        ("\n".join(" " * n + f"a{n}:" for n in range(2000)), "nested deeper than 40 levels"),
        (R + "title: " + "x" * 10_000_000 + "\npeple: x\n", "unknown key 'peple'"),
        ("\ufeff" * 1000 + R, ""),
    ],
    ids=[
        "billion laughs",
        "brackets",
        "brackets in a record",
        "braces",
        "dashes",
        "questions",
        "steps",
        "long",
        "marks",
    ],
)
def test_a_bomb_is_only_an_error(text: str, phrase: str) -> None:
    assert any(phrase in problem.message for problem in problems_in(text))


def test_many_keys_in_one_mapping_are_read_in_one_pass() -> None:
    people = "".join(f"  p{number}: P\n" for number in range(30_000))
    (problem,) = problems_in(f"{R}people:\n{people}  p7: again\n")
    assert problem.message == "the key 'p7' stands here twice"
