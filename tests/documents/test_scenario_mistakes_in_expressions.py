"""Mistakes in expressions: at their column, however YAML lets the text be quoted; and those that show only in a run."""

from __future__ import annotations

import pytest

from .marked import Mistake
from .test_scenario_mistakes import HEAD, assert_mistakes, prepared, problems_in

ADDA: list[Mistake] = [("unknown party 'adda'", "did you mean 'ada'?")]

QUOTED: dict[str, str] = {
    "plain": "holds(◆'adda', 'org/ceo')",
    "plain before a comment": "holds(◆'adda', 'org/ceo') # who else",
    "plain below its key": "\n    holds(◆'adda', 'org/ceo')",
    "doubled quotes": "'true and holds(◆''adda'', ''org/ceo'')'",
    "escaped quotes": '"holds(◆\\"adda\\", \\"org/ceo\\")"',
    "escapes of several lengths": "\"\\x20\\u0020\\U00000020\\tholds(◆'adda', 'org/ceo')\"",
    "letters beyond ASCII": "\"'é😀' == 'ü' and holds(◆'adda', 'org/ceo')\"",
    "escaped letters beyond ASCII": "\"'\\U0001F600' == '\\xe9' and holds(◆'adda', 'org/ceo')\"",
    "letters with marks": "\"'e\u0301' == 'é' and holds(◆'adda', 'org/ceo')\"",
    "spaces at its sides": "\"   holds(◆'adda', 'org/ceo')  \"",
    # A text on several lines is pointed at where it begins; the message says which of its words is wrong.
    "plain on two lines": "◆true and\n    holds('adda', 'org/ceo')",
    "single quotes on two lines": "◆'true and\n\n    holds(''adda'', ''org/ceo'')'",
    "double quotes on two lines": "◆\"true and \\\n    holds('adda', 'org/ceo')\"",
    "literal": "◆|\n    true and\n    holds('adda', 'org/ceo')",
    "literal on one line": "◆|-\n    holds('adda', 'org/ceo')",
    "literal with an indent of its own": "◆|2\n      holds('adda', 'org/ceo')",
    "folded": "◆>\n    true and\n    holds('adda', 'org/ceo')",
    "folded without an end": "◆>-\n    true and\n\n    holds('adda', 'org/ceo')",
}
OUTCOMES: dict[str, tuple[str, list[Mistake]]] = {
    "a party": ("holds(◆'adda', 'org/ceo')", ADDA),
    "a post": ("holds('ada', ◆'org/coe')", [("unknown post 'org/coe'", "'org/ceo'")]),
    "a post as a party": ("holds(◆'org/ceo', 'org/ceo')", [("'org/ceo'", None)]),
    "an event": ("happened(◆'voet')", [("unknown event 'voet'", "'vote'")]),
    "a letter": ("signed(◆'lettr')", [("unknown letter 'lettr'", "'letter'")]),
    "an event as a letter": ("signed(◆'vote')", [("no letter", "letters: letter")]),
    "a decision": ("chose(◆'e') == 'a'", [("unknown decision 'e'", "decisions: d")]),
    "an option": ("chose('d') == ◆'c'", [("'c'", None)]),
    "a verdict": ("verdict('vote') == ◆'vlid'", [("'vlid' is no verdict", "valid")]),
    "a variable": ("◆letter_shar > 0", [("unknown variable 'letter_shar'", "'letter_share'")]),
    "a function": ("◆hods('ada', 'org/ceo')", [("unknown function 'hods'", "'holds'")]),
    "a time": ("holds('ada', 'org/ceo', ◆'2022-13')", [("no month 13", None)]),
    "a span": ("vacant('org/ceo', ◆'[2020..2021]')", [("a question is asked of one instant", None)]),
    "a yes": ("◆yes", [("unknown variable 'yes'", None)]),
    "a list": ("◆[true]", [("a piece of text belongs here", None)]),
    "a mapping": ("◆{a: true}", [("a piece of text belongs here", None)]),
    "nothing": ("◆~", [("a piece of text belongs here", None)]),
    "empty text": ("◆''", [("the expression is empty", None)]),
    "an end too soon": ("true and◆", [("ends where a value belongs", None)]),
    "a bracket never closed": ("◆(true", [("never closed", None)]),
    "a division by zero": ("true or ◆1 / (2 - 2) > 0", [("'1 / (2 - 2)' divides by zero", None)]),
    "a number where a truth belongs": ("not ◆1", [("1 is a number, here stands a truth", None)]),
    "words of Python": ("◆__import__('os')", [("unknown function", None)]),
    "a lambda": ("◆lambda", [("is not part of an expression", None)]),
    "too long": ("'" + "1 + " * 250 + "◆1'", [("at most 1,000 are read", "variable")]),
}
VARIABLES: dict[str, tuple[str, list[Mistake]]] = {
    "no name of one": ("{◆x-y: 1}", [("cannot be the name of a variable", "letter_share")]),
    "a word of the language": ("{◆and: 1}", [("cannot be the name", None)]),
    "a function": ("{◆holds: 1}", [("cannot be the name", None)]),
    "a number as a name": ("{◆1: 1}", [("cannot be the name", None)]),
    "by zero": ("{v: ◆1/0}", [("divides by zero", None)]),
    "in floating point": ("{v: ◆1e3}", [("'1e3' is no number", "0.05")]),
    "infinite": ("{v: ◆.inf}", [("'.' is not part", None)]),
    "in percent": ("{v: 50◆%}", [("'%' is not part", "write 0.5 for 50%")]),
    "of another one": ("{v: 1 + ◆w}", [("unknown variable 'w'", None)]),
    "a list": ("{v: ◆[1]}", [("a piece of text belongs here", None)]),
    "nothing": ("{v: ◆~}", [("a piece of text belongs here", None)]),
    "as a list": ("◆[v]", [("a mapping (key: value)", None)]),
}
IN_A_RUN: dict[str, tuple[str, list[Mistake]]] = {
    "a condition": (
        "variables: {v: 0}\ndecisions:\n  - {id: d, at: 2021, when: false or ◆1 / v > 1, options: {a: }}\n",
        [("'1 / v' divides by zero", "cannot be 0")],
    ),
    "what an option lets": (
        "variables: {v: 0}\nchoose: {d: a}\n"
        "decisions:\n  - {id: d, at: 2021, options: {a: {then: [{let: {v: 2 + ◆1 / v}}]}}}\n",
        [("'1 / v' divides by zero", None)],
    ),
    "an outcome": (
        "outcomes:\n  o: \"2 / 1 - ◆1 / count('org/board', '2020-01-20')\"\n",
        [("divides by zero", None)],
    ),
    "an outcome in doubled quotes": (
        "outcomes: {o: '1 - ◆1 / count(''org/board'', ''2020-01-20'')'}\n",
        [("divides by zero", None)],
    ),
}


