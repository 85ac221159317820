"""Whether a record hangs together: what its ids name, causes, covers."""

from __future__ import annotations

from typing import Any

import pytest

from govsim.model.events import Event
from govsim.model.header import Header
from govsim.model.instant import zone_named
from govsim.model.references import Fault, Names, event_faults, header_faults

from .catalogue import FULL, ZONE, made

HEADER: dict[str, Any] = {
    "record": "r",
    "zone": ZONE,
    "covers": {"from": "2020", "to": "2024"},
    "sources": {"gazette": {}, "minutes": {}},
    "people": {"ada": "Ada", "ben": "Ben"},
    "organizations": {"org": "Org", "sub": {"name": "Sub", "parent": "org"}},
    "posts": {
        "org/ceo": "Chief",
        "org/board": {"title": "Director", "seats": "many", "organ": True},
        "org/chair": {"title": "Chair", "within": "org/board"},
    },
}
OTHERS: list[dict[str, Any]] = [
    *({"id": id_, "type": "happened"} for id_ in ("cause", "other-cause", "third-cause", "the-offer", "the-act")),
    {"id": "the-letter", "type": "letter_sent"},
]


def names_of(header: Header) -> Names:
    """Return the ids that a header declares."""
    people, organizations = set(header.people), set(header.organizations)
    return Names(header.record, people, organizations, set(header.posts), set(header.sources))


def header(**changes: Any) -> Header:
    return Header.model_validate({**HEADER, **changes}, context={"zone": zone_named(ZONE)})


def faults_of(*written: dict[str, Any]) -> list[Fault]:
    """Return the faults of events beside the record above."""
    events: list[Event] = [made(event["type"], event) for event in written]
    declared = header()
    names = names_of(declared)
    names.events = {event.id: event.type for event in events}
    return list(event_faults(list(enumerate(events)), names, declared.covers.span))


def said(faults: list[Fault]) -> list[str]:
    return [f"{'.'.join(str(step) for step in fault.location)}: {fault.message} {fault.hint or ''}" for fault in faults]


@pytest.mark.parametrize("kind", FULL)
def test_an_event_whose_ids_are_all_declared_has_no_fault(kind: str) -> None:
    if kind not in ("corrected", "retracted"):
        assert faults_of(*OTHERS, {"id": "x", "type": kind, **FULL[kind]}) == []


@pytest.mark.parametrize(
    ("kind", "field", "right"),
    [
        (kind, field, value)
        for kind, fields in FULL.items()
        for field, value in fields.items()
        if field
        in ("who", "to", "from", "by", "replaces", "on_behalf_of", "in", "organization", "post", "organ", "parties")
        or field in ("letter", "act", "effects", "event")
    ],
)
def test_every_field_that_names_something_is_checked(kind: str, field: str, right: Any) -> None:
    wrong = "nobody-of-that-id" if isinstance(right, str) else [*right[:-1], "nobody-of-that-id"]
    faults = faults_of(*OTHERS, {"id": "x", "type": kind, **FULL[kind], field: wrong})
    assert len(faults) == 1
    assert "unknown" in faults[0].message
    assert "'nobody-of-that-id'" in faults[0].message
    expected = (field,) if isinstance(right, str) or field not in ("who", "to") else (field, len(right) - 1)
    assert faults[0].location[:2] == ("events", len(OTHERS))
    assert faults[0].location[2 : 2 + len(expected)] == expected


@pytest.mark.parametrize("side", ["for", "against", "abstain", "absent"])
def test_the_voters_of_a_resolution_are_checked(side: str) -> None:
    faults = faults_of({"id": "x", "type": "resolved", "organ": "org/board", "votes": {side: ["ada", "bem"]}})
    assert said(faults) == [
        f"events.0.votes.{side}.1: unknown person or organisation 'bem' did you mean 'ben'?"
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["letter_sent", "letter_signed"])
def test_the_signatories_named_are_checked(kind: str) -> None:
    written = {"id": "x", "type": kind, **FULL[kind], "signatories": {"named": ["org/ceo"]}}
    (fault,) = faults_of(*OTHERS, written)
    assert fault.location[2:] == ("signatories", "named", 0)
    assert "'org/ceo' is a post" in fault.message


