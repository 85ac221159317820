"""Several mistakes in one scenario, records that are not to be found, and texts that are no scenario at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsim.model.errors import DocumentError
from govsim.service.scenarios import Scenarios

from .marked import Mistake
from .test_scenario_mistakes import HEAD, RECORD, assert_mistakes

HEADS: dict[str, tuple[str, list[Mistake]]] = {
    "no record": ("◆scenario: s\n", [("'record' is missing", "scenario, record")]),
    "no id": ("◆record: r\n", [("'scenario' is missing", "scenario, record")]),
    "neither has a value": ("◆◆scenario:\nrecord:\n", [("'scenario' is missing", None), ("'record' is missing", None)]),
    "an id in capitals": ("scenario: ◆Sam Stays\nrecord: r\n", [("is not a kebab-case id", None)]),
    "a list of ids": ("scenario: ◆[s]\nrecord: r\n", [("a piece of text", None)]),
    "a list of records": ("scenario: s\nrecord: ◆[r]\n", [("a piece of text", None)]),
    "a record misspelt": ("scenario: s\nrecord: ◆rr\n", [("there is no record 'rr'", "did you mean 'r'?")]),
    "a bundled one misspelt": ("scenario: s\nrecord: ◆openai-2032\n", [("no record", "'openai-2023'")]),
    "a record far off": ("scenario: s\nrecord: ◆zz\n", [("in the ledger, beside this file or", "there is r, ")]),
    "no mapping": ("◆scenario\n", [("a scenario is a mapping", "scenario: an-id")]),
    "a list": ("◆- scenario: s\n", [("a scenario is a mapping", None)]),
    "an id twice": ("scenario: s\n◆scenario: t\nrecord: r\n", [("'scenario' stands here twice", "line 1")]),
    "a tab": ("scenario: s\nrecord: r\n◆\tchanges: []\n", [("a tab stands here", "spaces")]),
    "two documents": ("scenario: s\nrecord: r\n◆---\nscenario: t\n", [("a second document", None)]),
    "an anchor": ("scenario: s\nrecord: r\nchanges: [◆&a {omit: vote}]\n", [("'&a' is an anchor", None)]),
    "a tag": ("scenario: s\nrecord: r\nchanges: ◆!!set {a}\n", [("is a tag", None)]),
    "never closed": ("scenario: s\nrecord: r\nchanges: ◆[{omit: vote}\n", [("this is not YAML", None)]),
}


@pytest.mark.parametrize(("text", "mistakes"), HEADS.values(), ids=HEADS.keys())
def test_a_mistake_in_the_head_is_reported_where_it_stands(text: str, mistakes: list[Mistake]) -> None:
    assert_mistakes(text, mistakes, head="")


def test_mistakes_of_shape_are_all_reported_in_the_order_of_the_file() -> None:
    assert_mistakes(
        "◆titel: x\nhistory: ◆drp\nexpect: [{event: vote, happened: ◆perhaps}]\n"
        "decisions:\n  - {id: d, at: ◆2021-13, options: {a: {◆wait: 1, then: [{◆omt: vote}, {omit: ◆[a]}]}, b: ◆[]}}\n"
        "changes:\n  - {change: vote, set: ◆[]}\n  - {insert: {id: x, type: ◆mett, at: 2021}}\n"
        "  - {insert: {id: x, type: met, at: ◆2021-14, ◆wo: ada}}\nchoose: {d: ◆[]}\nfork: {at: ◆2021-15}\n",
        [
            ("unknown key 'titel'", None),
            ("not one of ripple", None),
            ("true or false", None),
            ("no month 13", None),
            ("unknown key 'wait'", None),
            ("unknown key 'omt'", None),
            ("a piece of text", None),
            ("an option is a mapping", None),
            ("a mapping", None),
            ("not a type", None),
            ("no month 14", None),
            ("unknown key 'wo'", None),
            ("a piece of text", None),
            ("no month 15", None),
        ],
    )


def test_ids_that_name_nothing_are_all_reported_in_the_order_of_the_file() -> None:
    assert_mistakes(
        "expect: [{event: ◆voet, happened: true}, {outcome: ◆p, is: 1}]\noutcomes: {o: ◆nope}\n"
        "decisions:\n  - {id: d, at: 2021-03-01 12:00, default: ◆c, options: {a: {weight: ◆-1, then: [{omit: ◆leter},"
        " {let: {◆v: 1}}], events: [◆x]}}, when: ◆no}\n"
        "changes:\n  - {omit: ◆vot}\n  - {change: vote, set: {◆organs: x}}\n"
        "  - {insert: {id: ◆vote, type: met, at: 2021}}\nfork: {after: ◆z}\nchoose: {◆e: a}\n",
        [
            ("unknown event 'voet'", "'vote'"),
            ("unknown outcome 'p'", "there is o"),
            ("unknown variable 'nope'", None),
            ("unknown option 'c'", "there is a"),
            ("a weight is not negative", None),
            ("unknown event 'leter'", "'letter'"),
            ("unknown variable 'v'", None),
            ("unknown event 'x'", "insert it"),
            ("unknown variable 'no'", None),
            ("unknown event 'vot'", "'vote'"),
            ("unknown key 'organs'", "'organ'"),
            ("the id 'vote' is taken", None),
            ("unknown event 'z'", None),
            ("unknown decision 'e'", "there is d"),
        ],
    )


def test_mistakes_of_shape_hide_no_ids_that_name_nothing() -> None:
    assert_mistakes(
        "changes:\n  - {omit: ◆voet, ◆wy: x}\n  - {insert: {id: x, type: ◆mett, at: 2021}}\n  - {◆omt: y}\n"
        "expect: [{event: x, happened: true}, {event: ◆ada-ot, happened: true}, {outcome: o, is: 1}]\n"
        "outcomes: {o: ◆[1], q: v > 1 and happened('x') and chose('d') == 'a'}\n"
        "variables: {v: ◆[1]}\nfork: {before: start}\n"
        "decisions:\n  - {id: d, at: ◆2021-13, default: ◆c, options: {a: ◆[], b: {then: [{omit: ◆nobody}]}}}\n"
        "  - ◆{id: e, options: {a: {weight: ◆-1}}}\nchoose: {d: a, e: ◆zz}\n",
        [
            ("unknown event 'voet'", "'vote'"),
            ("unknown key 'wy'", "'why'"),
            ("not a type of event", None),
            ("unknown key 'omt'", None),
            ("unknown event 'ada-ot'", None),
            ("a piece of text", None),
            ("a piece of text", None),
            ("no month 13", None),
            ("unknown option 'c'", None),
            ("an option is a mapping", None),
            ("unknown event 'nobody'", None),
            ("'at' is missing", None),
            ("a weight is not negative", None),
            ("unknown option 'zz'", None),
        ],
    )


def test_with_a_record_that_is_nowhere_mistakes_of_shape_are_reported_too() -> None:
    assert_mistakes(
        "record: ◆nowhere\nchanges:\n  - {◆omt: x}\noutcomes: {o: ◆[1]}\n",
        [("there is no record 'nowhere'", None), ("unknown key", None), ("a piece of text", None)],
        head="scenario: s\n",
    )


def test_a_record_beside_the_scenario_that_has_mistakes_is_told_at_its_own_places(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(RECORD.replace("who: ben, to: org/board", "who: benn, to: org/board"), encoding="utf-8")
    scenario = tmp_path / "s.yaml"
    scenario.write_text(f"{HEAD}changes: [{{omit: vote}}]\n", encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        Scenarios(None, None).prepare(scenario)
    (problem,) = caught.value.problems
    assert problem.file == str(path)
    assert "did you mean 'ben'?" in str(problem)


@pytest.mark.parametrize("other", ["x: [", "record: r\n  y: z\n", "\0\0", "record: [r]\n", ""])
def test_what_else_lies_beside_the_scenario_is_in_nobodys_way(tmp_path: Path, other: str) -> None:
    (tmp_path / "a-damaged.yaml").write_text(other if "record: r" not in other else "recrod: r\n" + other[9:])
    (tmp_path / "b-folder.yaml").mkdir()
    (tmp_path / "c-gone.yaml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "r.yaml").write_text(RECORD, encoding="utf-8")
    scenario = tmp_path / "s.yaml"
    scenario.write_text(f"{HEAD}changes: [{{omit: vote}}]\n", encoding="utf-8")
    assert {fate.kind for fate in Scenarios(None, None).prepare(scenario).run().fates} == {"omitted", "dropped", "kept"}


@pytest.mark.parametrize(
    ("content", "phrase"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"# nothing yet\n", "nothing but comments"),
        (b"scenario: s\0", "is a binary file"),
        (b"scenario: \xff", "is not UTF-8"),
    ],
)
def test_a_file_that_holds_no_scenario_says_so(tmp_path: Path, content: bytes, phrase: str) -> None:
    path = tmp_path / "s.yaml"
    path.write_bytes(content)
    with pytest.raises(DocumentError, match=phrase) as caught:
        Scenarios(None, None).prepare(path)
    if phrase != "is not UTF-8":
        assert "scenario" in str(caught.value)
