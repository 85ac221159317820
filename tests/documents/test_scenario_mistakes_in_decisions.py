"""Mistakes in decisions, in what follows from their options, and in what a scenario expects."""

from __future__ import annotations

import pytest

from .marked import Mistake
from .test_scenario_mistakes import assert_mistakes, prepared

START = "decisions:\n  - {id: d, at: 2021-03-01 12:00, "
A = START + "options: {a: "

DECISIONS: dict[str, tuple[str, list[Mistake]]] = {
    "no options": (START.replace("{id", "◆{id") + "}\n", [("'options' is missing", "id, at, options")]),
    "empty options": (START + "options: ◆{}}\n", [("at least one is needed", None)]),
    "options as a list": (START + "options: ◆[a, b]}\n", [("a mapping (key: value) belongs here", None)]),
    "options as text": (START + "options: ◆a}\n", [("'a': a mapping", None)]),
    "an option that is text": (A + "◆x, b: }}\n", [("an option is a mapping", "weight, then")]),
    "an option that is a list": (A + "◆[omit], b: }}\n", [("an option is a mapping", None)]),
    "an option with a space": (START + "options: {◆a b: , b: }}\n", [("'a b' is not an id", None)]),
    "options with spaces only": (START + "options: {◆a b: }}\n", [("'a b' is not an id", None)]),
    "an option twice": (A + ", ◆a: }}\n", [("'a' stands here twice", None)]),
    "a key misspelt": (START + "◆querstion: x, options: {a: }}\n", [("unknown key 'querstion'", "'question'")]),
    "a key of an option misspelt": (A + "{◆wieght: 1}, b: }}\n", [("unknown key 'wieght'", "'weight'")]),
    "an actor that is nobody": (START + "actor: ◆adda, options: {a: }}\n", [("unknown person", "'ada'")]),
    "a default that is no option": (START + "default: ◆c, options: {a: , b: }}\n", [("option 'c'", "there is a, b")]),
    "a default misspelt": (START + "default: ◆stya, options: {stay: }}\n", [("option 'stya'", "'stay'")]),
    "several defaults": (START + "default: ◆[a], options: {a: }}\n", [("a piece of text", None)]),
    "a question that is a list": (START + "question: ◆[a], options: {a: }}\n", [("a piece of text", None)]),
    "no time": ("decisions:\n  - ◆{id: d, options: {a: }}\n", [("'at' is missing", "id, at")]),
    "no id": ("decisions:\n  - ◆{at: 2021, options: {a: }}\n", [("'id' is missing", "id, at")]),
    "an unknown time": ("decisions:\n  - {id: d, at: ◆unknown, options: {a: }}\n", [("says no instant", "is taken")]),
    "a time without a start": ("decisions:\n  - {id: d, at: ◆'[..2022]', options: {a: }}\n", [("no instant", None)]),
    "a time that is none, nothing more of it": (
        "decisions:\n  - {id: d, at: ◆2021-13, default: a, options: {a: {then: [{omit: letter}]}}}\n",
        [("no month 13", None)],
    ),
    "the id of an event": ("decisions:\n  - {id: ◆vote, at: 2021, options: {a: }}\n", [("taken by an event", None)]),
    "the id of another": (A + "}}\n  - {id: ◆d, at: 2022, options: {a: }}\n", [("an earlier decision", None)]),
    "decisions as a mapping": ("decisions: ◆{d: {at: 2021}}\n", [("decisions is a list", "with a dash")]),
    "decisions that are none": (
        "decisions: [◆x, ◆~, ◆[]]\n",
        [("a decision is a mapping", None)] * 3,
    ),
    "weights below zero": (
        A + "{weight: ◆-1}, b: {weight: ◆1 - 2}}}\n",
        [("a weight is not negative: -1", "0 or more"), ("a weight is not negative: 1 - 2", None)],
    ),
    "weights all zero": (
        START + "options: ◆{a: {weight: 0}, b: {weight: 1 - 1}}}\n",
        [("the weights are all zero", "above 0")],
    ),
    "a list of weights": (A + "{weight: ◆[1]}, b: }}\n", [("a piece of text belongs here", None)]),
    "a weight that is a truth": (A + "{weight: ◆true}, b: }}\n", [("gives a truth, here stands a number", None)]),
    "a weight by zero": (A + "{weight: ◆1/0}, b: }}\n", [("divides by zero", None)]),
    "a weight that is empty": (A + "{weight: ◆''}, b: }}\n", [("the expression is empty", None)]),
    "what follows as a mapping": (A + "{then: ◆{stop: true}}, b: }}\n", [("then is a list", "each step with a dash")]),
    "what follows as text": (A + "{then: [◆stop, ◆~]}, b: }}\n", [("a step is a mapping", None)] * 2),
    "a step misspelt": (A + "{then: [{◆omitt: letter}]}, b: }}\n", [("unknown key 'omitt'", "'omit'")]),
    "no stop": (A + "{then: [{stop: ◆false}]}, b: }}\n", [("write stop: true", None)]),
    "a stop perhaps": (A + "{then: [{stop: ◆maybe}]}, b: }}\n", [("'maybe': true or false", None)]),
    "an omission of nothing": (A + "{then: [{omit: ◆lettr}]}, b: }}\n", [("unknown event 'lettr'", "'letter'")]),
    "an omission of the past": (A + "{then: [◆{omit: vote}]}, b: }}\n", [("'vote' comes before", "earlier")]),
    "a change of the past": (
        A + "{then: [◆{change: vote, set: {at: 2022}}]}, b: }}\n",
        [("'vote' comes before this decision", None)],
    ),
    "a change into the past": (
        A + "{then: [{change: letter, set: {at: ◆2021-01}}]}, b: }}\n",
        [("before its decision", "a later time")],
    ),
    "an insert into the past": (
        A + "{then: [{insert: {id: x, type: met, at: ◆2021-02}}]}, b: }}\n",
        [("inserted before its decision", "that time or a later one")],
    ),
    "one insert for two options": (
        A
        + "{then: [{insert: {id: x, type: met, at: 2022}}]}, b: {then: [{insert: {id: ◆x, type: met, at: 2022}}]}}}\n",
        [("taken by another inserted event", "any")],
    ),
    "a circle by a change": (
        A + "{then: [{change: ada-out, set: {because: ◆[ben-ceo]}}]}, b: }}\n",
        [("circle: ada-out -> ben-ceo -> ada-out", None)],
    ),
    "a circle by inserts": (
        A + "{then: [{insert: {id: x, type: met, at: 2022, because: ◆[y]}},"
        " {insert: {id: y, type: met, at: 2022, because: [x]}}]}, b: }}\n",
        [("circle: x -> y -> x", None)],
    ),
    "events that are none": (A + "{events: [letter, ◆lettr]}, b: }}\n", [("unknown event 'lettr'", "'letter'")]),
    "an event twice": (A + "{events: ◆[letter, letter]}, b: }}\n", [("'letter' stands here twice", None)]),
    "events as a mapping": (A + "{events: ◆{letter: x}}, b: }}\n", [("a piece of text", None)]),
    "a variable that is none": (
        A + "{then: [{let: {◆v: 1}}]}, b: }}\n",
        [("unknown variable 'v'", "no variable here")],
    ),
    "nothing let": (A + "{then: [{let: ◆{}}]}, b: }}\n", [("at least one is needed", None)]),
    "a variable of another kind": (
        A + "{then: [{let: {v: ◆true}}]}, b: }}\nvariables: {v: 1}\n",
        [("gives a truth, here stands a number", None)],
    ),
}
CHOICES: dict[str, tuple[str, list[Mistake]]] = {
    "of no decision": ("{◆e: a}", [("unknown decision 'e'", "there is d")]),
    "of no option": ("{d: ◆c}", [("unknown option 'c'", "there is a, b")]),
    "of several options": ("{d: ◆[a]}", [("a piece of text belongs here", None)]),
    "of nothing": ("{d: ◆~}", [("a piece of text belongs here", None)]),
    "as a list": ("◆[a]", [("a mapping (key: value) belongs here", None)]),
    "of history misspelt": ("◆histroy", [("'histroy' chooses nothing", "'history'")]),
    "by a number": ("◆1", [("'1' chooses nothing", "{decision: option}")]),
}
EXPECTED: dict[str, tuple[str, list[Mistake]]] = {
    "of no post": ("{at: 2022, post: ◆org/coe, holders: ada}", [("unknown post 'org/coe'", "'org/ceo'")]),
    "of a party as a post": ("{at: 2022, post: ◆ada, holders: ada}", [("'ada' is a person, here stands a post", None)]),
    "of nobody": ("{at: 2022, post: org/ceo, holders: [ada, ◆bem]}", [("unknown person", "'ben'")]),
    "of nothing": ("◆{at: 2022, post: org/ceo}", [("holders or status", None)]),
    "at no time": ("◆{post: org/ceo, holders: ada}", [("'at' is missing", "at, post")]),
    "at an unknown time": ("{at: ◆unknown, post: org/ceo, status: held}", [("says no instant", "a day")]),
    "of a status misspelt": ("{at: 2022, post: org/ceo, status: ◆hold}", [("'hold' is not one of", "'held'")]),
    "without the post": ("◆{at: 2022, holders: ada}", [("the key 'post' is missing", "post, event")]),
    "without the event": ("◆{happened: true}", [("the key 'event' is missing", "post, event")]),
    "of an event and no more": ("◆{event: vote}", [("'happened' is missing", "event, happened")]),
    "of no event": ("{event: ◆voet, happened: true}", [("unknown event 'voet'", "'vote'")]),
    "of an event perhaps": ("{event: vote, happened: ◆maybe}", [("'maybe': true or false", None)]),
    "of a key misspelt": (
        "◆{event: vote, ◆happend: true}",
        [("'happened' is missing", None), ("unknown key 'happend'", "'happened'")],
    ),
    "of two things": ("{◆at: 2022, event: vote, happened: true}", [("unknown key 'at'", "event, happened")]),
    "of a verdict misspelt": ("{verdict: vote, is: ◆valld}", [("'valld' is not one of", "'valid'")]),
    "of the verdict on nothing": ("{verdict: ◆voet, is: valid}", [("unknown event 'voet'", "'vote'")]),
    "of an outcome misspelt": ("{outcome: ◆yse, is: true}", [("unknown outcome 'yse'", "'yes'")]),
    "of a truth misspelt": ("{outcome: yes, is: ◆tru}", [("is not what this outcome can be", "'true'")]),
    "of a truth in other words": ("{outcome: yes, is: ◆on}", [("is not what this outcome", "true, false or unknown")]),
    "of a number in words": ("{outcome: two, is: ◆twice}", [("unknown variable 'twice'", None)]),
    "of a number by zero": ("{outcome: two, is: ◆1/0}", [("divides by zero", None)]),
    "of a list": ("{outcome: two, is: ◆[2]}", [("a piece of text belongs here", None)]),
    "of a value left out": ("◆{outcome: two, is: }", [("'is' is missing", None)]),
    "in text": ("◆vote", [("an expectation is a mapping", None)]),
    "in nothing": ("◆~", [("an expectation is a mapping", None)]),
}