def test_what_is_declared_as_something_else_is_called_that() -> None:
    faults = faults_of({"id": "x", "type": "hired", "who": "org/ceo", "to": "ada"})
    assert [fault.message for fault in faults] == [
        "'org/ceo' is a post, here stands a person or organisation",
        "'ada' is a person, here stands a post",
    ]


def test_a_source_and_a_cause_must_be_declared() -> None:
    faults = faults_of(
        {"id": "x", "type": "met", "sources": ["gazete"], "because": ["y", {"any": ["x", "z"]}]},
        {"id": "yy", "type": "met"},
    )
    assert [line.partition(":")[2] for line in said(faults)] == [
        " unknown source 'gazete' did you mean 'gazette'?",
        " unknown event 'y' did you mean 'yy'?",
        " 'x' is its own cause ",
        " unknown event 'z' declare it under events",
    ]


def test_an_id_written_with_its_record_gets_the_short_form() -> None:
    (fault,) = faults_of({"id": "a", "type": "met"}, {"id": "b", "type": "met", "because": ["r/a"]})
    assert fault.hint == "write a"


def test_causes_in_a_circle_are_one_fault_told_from_the_first_event() -> None:
    (fault,) = faults_of(
        {"id": "c", "type": "met", "because": "b"},
        {"id": "b", "type": "met", "because": [{"any": ["a", "lone"]}]},
        {"id": "a", "type": "met", "because": "c"},
        {"id": "lone", "type": "met"},
    )
    assert fault.location == ("events", 0, "because")
    assert fault.message == "causes run in a circle: c -> b -> a -> c"


def test_two_circles_are_two_faults() -> None:
    faults = faults_of(
        {"id": "a", "type": "met", "because": "b"},
        {"id": "b", "type": "met", "because": "a"},
        {"id": "c", "type": "met", "because": "d"},
        {"id": "d", "type": "met", "because": "c"},
    )
    assert len(faults) == 2


def test_a_long_chain_of_causes_is_no_circle_and_no_strain() -> None:
    chain = [{"id": f"e{n}", "type": "met", "because": [f"e{n - 1}"] if n else []} for n in range(3000)]
    assert faults_of(*chain) == []


@pytest.mark.parametrize(
    ("at", "wrong"), [("[..2019]", True), ("[2025..]", True), ("[..2020]", False), ("[2024..]", False), ("2019", False)]
)
@pytest.mark.parametrize("clock", ["at", "decided", "notified", "announced"])
def test_an_open_side_that_covers_would_invert_is_a_fault(clock: str, at: str, wrong: bool) -> None:
    faults = faults_of({"id": "x", "type": "met", clock: at})
    assert [fault.location for fault in faults] == ([("events", 0, clock)] if wrong else [])


def test_a_version_is_checked_like_the_event_it_stands_for_but_only_in_what_it_says() -> None:
    faults = faults_of(
        {"id": "x", "type": "hired", "who": "bem", "to": "org/ceo", "versions": [{"at": "[..2019]"}, {"who": "adda"}]}
    )
    assert [fault.location for fault in faults] == [
        ("events", 0, "who", 0),
        ("events", 0, "versions", 0, "at"),
        ("events", 0, "versions", 1, "who", 0),
    ]


# -- the header


@pytest.mark.parametrize(
    ("changes", "phrases"),
    [
        ({}, []),
        ({"people": {"org": "A person"}}, ["'org' is a person as well"]),
        ({"organizations": {"org": {"name": "O", "parent": "orgg"}}}, ["unknown organisation 'orgg'"]),
        ({"posts": {"ogr/ceo": "C"}}, ["unknown organisation 'ogr'"]),
        ({"posts": {"org/chair": {"title": "C", "within": "org/bord"}}}, ["unknown post 'org/bord'"]),
        ({"posts": {"org/a": {"title": "A", "within": "org/a"}}}, ["'org/a' lies within itself"]),
        (
            {"posts": {"org/a": {"title": "A", "within": "org/b"}, "org/b": {"title": "B", "within": "org/a"}}},
            ["posts lie within each other: org/a -> org/b -> org/a"],
        ),
        ({"bylaws": {"ogr": {}}}, ["unknown organisation 'ogr'"]),
    ],
)
def test_what_does_not_hang_together_in_a_header_is_told(changes: dict[str, Any], phrases: list[str]) -> None:
    declared = header(**changes)
    assert [fault.message for fault in header_faults(declared, names_of(declared))] == phrases
