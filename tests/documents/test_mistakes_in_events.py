"""Mistakes in events: each with the place, what is wrong and the right form."""

from __future__ import annotations

import pytest

from .marked import HEADER, Mistake, assert_mistakes

HIRED = "  - {id: a, type: hired, at: 2020, who: ada, to: org/ceo, "
MET = "  - {id: a, type: met, at: 2020}\n"

CASES: dict[str, tuple[str, list[Mistake]]] = {
    "a key twice": ("  - id: a\n    type: met\n    at: 2020\n    ◆at: 2021\n", [("'at' stands here twice", "line 17")]),
    "a key misspelt": (
        "  - ◆{id: a, type: founded, at: 2020, ◆organisation: org}\n",
        [("'organization' is missing", "organization"), ("unknown key 'organisation'", "did you mean 'organization'?")],
    ),
    "a key of another type of event": (HIRED + "◆reason: x}\n", [("unknown key 'reason'", None)]),
    "a key without a value": (
        "  - {id: a, type: met, at: 2020, ◆becuase: }\n",
        [("unknown key 'becuase'", "'because'")],
    ),
    "no id": ("  - ◆{type: met, at: 2020}\n", [("'id' is missing", "id, type, at")]),
    "no time": ("  - ◆{id: a, type: met}\n", [("'at' is missing", "id, type, at")]),
    "no type": ("  - ◆{id: a, at: 2020}\n", [("'type' is missing", "hired")]),
    "a type misspelt": ("  - {id: a, type: ◆hird, at: 2020}\n", [("'hird' is not a type of event", "'hired'")]),
    "a type that is far off": (
        "  - {id: a, type: ◆zzz, at: 2020}\n",
        [("'zzz' is not a type of event", "founded, dis")],
    ),
    "the type of a header": ("  - {id: a, type: ◆record_declared, at: 2020}\n", [("is not a type of event", None)]),
    "a list of types": ("  - {id: a, type: ◆[met], at: 2020}\n", [("is not a type of event", None)]),
    "an event that is text": ("  - ◆hello\n", [("an event is a mapping", "- id:")]),
    "an event that is a list": ("  - ◆[a]\n", [("an event is a mapping", "- id:")]),
    "an id with a space": ("  - {id: ◆a b, type: met, at: 2020}\n", [("'a b' is not an id", None)]),
    "an id with a slash": ("  - {id: ◆r/a, type: met, at: 2020}\n", [("'r/a' is not an id", None)]),
    "an id that is a list": ("  - {id: ◆[a], type: met, at: 2020}\n", [("a piece of text belongs here", None)]),
    "an id twice": (MET + "  - {id: ◆a, type: met, at: 2021}\n", [("the id 'a' is taken", "unique within a record")]),
    "a person misspelt": (
        "  - {id: a, type: hired, at: 2020, who: ◆adda, to: org/ceo}\n",
        [("unknown person or organisation 'adda'", "did you mean 'ada'?")],
    ),
    "one of several persons misspelt": (
        "  - {id: a, type: hired, at: 2020, who: [ada, ◆bem], to: org/ceo}\n",
        [("unknown person or organisation 'bem'", "did you mean 'ben'?")],
    ),
    "a post misspelt": (
        "  - {id: a, type: hired, at: 2020, who: ada, to: ◆org/coe}\n",
        [("unknown post 'org/coe'", "did you mean 'org/ceo'?")],
    ),
    "a post where a person belongs": (
        "  - {id: a, type: hired, at: 2020, who: ◆org/ceo, to: org/ceo}\n",
        [("'org/ceo' is a post, here stands a person or organisation", None)],
    ),
    "nobody": ("  - {id: a, type: hired, at: 2020, who: ◆[], to: org/ceo}\n", [("at least one is needed", None)]),
    "somebody twice": (
        "  - {id: a, type: hired, at: 2020, who: ◆[ada, ada], to: org/ceo}\n",
        [("'ada' stands here twice", None)],
    ),
    "a mapping of persons": (
        "  - {id: a, type: hired, at: 2020, who: ◆{ada: ben}, to: org/ceo}\n",
        [("a piece of text belongs here", None)],
    ),
    "nothing in a list": (
        "  - {id: a, type: hired, at: 2020, who: [ada, ◆~], to: org/ceo}\n",
        [("a piece of text belongs here", None)],
    ),
    "a capacity misspelt": (HIRED + "capacity: ◆interrim}\n", [("'interrim' is not one of regular", "'interim'")]),
    "a list of capacities": (HIRED + "capacity: ◆[interim]}\n", [("regular, interim, acting, observer", None)]),
    "a claim misspelt": (HIRED + "claim: ◆reproted}\n", [("'reproted' is not one of confirmed", "'reported'")]),
    "a source misspelt": (HIRED + "sources: [◆gazete]}\n", [("unknown source 'gazete'", "did you mean 'gazette'?")]),
    "a note that is a list": (HIRED + "note: ◆[x]}\n", [("a piece of text belongs here", None)]),
    "votes that are a list": (
        "  - {id: a, type: resolved, at: 2020, organ: org/board, votes: ◆[ada]}\n",
        [("a mapping (key: value) belongs here", None)],
    ),
    "a kind of vote misspelt": (
        "  - {id: a, type: resolved, at: 2020, organ: org/board, votes: {for: [ada], ◆agianst: [ben]}}\n",
        [("unknown key 'agianst'", "did you mean 'against'?")],
    ),
    "a voter misspelt": (
        "  - {id: a, type: resolved, at: 2020, organ: org/board, votes: {for: [ada, ◆benn]}}\n",
        [("unknown person or organisation 'benn'", "did you mean 'ben'?")],
    ),
    "carried that is neither": (
        "  - {id: a, type: resolved, at: 2020, organ: org/board, carried: ◆maybe}\n",
        [("'maybe': true or false belongs here", None)],
    ),
    "a count below nothing": (
        "  - {id: a, type: letter_sent, at: 2020, signatories: {count: ◆-5}}\n",
        [("'-5': a number from 0 on belongs here", None)],
    ),
    "signatories that are a number": (
        "  - {id: a, type: letter_sent, at: 2020, signatories: ◆5}\n",
        [("'5': a mapping (key: value) belongs here", None)],
    ),
    "an amount in words": (
        "  - {id: a, type: invested, at: 2020, who: ada, in: org, amount: ◆a billion}\n",
        [("'a billion' is not an amount", None)],
    ),
    "more than the whole": (
        "  - {id: a, type: invested, at: 2020, who: ada, in: org, stake: ◆120%}\n",
        [("'120%' is not a share from 0 to 1", None)],
    ),
    "a share beyond reckoning": (
        "  - {id: a, type: invested, at: 2020, who: ada, in: org, stake: ◆1e-99999}\n",
        [("share", None)],
    ),
    "a list of shares": (
        "  - {id: a, type: invested, at: 2020, who: ada, in: org, stake: ◆[1]}\n",
        [("share", None)],
    ),
    "no seats": (
        "  - {id: a, type: post_changed, at: 2020, post: org/ceo, seats: ◆0}\n",
        [("from 1 on, or many", None)],
    ),
    "a letter that is none": (
        MET + "  - {id: b, type: letter_signed, at: 2021, letter: ◆a}\n",
        [("'a' is of type met", "letter_sent")],
    ),
    "bylaws that are a list": (
        "  - {id: a, type: bylaws_adopted, at: 2020, organization: org, bylaws: ◆[x]}\n",
        [("a mapping (key: value) belongs here", None)],
    ),
    "events that are a mapping": (
        "  ◆a: {type: met, at: 2020}\n",
        [("events is a list", "begin each event with a dash")],
    ),
    "two mistakes in one event": (
        "  - {id: a, type: hired, at: ◆2020-13, who: ◆adda, to: org/ceo, capacity: ◆boss}\n",
        [("no month 13", "01 to 12"), ("unknown person", "'ada'"), ("'boss' is not one of", None)],
    ),
}


@pytest.mark.parametrize(("events", "mistakes"), CASES.values(), ids=CASES.keys())
def test_a_mistake_in_an_event_is_reported_where_it_stands(events: str, mistakes: list[Mistake]) -> None:
    assert_mistakes(HEADER + events, mistakes)


def test_the_record_of_these_tests_has_no_mistake_of_its_own() -> None:
    with pytest.raises(AssertionError, match="a mark for each"):
        assert_mistakes(HEADER + MET, [("", None)])
    with pytest.raises(pytest.fail.Exception):
        assert_mistakes(HEADER + MET, [])