@pytest.mark.parametrize(("body", "mistakes"), DECISIONS.values(), ids=DECISIONS.keys())
def test_a_mistake_in_a_decision_is_reported_where_it_stands(body: str, mistakes: list[Mistake]) -> None:
    assert_mistakes(body, mistakes)


@pytest.mark.parametrize(("choose", "mistakes"), CHOICES.values(), ids=CHOICES.keys())
def test_a_mistake_in_a_choice_is_reported_where_it_stands(choose: str, mistakes: list[Mistake]) -> None:
    assert_mistakes(f"{A}, b: }}}}\nchoose: {choose}\n", mistakes)


@pytest.mark.parametrize(("expected", "mistakes"), EXPECTED.values(), ids=EXPECTED.keys())
def test_a_mistake_in_an_expectation_is_reported_where_it_stands(expected: str, mistakes: list[Mistake]) -> None:
    assert_mistakes(f"outcomes: {{yes: true, two: 1 + 1}}\nexpect:\n  - {expected}\n", mistakes)


def test_numbers_and_words_of_yaml_are_ids_like_others() -> None:
    text = "scenario: s\nrecord: r\ndecisions:\n  - {id: 1, at: 2021, options: {2: , yes: , null: }}\nchoose: {1: 2}\n"
    (taken,) = prepared(text).run().taken
    assert (taken.id, taken.option) == ("1", "2")
    (other,) = prepared(text.replace("{1: 2}", "{1: 'null'}")).run().taken
    assert other.option == "null"


def test_lists_and_mappings_that_hold_nothing_are_no_mistake() -> None:
    empty = "changes: []\ndecisions:\noutcomes: {}\nvariables:\nchoose: {}\nexpect: []\nbylaws: {}\nfork:\n"
    assert {fate.kind for fate in prepared(f"scenario: s\nrecord: r\n{empty}").run().fates} <= {"kept"}
