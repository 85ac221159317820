"""Mistakes in the changes and the head of a scenario: each with the place, what is wrong and the right form."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from govsim.documents.scenario_file import ScenarioFile
from govsim.model.errors import DocumentError, Problem
from govsim.service.prepared import Prepared
from govsim.service.scenarios import Scenarios

from .marked import HEADER, Mistake, assert_is_one_clean_line, unmarked

RECORD = f"""\
{HEADER}\
  - {{id: start, type: founded, at: 2020-01-10, organization: org}}
  - {{id: ada-in, type: hired, at: 2020-02-01, who: ada, to: [org/ceo, org/board], because: [start]}}
  - {{id: ben-in, type: hired, at: 2020-02-02, who: ben, to: org/board}}
  - id: vote
    type: resolved
    at: 2021-03-01 10:00
    organ: org/board
    votes: {{for: [ben], against: [ada]}}
    carried: true
    effects: [ada-out]
  - {{id: ada-out, type: fired, at: 2021-03-02, who: ada, from: org/ceo, because: [vote]}}
  - {{id: letter, type: letter_sent, at: 2021-04-01, by: ada, signatories: {{count: 5, of: 10}}}}
  - {{id: ben-ceo, type: hired, at: 2021-05-01, who: ben, to: org/ceo, because: [ada-out]}}
