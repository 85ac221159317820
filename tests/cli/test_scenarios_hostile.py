"""Scenarios whose texts a terminal would obey: shown literally wherever they are told, and harmless in JSON."""

from __future__ import annotations

import pytest

from .records import HOSTILE_NAMES, hostile_record, quoted
from .scenarios import asked, branches
from .terminal import Terminal
from .test_hostile_names import obeyed

RAW = f"{HOSTILE_NAMES['esc']}{HOSTILE_NAMES['title']}{HOSTILE_NAMES['bidi']}\nother.yaml:1:1: fake\x9b\0"
BAD = quoted(RAW)
HOSTILE = f"""\
scenario: hostile-what-if
title: {BAD}
note: {BAD}
record: hostile
changes:
  - {{omit: all, why: {BAD}}}
  - {{change: more, set: {{what: {BAD}, note: {BAD}, who: [esc, lines]}}, why: {BAD}}}
  - insert: {{id: x, type: hired, at: 2020-02-05, who: [esc, title, tags], to: org/board, style: {BAD}, note: {BAD}}}
    why: {BAD}
  - insert: {{id: y, type: stated, at: 2020-02-06, who: bidi, says: {BAD}, because: [said]}}
variables: {{v: {BAD}}}
decisions:
  - id: d
    at: 2023-01-01
    actor: esc
    question: {BAD}
    note: {BAD}
    options:
      a: {{title: {BAD}, note: {BAD}, then: [{{insert: {{id: z, type: happened, at: 2023-02-01, what: {BAD}}}}}]}}
      b: {{title: {BAD}}}
outcomes: {{directors: count('org/board')}}
expect:
  - {{at: 2023-06-01, post: org/board, holders: [esc, lines]}}
  - {{event: y, happened: true}}
"""
TEXT_OUTCOME = HOSTILE.replace("outcomes: {", "outcomes: {said: v, ").replace(
    "expect:\n", f"expect:\n  - {{outcome: said, is: x}}\n  - {{outcome: said, is: {BAD}}}\n"
)
"""The same with an outcome that is a hostile text itself."""
MISTAKES = f"""\
scenario: s
record: hostile
fork: {{before: {BAD}}}
changes:
  - {{omit: {BAD}}}
  - {{change: more, set: {{{BAD}: {BAD}, who: {BAD}}}}}
  - {{insert: {{id: w, type: stated, at: 2020-02-06, who: {BAD}, says: x, because: [{BAD}]}}}}
variables: {{{BAD}: 1}}
bylaws: {{{BAD}: {{}}}}
decisions:
  - id: d
    at: 2023-01-01
    actor: {BAD}
    when: {BAD}
    default: {BAD}
    options: {{a: {{weight: {BAD}, events: [{BAD}], then: [{{let: {{{BAD}: 1}}}}]}}}}
outcomes: {{o: {BAD}, p: "holds(\\"\\U0000202e\\", 'x')"}}
choose: {{{BAD}: {BAD}}}
expect: [{{outcome: {BAD}, is: {BAD}}}, {{event: {BAD}, happened: true}}, {{at: 2020, post: {BAD}, holders: {BAD}}}]
"""
SHAPES = f"""\
scenario: {BAD}
record: hostile
{BAD}: {BAD}
history: {BAD}
enforce: {BAD}
choose: {BAD}
fork: {{at: {BAD}}}
changes:
  - {BAD}
  - {{{BAD}: x}}
  - {{omit: more, {BAD}: x}}
  - {{insert: {{id: {BAD}, type: met, at: {BAD}}}}}
  - {{insert: {{type: {BAD}}}}}
decisions: [{{id: {BAD}, at: {BAD}, options: {{{BAD}: {BAD}, b: {{{BAD}: x}}}}}}]
outcomes: {{{BAD}: x}}
expect: [{{{BAD}: x}}, {{verdict: more, is: {BAD}}}, {{at: {BAD}, post: x, status: {BAD}}}]
"""
COMMANDS = [
    ["scenario", "run", "h.yaml"],
    ["scenario", "run", "h.yaml", "--all"],
    ["scenario", "run", "h.yaml", "--choose", "d=a"],
    ["scenario", "check", "h.yaml"],
    ["scenario", "paths", "h.yaml"],
    ["scenario", "run", "text.yaml"],
    ["scenario", "check", "text.yaml"],
    ["scenario", "paths", "text.yaml"],
    ["pivots", "hostile", "--outcome", "count('org/board', '2021-06-01') > 3"],
]
AFTERWARDS = [
    ["branch", "list"],
    ["events", "--branch", "hostile-what-if"],
    ["at", "2020-06-01", "--branch", "hostile-what-if"],
    ["diff", "main", "hostile-what-if"],
    ["check", "--branch", "hostile-what-if"],
]


