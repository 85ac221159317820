"""Mistakes in times, causes, versions, letters and corrections, each where it stands."""

from __future__ import annotations

import pytest

from .marked import HEADER, Mistake, assert_mistakes

MET = "  - {id: a, type: met, at: 2020}\n"
AT = "  - {id: a, type: met, at: "
BECAUSE = "  - {id: b, type: met, at: 2021, because: "
VERSION = "  - {id: a, type: hired, at: 2020, who: ada, to: org/ceo, versions: "
MEND = MET + "  - {id: b, type: corrected, at: 2021, event: a, with: "
RIGHT = "write 2023-11-17T12:28-08:00"

TIMES: dict[str, tuple[str, list[Mistake]]] = {
    "an impossible date": (AT + "◆2020-02-30}\n", [("2020-02 has 29 days", None)]),
    "an impossible month": (AT + "◆2020-13}\n", [("no month 13", "01 to 12")]),
    "an impossible hour": (AT + "◆2020-01-01 25:00}\n", [("there is no 25:00", "23:59:59")]),
    "an ambiguous hour": (
        AT + "◆2023-11-05 01:30}\n",
        [("happens twice in America/New_York", "01:30-04:00 or 2023-11-05T01:30-05:00")],
    ),
    "a missing hour": (AT + "◆2023-03-12 02:30}\n", [("does not exist", "03:30-04:00 or 2023-03-12T01:30-05:00")]),
    "no time at all": (AT + "◆soon}\n", [("'soon' is not a time", RIGHT)]),
    "an empty text": (AT + "◆''}\n", [("not a time", RIGHT)]),
    "a mapping": (AT + "◆{from: 2020}}\n", [("a time is one piece of text", RIGHT)]),
    "the form that the ledger stores": (
        AT + "◆{text: x, earliest: 1, latest: 2}}\n",
        [("a time is one piece of text", RIGHT)],
    ),
    "a list in a list": (AT + "◆[[2020]]}\n", [("not a time", None)]),
    "a range turned round": (AT + "◆[2021..2020]}\n", [("ends before it begins", "[2020..2021]")]),
    "an open side beyond covers": (AT + "◆[..2019]}\n", [("[..2019] lies outside covers", "widen covers")]),
    "another open side beyond covers": (AT + "◆[2025..]}\n", [("[2025..] lies outside covers", "widen covers")]),
    "a wrong day of announcement": (AT + "2020, announced: ◆2020-00}\n", [("no month 00", None)]),
    "a wrong planned end": (
        "  - {id: a, type: hired, at: 2020, who: ada, to: org/ceo, until: ◆2021-06-31}\n",
        [("2021-06 has 30 days", None)],
    ),
    "an unknown zone": (AT + "◆2020-01-01 12:00 Europe/Pariss}\n", [("is not a time zone", "'Europe/Paris'")]),
}

CAUSES: dict[str, tuple[str, list[Mistake]]] = {
    "an unknown cause": (MET + BECAUSE + "◆aa}\n", [("unknown event 'aa'", "did you mean 'a'?")]),
    "one of several unknown": (MET + BECAUSE + "[a, ◆cc]}\n", [("unknown event 'cc'", None)]),
    "an unknown alternative": (MET + BECAUSE + "[{any: [a, ◆cc]}]}\n", [("unknown event 'cc'", None)]),
    "two unknown alternatives": (
        MET + BECAUSE + "[{any: [◆cc, ◆dd]}]}\n",
        [("event 'cc'", None), ("event 'dd'", None)],
    ),
    "its own cause": (BECAUSE + "[◆b]}\n", [("'b' is its own cause", None)]),
    "its own alternative": (MET + BECAUSE + "[{any: [a, ◆b]}]}\n", [("'b' is its own cause", None)]),
    "a circle": (
        "  - {id: a, type: met, at: 2020, because: ◆b}\n  - {id: b, type: met, at: 2020, because: [a]}\n",
        [("causes run in a circle: a -> b -> a", None)],
    ),
    "the record before the id": (MET + BECAUSE + "[◆r/a]}\n", [("'r/a' names the record too", "write a")]),
    "a person": (BECAUSE + "[◆ada]}\n", [("'ada' is a person, here stands an event", None)]),
    "a list in a list": (MET + BECAUSE + "[◆[a]]}\n", [("a cause is an event id, or {any: [ids]}", None)]),
    "no alternatives": (BECAUSE + "[{any: ◆[]}]}\n", [("at least one", None)]),
}

