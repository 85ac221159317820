"""Names and texts that a terminal would obey: shown literally, in straight columns, and harmless in JSON."""

from __future__ import annotations

import unicodedata

import pytest

from govsim.service.text import cut, padded, safe, width

from .records import HOSTILE_NAMES, hostile_record, quoted
from .terminal import Terminal

TEXTS = [
    ["at", "2020-06-01"],
    ["at", "2020-02-01", "--during"],
    ["history", "org/board"],
    ["history", "esc"],
    ["why", "org/board", "--at", "2020-06-01"],
    ["why", "org/board", "--at", "2022-06-01"],
    ["events"],
    ["check"],
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """Govsim on a ledger full of hostile texts; tests only read it."""
    folder = tmp_path_factory.mktemp("hostile")
    terminal = Terminal(folder, f"sqlite:///{folder / 'ledger.db'}")
    terminal.good("load", terminal.file("hostile.yaml", hostile_record()))
    return terminal


def obeyed(text: str) -> set[str]:
    """Return what a terminal would obey rather than show: controls, direction marks, separators, tags."""
    return {
        f"U+{ord(c):04X}"
        for c in text
        if c not in "\n\u200c\u200d" and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    }


@pytest.mark.parametrize("command", TEXTS, ids=" ".join)
def test_nothing_that_a_terminal_obeys_is_printed(hostile: Terminal, command: list[str]) -> None:
    answer = hostile(*command, color=True)
    assert answer.code in (0, 1)
    assert obeyed(answer.out + answer.err) == set()


@pytest.mark.parametrize("command", [command for command in TEXTS if command[0] != "check"], ids=" ".join)
def test_nothing_harmful_stands_in_json(hostile: Terminal, command: list[str]) -> None:
    answer = hostile.good(*command, "--json")
    harmful = obeyed(answer.out) - {"U+E0041", "U+E0042"}  # tags are invisible, but no terminal obeys them
    assert harmful == set()
    assert answer.json


def test_names_come_back_from_json_as_they_were_written(hostile: Terminal) -> None:
    (post,) = hostile.good("at", "2020-06-01", "--json").json["posts"]
    assert {holder["party"]: holder["name"] for holder in post["holders"]} == HOSTILE_NAMES


def test_each_holder_takes_one_line_and_the_columns_are_straight(hostile: Terminal) -> None:
    lines = hostile.good("at", "2020-06-01", "--post", "org/board").lines
    header = next(line for line in lines if line.startswith("post "))
    rows = lines[lines.index(header) + 1 :]
    assert len(rows) == len(HOSTILE_NAMES)
    for row in rows:
        assert cells(row[: row.index("2020-02-01")]) == header.index("since"), row
        assert row.endswith("hostile/all")


def test_the_columns_of_events_are_straight(hostile: Terminal) -> None:
    header, *rows = hostile.good("events").lines
    assert len(rows) == 6
    for row in rows:
        assert cells(row[: row.index("hostile/")]) == header.index("event")


def test_markup_is_printed_as_written(hostile: Terminal) -> None:
    assert HOSTILE_NAMES["markup"] in hostile.good("at", "2020-06-01").out


def test_a_difference_of_hostile_texts_is_listed_safely_one_line_each(hostile: Terminal) -> None:
    changed = hostile_record().replace(quoted(HOSTILE_NAMES["esc"]), quoted("\x1b[2J\nother.yaml:1:1: fake\u202e"))
    said = hostile.refused("load", hostile.file("changed.yaml", changed))
    assert obeyed(said) == set()
    assert not any(line.startswith("other.yaml") for line in said.splitlines())


def test_a_mistake_in_a_hostile_text_is_one_line(govsim: Terminal) -> None:
    bad = quoted("x\x1b[31m\nother.yaml:9:9: all is well")
    path = govsim.file(
        "r.yaml",
        f"record: r\nzone: UTC\npeople: {{{bad}: A}}\nevents:\n  - {{id: a, type: stated, at: {bad}, who: {bad}}}\n",
    )
    for command in ("check", "load"):
        lines = govsim.refused(command, path).splitlines()
        assert obeyed("".join(lines)) == set()
        assert all(line.startswith(f"{path}:") for line in lines)
        assert len(lines) == 2


def test_a_contradiction_of_hostile_texts_is_told_safely(hostile: Terminal) -> None:
    other = (
        hostile_record().replace("record: hostile", "record: other").replace(quoted(HOSTILE_NAMES["lines"]), "Lines")
    )
    said = hostile.refused("load", hostile.file("other.yaml", other))
    assert obeyed(said) == set()
    assert len(said.splitlines()) == 2


@pytest.mark.parametrize("bad", ["\x1b[31mx", "x\x1b]0;owned\x07", "a\u202eb", "a\nb", "a\x9bb", "\udcff"])
def test_what_is_typed_is_not_obeyed_either(hostile: Terminal, bad: str) -> None:
    for command in (
        ["at", bad],
        ["at", "2020-06-01", "--post", bad],
        ["at", "2020-06-01", "--org", bad],
        ["at", "2020-06-01", "--zone", bad],
        ["at", "2020-06-01", "--trust", bad],
        ["history", bad],
        ["check", bad],
        ["load", bad],
        [bad],
        ["at", "2020-06-01", "--" + bad],
        ["at", "2020-06-01", bad],
    ):
        answer = hostile(*command, color=True)
        assert answer.code == 2
        assert obeyed(answer.out + answer.err) == set()


# -- the text room itself


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", 5),
        ("", 0),
        ("漢字", 4),
        ("\uff46\uff55\uff4c\uff4c", 8),
        ("é", 1),
        ("e\u0301", 1),
        ("พิธา", 3),
        ("ลิ้ม", 2),
        ("नरेन्द्र", 5),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", 7),
        ("😀", 2),
        ("한국", 4),
    ],
)
def test_width_counts_terminal_cells(text: str, expected: int) -> None:
    assert width(text) == expected


def cells(text: str) -> int:
    """Return how many cells a text takes, counted another way: marks take none, wide characters two."""
    return sum(
        0
        if unicodedata.category(c) in ("Mn", "Me") or c in "\u200c\u200d"
        else 2
        if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in text
    )


@pytest.mark.parametrize("text", [*HOSTILE_NAMES.values(), "漢字漢字漢字", "พิธา ลิ้มเจริญรัตน์"])
@pytest.mark.parametrize("room", [1, 2, 3, 5, 8, 40])
def test_padded_takes_exactly_its_cells_and_cut_never_more(text: str, room: int) -> None:
    shown = safe(text)
    assert cells(padded(shown, room)) == room
    assert cells(cut(shown, room)) <= room


@pytest.mark.parametrize("text", HOSTILE_NAMES.values(), ids=HOSTILE_NAMES.keys())
def test_safe_shows_literally_and_twice_is_once(text: str) -> None:
    assert obeyed(safe(text)) == set()
    assert safe(safe(text)) == safe(text)
    assert len(safe(text).splitlines()) == 1