@pytest.fixture
def hostile(govsim: Terminal) -> Terminal:
    """A ledger full of hostile texts, and scenarios that are no better."""
    govsim.good("load", govsim.file("hostile.yaml", hostile_record()))
    govsim.file("h.yaml", HOSTILE)
    govsim.file("text.yaml", TEXT_OUTCOME)
    return govsim


def full(govsim: Terminal, command: list[str]) -> list[str]:
    """Return a command with the files in it where they are."""
    return [str(govsim.folder / word) if word.endswith(".yaml") else word for word in command]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_nothing_that_a_terminal_obeys_is_printed(hostile: Terminal, command: list[str]) -> None:
    answer = hostile(*full(hostile, command), color=True)
    assert answer.code in (0, 1), answer.err
    assert obeyed(answer.out + answer.err) == set()
    assert not any(line.startswith("other.yaml") for line in answer.lines)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_nothing_harmful_stands_in_json(hostile: Terminal, command: list[str]) -> None:
    answer = hostile(*full(hostile, command), "--json")
    assert answer.code in (0, 1), answer.err
    assert obeyed(answer.out) - {"U+E0041", "U+E0042"} == set()  # tags are invisible, but no terminal obeys them
    assert answer.json


def test_a_text_comes_back_from_json_as_it_was_written(hostile: Terminal) -> None:
    answer = hostile("scenario", "run", hostile.folder / "text.yaml", "--json").json
    assert answer["outcomes"]["said"] == RAW
    assert [one["ok"] for one in answer["expect"]][:2] == [False, True]


@pytest.mark.parametrize("command", AFTERWARDS, ids=" ".join)
def test_the_branch_that_comes_of_it_is_told_safely(hostile: Terminal, command: list[str]) -> None:
    hostile("scenario", "run", hostile.folder / "h.yaml", "--choose", "d=a")
    assert branches(hostile) == [("hostile-what-if", "hostile-what-if", False)]
    answer = hostile(*command, color=True)
    assert answer.code in (0, 1), answer.err
    assert obeyed(answer.out + answer.err) == set()
    hostile.good("verify")


@pytest.mark.parametrize(("text", "least"), [(MISTAKES, 18), (SHAPES, 14)], ids=["ids", "shapes"])
def test_each_mistake_in_a_hostile_text_is_one_harmless_line(hostile: Terminal, text: str, least: int) -> None:
    path = hostile.file("m.yaml", text)
    for command in ("run", "check", "paths"):
        lines = hostile.refused("scenario", command, path).splitlines()
        assert obeyed("".join(lines)) == set()
        assert all(line.startswith(f"{path}:") for line in lines)
        assert len(lines) >= least


@pytest.mark.parametrize("bad", ["\x1b[31mx", "x\x1b]0;owned\x07", "a\u202eb", "a\nb", "a\x9bb", "\udcff"])
def test_what_is_typed_is_not_obeyed_either(hostile: Terminal, bad: str) -> None:
    path = str(hostile.folder / "h.yaml")
    for command in (
        ["scenario", bad],
        ["scenario", "run", bad],
        ["scenario", "check", bad, bad],
        ["scenario", "paths", bad],
        ["scenario", "run", path, "--branch", bad],
        ["scenario", "run", path, "--choose", bad],
        ["scenario", "run", path, "--choose", f"d={bad}"],
        ["scenario", "run", path, "--choose", f"{bad}=a"],
        ["scenario", "paths", path, "--most", bad],
        ["pivots", bad, "--outcome", "true"],
        ["pivots", "hostile", "--outcome", bad],
    ):
        answer = hostile(*command, color=True)
        assert answer.code == 2, command
        assert obeyed(answer.out + answer.err) == set()


def test_what_is_asked_on_a_terminal_is_not_obeyed(hostile: Terminal) -> None:
    answer = asked(hostile, "9\na\n", "scenario", "run", hostile.folder / "h.yaml", "--json")
    assert answer.json["decisions"][0]["option"] == "a"
    assert "There is no '9'" in answer.err
    assert obeyed(answer.err) == set()