VERSIONS: dict[str, tuple[str, list[Mistake]]] = {
    "a misspelt key": (VERSION + "[{◆capacty: acting}]}\n", [("unknown key 'capacty'", "did you mean 'capacity'?")]),
    "another id": (VERSION + "[{◆id: b}]}\n", [("unknown key 'id'", "keys here: at")]),
    "an impossible date": (VERSION + "[{at: 2021}, {at: ◆2021-02-29}]}\n", [("2021-02 has 28 days", None)]),
    "an ambiguous hour": (VERSION + "[{at: ◆2023-11-05 01:30}]}\n", [("happens twice", "01:30-04:00")]),
    "a claim of no kind": (VERSION + "[{claim: ◆reproted}]}\n", [("'reproted' is not one of confirmed", "'reported'")]),
    "an unknown person": (VERSION + "[{who: ◆benn}]}\n", [("unknown person or organisation 'benn'", "'ben'")]),
    "an unknown source": (VERSION + "[{at: 2021, sources: [◆gazete]}]}\n", [("unknown source 'gazete'", "'gazette'")]),
    "beyond covers": (VERSION + "[{at: ◆[2025..]}]}\n", [("lies outside covers", None)]),
    "nothing": (VERSION + "[◆{}]}\n", [("at least one is needed here", None)]),
    "text": (VERSION + "[◆x]}\n", [("'x': a mapping (key: value) belongs here", None)]),
    "a mapping": (VERSION + "◆{at: 2021}}\n", [("a list belongs here", None)]),
    "mistakes in two of them": (
        VERSION + "[{at: ◆2021-13}, {who: ◆benn}]}\n",
        [("no month 13", None), ("unknown person or organisation 'benn'", None)],
    ),
    "a mistake beside one in the event itself": (
        "  - {id: a, type: met, at: ◆2020-13, versions: [{at: ◆2021-13}]}\n",
        [("'2020-13'", None), ("'2021-13'", None)],
    ),
}

CORRECTIONS: dict[str, tuple[str, list[Mistake]]] = {
    "an unknown event": ("  - {id: b, type: retracted, at: 2021, event: ◆c}\n", [("unknown event 'c'", None)]),
    "a field of another type": (MEND + "{◆capacity: interim}}\n", [("unknown key 'capacity'", None)]),
    "a misspelt field": (MEND + "{◆whta: y}}\n", [("unknown key 'whta'", "did you mean 'what'?")]),
    "an impossible date": (MEND + "{at: ◆2020-13}}\n", [("no month 13", None)]),
    "an unknown person": (MEND + "{who: [◆adda]}}\n", [("unknown person, organisation or post 'adda'", "'ada'")]),
    "another id": (MEND + "{id: ◆c}}\n", [("a correction keeps the id of its event", "retract the event")]),
    "another type": (MEND + "{type: ◆hired}}\n", [("a correction keeps the type of its event", "retract the event")]),
    "text": (MEND + "◆text}\n", [("'text': a mapping (key: value) belongs here", None)]),
    "itself": ("  - {id: b, type: corrected, at: 2021, event: ◆b, with: {note: x}}\n", [("itself", None)]),
    "itself retracted": ("  - {id: b, type: retracted, at: 2021, event: ◆b}\n", [("itself", None)]),
    "a letter that is none": (
        MET + "  - {id: b, type: letter_signed, at: 2021, letter: ◆a}\n",
        [("'a' is of type met", "letter_sent")],
    ),
}


@pytest.mark.parametrize(("events", "mistakes"), TIMES.values(), ids=TIMES.keys())
def test_a_mistake_in_a_time_is_reported_where_it_stands(events: str, mistakes: list[Mistake]) -> None:
    assert_mistakes(HEADER + events, mistakes)


@pytest.mark.parametrize(("events", "mistakes"), CAUSES.values(), ids=CAUSES.keys())
def test_a_mistake_in_a_cause_is_reported_where_it_stands(events: str, mistakes: list[Mistake]) -> None:
    assert_mistakes(HEADER + events, mistakes)


@pytest.mark.parametrize(("events", "mistakes"), VERSIONS.values(), ids=VERSIONS.keys())
def test_a_mistake_in_a_rival_reading_is_reported_where_it_stands(events: str, mistakes: list[Mistake]) -> None:
    assert_mistakes(HEADER + events, mistakes)


@pytest.mark.parametrize(("events", "mistakes"), CORRECTIONS.values(), ids=CORRECTIONS.keys())
def test_a_mistake_in_a_correction_is_reported_where_it_stands(events: str, mistakes: list[Mistake]) -> None:
    assert_mistakes(HEADER + events, mistakes)


def test_a_correction_that_closes_a_circle_is_refused() -> None:
    assert_mistakes(
        HEADER
        + "  - {id: a, type: met, at: 2020}\n  - {id: b, type: met, at: 2020, because: a}\n"
        + "  - ◆{id: c, type: corrected, at: 2021, event: a, with: {because: [b]}}\n",
        [("with this correction causes run in a circle", None)],
    )
