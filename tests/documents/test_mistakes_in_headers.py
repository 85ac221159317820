"""Mistakes before the events: each with the place, what is wrong and the right form."""

from __future__ import annotations

import pytest

from .marked import Mistake, assert_mistakes, read

R = "record: r\nzone: UTC\n"
ORG = R + "organizations:\n  org: Org\n"

CASES: dict[str, tuple[str, list[Mistake]]] = {
    "no record": ("◆title: x\n", [("the key 'record' is missing", "record")]),
    "a name instead of an id": ("record: ◆My Record\n", [("'My Record' is not a kebab-case id", None)]),
    "a list as id": ("record: ◆[r]\n", [("a piece of text belongs here", None)]),
    "a key misspelt": (R + "◆peple: {}\n", [("unknown key 'peple'", "did you mean 'people'?")]),
    "events misspelt": (R + "◆evnts: []\n", [("unknown key 'evnts'", "did you mean 'events'?")]),
    "one event": (R + "◆event: []\n", [("unknown key 'event'", "did you mean 'events'?")]),
    "a key far off": (R + "◆xyzzy: {}\n", [("unknown key 'xyzzy'", "events")]),
    "an unknown key without a value": (R + "◆peple:\n", [("unknown key 'peple'", "did you mean 'people'?")]),
    "a British key": (R + "◆organisations: {}\n", [("unknown key 'organisations'", "'organizations'")]),
    "a section twice": (R + "people: {a: A}\n◆people: {b: B}\n", [("'people' stands here twice", "line 3")]),
    "a person twice": (R + "people:\n  ada: A\n  ◆ada: B\n", [("'ada' stands here twice", "line 4")]),
    "a zone misspelt": ("record: r\nzone: ◆America/Los_Angles\n", [("is not a time zone", "'America/Los_Angeles'")]),
    "a list of zones": ("record: r\nzone: ◆[UTC]\n", [("a piece of text belongs here", None)]),
    "no zone but local times": (
        "record: r\nevents:\n  - {id: a, type: met, at: ◆2020-01-01 12:00}\n"
        "  - {id: b, type: met, at: 2020-01-01T12:00Z}\n",
        [("this time has no offset, and no zone is given", "zone: America/Los_Angeles at the top")],
    ),
    "no zone but dates": (
        "record: r\ncovers: {from: ◆2020}\nevents:\n  - {id: a, type: met, at: ◆2020}\n",
        [("no zone is given", None), ("no zone is given", None)],
    ),
    "covers that is a year": (R + "covers: ◆2020\n", [("'2020': a mapping (key: value) belongs here", None)]),
    "covers turned round": (
        R + "covers: ◆{from: 2021, to: 2020}\n",
        [("covers ends (2020) before it begins (2021)", None)],
    ),
    "covers misspelt": (R + "covers: {◆form: 2020}\n", [("unknown key 'form'", "did you mean 'from'?")]),
    "covers that is no date": (R + "covers: {from: ◆2020-02-30}\n", [("2020-02 has 29 days", None)]),
    "a list of people": (R + "people: ◆[ada, ben]\n", [("a mapping (key: value) belongs here", None)]),
    "a person without a name": (R + "people:\n  ada: ◆{aliases: [x]}\n", [("the key 'name' is missing", "name")]),
    "a key of a person misspelt": (
        R + "people:\n  ada: {name: A, ◆alias: [x]}\n",
        [("unknown key 'alias'", "'aliases'")],
    ),
    "aliases that are text": (R + "people:\n  ada: {name: A, aliases: ◆x}\n", [("a list belongs here", None)]),
    "a person's id with a space": (R + "people:\n  ◆ada lovelace: A\n", [("'ada lovelace' is not an id", None)]),
    "half an identifier": (
        R + "people:\n  ada: {name: A, identifiers: [◆{scheme: wikidata}]}\n",
        [("the key 'id' is missing", "scheme, id")],
    ),
    "a person and an organisation of one id": (
        R + "people:\n  ada: A\norganizations:\n  ada: ◆B\n",
        [("'ada' is a person as well", "one namespace")],
    ),
    "an unknown parent": (
        R + "organizations:\n  org: {name: O, parent: ◆orgg}\n",
        [("unknown organisation 'orgg'", "did you mean 'org'?")],
    ),
    "a post of an unknown organisation": (ORG + "posts:\n  ◆ogr/ceo: C\n", [("unknown organisation 'ogr'", "'org'")]),
    "a post without an organisation": (ORG + "posts:\n  ◆ceo: C\n", [("'ceo' is not a post: organisation/post", None)]),
    "a post of two slashes": (ORG + "posts:\n  ◆org/a/b: C\n", [("'org/a/b' is not a post", None)]),
    "a post without a title": (ORG + "posts:\n  org/ceo: ◆{seats: 2}\n", [("the key 'title' is missing", "title")]),
    "seats in words": (ORG + "posts:\n  org/ceo: {title: C, seats: ◆none}\n", [("from 1 on, or many", None)]),
    "covers of a post misspelt": (ORG + "posts:\n  org/ceo: {title: C, covers: ◆partail}\n", [("", "partial")]),
    "within something unknown": (
        ORG + "posts:\n  org/chair: {title: C, within: ◆org/bord}\n  org/board: B\n",
        [("unknown post 'org/bord'", "did you mean 'org/board'?")],
    ),
    "within each other": (
        ORG + "posts:\n  org/a: {title: A, within: ◆org/b}\n  org/b: {title: B, within: org/a}\n",
        [("posts lie within each other: org/a -> org/b -> org/a", None)],
    ),
    "within itself": (ORG + "posts:\n  org/a: {title: A, within: ◆org/a}\n", [("within", None)]),
    "a source that is text": (R + "sources:\n  a: ◆text\n", [("'text': a mapping (key: value) belongs here", None)]),
    "a key of a source misspelt": (
        R + "sources:\n  a: {◆titel: x}\n",
        [("unknown key 'titel'", "did you mean 'title'?")],
    ),
    "a source's impossible date": (R + "sources:\n  a: {date: ◆2020-13-01}\n", [("no month 13", None)]),
    "bylaws of an unknown organisation": (ORG + "bylaws:\n  ◆ogr: {}\n", [("unknown organisation 'ogr'", "'org'")]),
    "bylaws that are text": (ORG + "bylaws:\n  org: ◆text\n", [("'text': a mapping (key: value) belongs here", None)]),
    "events that are text": (R + "events: ◆none\n", [("events is a list", "begin each event with a dash")]),
}


@pytest.mark.parametrize(("text", "mistakes"), CASES.values(), ids=CASES.keys())
def test_a_mistake_in_a_header_is_reported_where_it_stands(text: str, mistakes: list[Mistake]) -> None:
    assert_mistakes(text, mistakes)


def test_a_wrong_zone_is_one_mistake_however_many_times_are_read_in_it() -> None:
    events = "".join(f"  - {{id: e{n}, type: met, at: 2020-01-01 12:00}}\n" for n in range(5))
    assert_mistakes(
        f"record: r\nzone: ◆Europe/Pris\nevents:\n{events}", [("'Europe/Pris' is not a time zone", "'Europe/Paris'")]
    )


@pytest.mark.parametrize(
    "text", [R, R + "events:\n", R + "events: []\n", "---\n" + R, "record: 2023\n", R + "sources:\n  a:\n"]
)
def test_what_may_be_left_out_may_be_left_out(text: str) -> None:
    assert read(text).record.events == ()