"""
HEAD = "scenario: s\nrecord: r\n"
_FOLDER = TemporaryDirectory()


@cache
def scenarios() -> Scenarios:
    """Return what can be done with scenarios of the record above."""
    path = Path(_FOLDER.name, "r.yaml")
    path.write_text(RECORD, encoding="utf-8")
    return Scenarios(None, [path])


def prepared(text: str) -> Prepared:
    """Return the scenario in a text, ready to run."""
    return scenarios().prepare_text(ScenarioFile(text, Path("f.yaml")))


def problems_in(text: str) -> list[Problem]:
    """Return the problems in a scenario, which must have some: before it is run or while it is."""
    with pytest.raises(DocumentError) as caught:
        prepared(text).run()
    return list(caught.value.problems)


def assert_mistakes(body: str, mistakes: list[Mistake], head: str = HEAD) -> None:
    """Check that the marks in a scenario, and they alone, are reported, in order, in these words."""
    plain, places = unmarked(head + body)
    assert len(places) == len(mistakes), "a mark for each mistake"
    found = problems_in(plain)
    assert [(problem.line, problem.column) for problem in found] == places, "\n".join(map(str, found))
    for problem, (phrase, hint) in zip(found, mistakes, strict=True):
        assert phrase in problem.message, str(problem)
        if hint is not None:
            assert hint in (problem.hint or ""), str(problem)
        assert_is_one_clean_line(problem)


CHANGES: dict[str, tuple[str, list[Mistake]]] = {
    "an event misspelt": ("{omit: ◆ada-ot}", [("unknown event 'ada-ot'", "did you mean 'ada-out'?")]),
    "with its record": ("{omit: ◆r/ada-ot}", [("unknown event 'r/ada-ot'", "did you mean 'ada-out'?")]),
    "of another record": ("{omit: ◆other/zzz}", [("unknown event 'other/zzz'", "govsim events --record r")]),
    "changed, misspelt": ("{change: ◆voet, set: {at: 2021}}", [("unknown event 'voet'", "'vote'")]),
    "a field of another type": ("{change: ada-out, set: {◆to: org/ceo}}", [("unknown key 'to'", "keys here: id")]),
    "a field misspelt": ("{change: ada-out, set: {◆form: org/ceo}}", [("unknown key 'form'", "'from'")]),
    "a field without a name": ("{change: ada-out, set: {◆'': x}}", [("unknown key ''", None)]),
    "the id set": ("{change: ada-out, set: {◆id: x}}", [("keeps the id", "insert a new one")]),
    "the type set": ("{change: ada-out, set: {◆type: hired}}", [("keeps the type", "insert a new one")]),
    "a needed field taken out": ("{change: ada-out, set: ◆{who: }}", [("'who' is missing", "needed here")]),
    "nothing set": ("{change: ada-out, set: ◆{}}", [("at least one is needed", None)]),
    "set left out": ("◆{change: ada-out}", [("'set' is missing", "change, set")]),
    "set a list": ("{change: ada-out, set: ◆[at]}", [("a mapping (key: value) belongs here", None)]),
    "set a text": ("{change: ada-out, set: ◆at}", [("'at': a mapping (key: value) belongs here", None)]),
    "a time that is none": ("{change: ada-out, set: {at: ◆2021-13-01}}", [("no month 13", "01 to 12")]),
    "a party that is none": ("{change: ada-out, set: {who: ◆adda}}", [("unknown person", "'ada'")]),
    "a post as a party": ("{change: ada-out, set: {who: ◆org/ceo}}", [("'org/ceo' is a post", None)]),
    "a party far off": ("{change: ada-out, set: {who: ◆zz}}", [("unknown person", "of the record r")]),
    "votes misspelt": ("{change: vote, set: {votes: {◆agianst: [ben]}}}", [("unknown key 'agianst'", "'against'")]),
    "voters misspelt": (
        "{change: vote, set: {votes: {for: [◆adda], against: [ben, ◆bem]}}}",
        [("unknown person", "'ada'"), ("unknown person", "'ben'")],
    ),
    "votes a list": ("{change: vote, set: {votes: ◆[ada]}}", [("a mapping (key: value) belongs here", None)]),
    "carried by a maybe": ("{change: vote, set: {carried: ◆maybe}}", [("'maybe': true or false", None)]),
    "a count below nothing": ("{change: letter, set: {signatories: {count: ◆-3}}}", [("'-3': a number", None)]),
    "a version out of time": ("{change: vote, set: {versions: [{at: ◆2020-13}]}}", [("no month 13", None)]),
    "a version of nobody": (
        "{change: ada-out, set: {versions: [{who: ◆adda, sources: [gazette]}]}}",
        [("unknown person", "'ada'")],
    ),
    "a source that is none": ("{change: vote, set: {sources: [◆gazete]}}", [("unknown source", "'gazette'")]),
    "an effect that is none": ("{change: vote, set: {effects: [◆ada-ot]}}", [("unknown event", "'ada-out'")]),
    "a cause that is none": ("{change: vote, set: {because: [◆zz]}}", [("unknown event 'zz'", "insert it, or")]),
    "one of several causes": (
        "{change: vote, set: {because: [{any: [ben-in, ◆adain]}]}}",
        [("unknown event 'adain'", "'ada-in'")],
    ),
    "its own cause": ("{change: vote, set: {because: ◆vote}}", [("'vote' is its own cause", None)]),
    "a circle": (
        "{change: vote, set: {because: ◆[ben-ceo]}}",
        [("causes run in a circle: vote -> ben-ceo -> ada-out -> vote", None)],
    ),
    "omitted, then changed": (
        "{omit: vote}\n  - {change: ◆vote, set: {at: 2021}}",
        [("'vote' is omitted by an earlier change", "keep one")],
    ),
    "two kinds at once": ("{omit: vote, ◆change: ada-out}", [("unknown key 'change'", "keys here: omit, why")]),
    "a kind misspelt": ("{◆omitt: vote}", [("unknown key 'omitt'", "did you mean 'omit'?")]),
    "a kind far off": ("{◆delete: vote}", [("unknown key 'delete'", "one of omit, change, insert")]),
    "no kind": ("◆{set: {at: 2021}}", [("the key 'change' is missing", "one of omit")]),
    "a why alone": ("◆{why: because}", [("the key 'omit' or 'change' or 'insert' is missing", "one of omit")]),
    "what only options can": ("{◆stop: true}", [("unknown key 'stop'", "one of omit, change, insert")]),
    "an empty change": ("◆{}", [("nothing stands here", "begin with one of omit")]),
    "a change that is text": ("◆vote", [("a change is a mapping", None)]),
    "a change that is a list": ("◆[vote]", [("a change is a mapping", None)]),
    "a change that is nothing": ("◆~", [("a change is a mapping", None)]),
    "several omitted": ("{omit: ◆[vote, letter]}", [("a piece of text belongs here", None)]),
    "nothing omitted": ("◆{omit: }", [("the key 'omit' is missing", None)]),
    "a why that is a list": ("{omit: vote, why: ◆[x]}", [("a piece of text belongs here", None)]),
    "a key twice": ("{omit: vote, ◆omit: letter}", [("'omit' stands here twice", "keep one")]),
}
INSERTS: dict[str, tuple[str, list[Mistake]]] = {
    "a type misspelt": ("{id: x, type: ◆hird, at: 2021}", [("'hird' is not a type", "'hired'")]),
    "no type": ("◆{id: x, at: 2021}", [("'type' is missing", "hired")]),
    "no id": ("◆{type: met, at: 2021}", [("'id' is missing", "id, type, at")]),
    "no time": ("◆{id: x, type: met}", [("'at' is missing", "id, type, at")]),
    "an id with a slash": ("{id: ◆r/x, type: met, at: 2021}", [("'r/x' is not an id", None)]),
    "people and posts": (
        "{id: x, type: hired, at: 2021, who: ◆adda, to: ◆org/coe}",
        [("unknown person", "'ada'"), ("unknown post", "'org/ceo'")],
    ),
    "a recorded id": ("{id: ◆vote, type: met, at: 2021}", [("taken by a recorded event", "omit that one")]),
    "an unknown time": ("{id: x, type: met, at: ◆unknown}", [("needs a time", "write when it happens")]),
    "before the record": ("{id: x, type: met, at: ◆'[..2019]'}", [("lies outside covers", "close the side")]),
    "a correction": (
        "{id: x, type: ◆corrected, at: 2021, event: vote, with: {at: 2022}}",
        [("is not corrected", "omit")],
    ),
    "an omission": ("{id: x, type: ◆omitted, at: 2021, event: vote}", [("is not a type of event", None)]),
    "no letter": (
        "{id: x, type: letter_signed, at: 2022, letter: ◆vote, signatories: {count: 1}}",
        [("'vote' is of type resolved", "letter_sent")],
    ),
    "its own cause": ("{id: x, type: met, at: 2021, because: [◆x]}", [("'x' is its own cause", None)]),
    "a version of nobody": (
        "{id: x, type: met, at: 2021, who: ada, versions: [{who: ◆adda, sources: [gazette]}]}",
        [("unknown person", "'ada'")],
    ),
    "text": ("◆x", [("an event is a mapping", "id:")]),
    "nothing": ("◆~", [("an event is a mapping", None)]),
}
OTHERS: dict[str, tuple[str, list[Mistake]]] = {
    "a circle of inserts": (
        "changes:\n  - insert: {id: x, type: met, at: 2021, because: ◆[y]}\n"
        "  - insert: {id: y, type: met, at: 2021, because: [x]}\n",
        [("circle: x -> y -> x", None)],
    ),
    "a circle of an insert and a change": (
        "changes:\n  - change: vote\n    set:\n      because: ◆[x]\n"
        "  - insert: {id: x, type: met, at: 2021, because: [ben-ceo]}\n",
        [("circle: vote -> x -> ben-ceo -> ada-out -> vote", None)],
    ),
    "an id inserted twice": (
        "changes:\n  - insert: {id: x, type: met, at: 2021}\n  - insert: {id: ◆x, type: met, at: 2022}\n",
        [("taken by another inserted event", "any")],
    ),
    "an inserted event omitted": (
        "changes:\n  - insert: {id: x, type: met, at: 2021}\n  - omit: ◆x\n",
        [("'x' is inserted by this scenario", "change what is inserted")],
    ),
    "put back as another type": (
        "changes:\n  - omit: vote\n  - insert: {id: vote, type: ◆met, at: 2021}\n",
        [("'vote' is of type resolved in the record", "another id")],
    ),
    "changes that are a mapping": ("changes:\n  ◆omit: vote\n", [("changes is a list", "with a dash")]),
    "changes that are text": ("changes: ◆omit vote\n", [("changes is a list", "with a dash")]),
    "a key misspelt": ("◆titel: x\n", [("unknown key 'titel'", "'title'")]),
    "a key of records": ("◆events: []\n", [("unknown key 'events'", "keys here: scenario")]),
    "a key twice": ("◆record: r\n", [("'record' stands here twice", "line 2")]),
    "a title that is a list": ("title: ◆[x]\n", [("a piece of text belongs here", None)]),
    "a history misspelt": ("history: ◆rippel\n", [("'rippel' is not one of ripple, drop", "'ripple'")]),
    "a list of histories": ("history: ◆[drop]\n", [("not one of ripple, drop", None)]),
    "enforced perhaps": ("enforce: ◆maybe\n", [("'maybe': true or false", None)]),
    "bylaws of nobody": ("bylaws: {◆orgg: {}}\n", [("unknown organisation 'orgg'", "'org'")]),
    "bylaws that are text": ("bylaws: {org: ◆x}\n", [("'x': a mapping", None)]),
    "a fork at nothing": ("fork: {before: ◆lettr}\n", [("unknown event 'lettr'", "'letter'")]),
    "a fork at no side": ("fork: {◆befor: letter}\n", [("unknown key 'befor'", "'before'")]),
    "a fork on both sides": ("fork: ◆{before: letter, after: vote}\n", [("a fork is at one place", None)]),
    "an empty fork": ("fork: ◆{}\n", [("a fork is at one place", None)]),
    "a fork that is text": ("fork: ◆letter\n", [("'letter': a mapping", None)]),
    "a fork at no instant": ("fork: {at: ◆unknown}\n", [("'unknown' says no instant", "a time of day")]),
    "an omit before the fork": (
        "fork: {after: ada-out}\nchanges: [{omit: ◆vote}]\n",
        [("this omit lies before", None)],
    ),
    "a change to before the fork": (
        "fork: {after: ada-out}\nchanges: [{change: ◆letter, set: {at: 2021-01}}]\n",
        [("this change lies before the fork", "move the fork")],
    ),
    "a change from before the fork": (
        "fork: {at: 2021-06}\nchanges: [{change: ◆letter, set: {at: 2022}}]\n",
        [("this change lies before the fork", None)],
    ),
    "an insert before the fork": (
        "fork: {before: letter}\nchanges: [{insert: {id: x, type: met, at: ◆2021-01}}]\n",
        [("this insert lies before the fork", None)],
    ),
    "a decision before the fork": (
        "fork: {at: 2021-06}\ndecisions:\n  - {id: d, at: ◆2021-05, options: {a: }}\n",
        [("this decision lies before the fork", None)],
    ),
}


@pytest.mark.parametrize(("change", "mistakes"), CHANGES.values(), ids=CHANGES.keys())
def test_a_mistake_in_a_change_is_reported_where_it_stands(change: str, mistakes: list[Mistake]) -> None:
    assert_mistakes(f"changes:\n  - {change}\n", mistakes)


@pytest.mark.parametrize(("event", "mistakes"), INSERTS.values(), ids=INSERTS.keys())
def test_a_mistake_in_an_inserted_event_is_reported_where_it_stands(event: str, mistakes: list[Mistake]) -> None:
    assert_mistakes(f"changes:\n  - insert: {event}\n", mistakes)


@pytest.mark.parametrize(("event", "mistakes"), INSERTS.values(), ids=INSERTS.keys())
def test_the_same_is_reported_of_what_an_option_inserts(event: str, mistakes: list[Mistake]) -> None:
    start = "decisions:\n  - {id: d, at: 2019, options: {a: {then: [{insert: "
    assert_mistakes(f"{start}{event}}}]}}}}}}\n", mistakes)


@pytest.mark.parametrize(("body", "mistakes"), OTHERS.values(), ids=OTHERS.keys())
def test_a_mistake_elsewhere_is_reported_where_it_stands(body: str, mistakes: list[Mistake]) -> None:
    assert_mistakes(body, mistakes)


def test_the_scenario_of_these_tests_has_no_mistake_of_its_own() -> None:
    assert {fate.kind for fate in prepared(f"{HEAD}changes: [{{omit: letter}}]\n").run().fates} == {"omitted", "kept"}
    with pytest.raises(pytest.fail.Exception):
        problems_in(HEAD)