@pytest.mark.parametrize("written", QUOTED.values(), ids=QUOTED.keys())
def test_the_column_is_right_however_the_text_is_quoted(written: str) -> None:
    assert_mistakes(f"outcomes:\n  o: {written}\n", ADDA)


@pytest.mark.parametrize("written", QUOTED.values(), ids=QUOTED.keys())
def test_it_is_right_in_a_condition_and_in_a_weight_too(written: str) -> None:
    indented = written.replace("\n", "\n        ")
    assert_mistakes(f"decisions:\n  - id: d\n    at: 2021\n    options: {{a: }}\n    when: {indented}\n", ADDA)


@pytest.mark.parametrize(("written", "mistakes"), OUTCOMES.values(), ids=OUTCOMES.keys())
def test_a_mistake_in_an_outcome_is_reported_at_its_column(written: str, mistakes: list[Mistake]) -> None:
    before = "variables: {letter_share: 0}\ndecisions:\n  - {id: d, at: 2021, options: {a: , b: }}\n"
    assert_mistakes(f"{before}outcomes:\n  o: {written}\n", mistakes)


@pytest.mark.parametrize(("written", "mistakes"), VARIABLES.values(), ids=VARIABLES.keys())
def test_a_mistake_in_a_variable_is_reported_where_it_stands(written: str, mistakes: list[Mistake]) -> None:
    assert_mistakes(f"variables: {written}\n", mistakes)


@pytest.mark.parametrize(("body", "mistakes"), IN_A_RUN.values(), ids=IN_A_RUN.keys())
def test_a_division_by_zero_in_a_run_is_reported_at_its_column(body: str, mistakes: list[Mistake]) -> None:
    prepared(HEAD + body.replace("◆", ""))  # nothing is wrong yet
    assert_mistakes(body, mistakes)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("''", ""),
        ("yes", "yes"),
        ("2023-11-17", "2023-11-17"),
        ("2023-11", "2023-11"),
        ("\"'a b'\"", "a b"),
        ("''''", "'"),
    ],
)
def test_a_variable_that_is_no_number_is_text(written: str, value: str) -> None:
    whatif = prepared(f"{HEAD}variables: {{v: {written}}}\noutcomes: {{o: v}}\n").run()
    assert dict(whatif.outcomes) == {"o": value}


def test_every_outcome_and_weight_is_read_whatever_is_wrong_with_the_others() -> None:
    text = (
        f"{HEAD}outcomes:\n  a: nope\n  b: holds('adda', 'org/ceo')\n  c: true\n  d: 1 / 0\n"
        "decisions:\n  - {id: d, at: 2021, when: maybe, options: {a: {weight: lots}, b: {weight: -1}}}\n"
    )
    assert [problem.line for problem in problems_in(text)] == [4, 5, 7, 9, 9, 9]
