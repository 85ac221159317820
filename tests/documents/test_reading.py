"""YAML guesses no types: what is written is read as text, and typed by the field it stands in."""

from __future__ import annotations

from typing import Any

import pytest

from govsim.documents.nodes import to_data
from govsim.documents.yaml_tree import parse_tree
from govsim.model.bound import Bound

from .marked import HEADER, read


def at(written: str) -> Bound:
    """Return the bound that stands behind ``at:`` in a record."""
    return read(f"{HEADER}  - id: a\n    type: met\n    at: {written}\n").record.events[0].at


def data(text: str) -> Any:
    return to_data(parse_tree(text, "f.yaml")[0])


@pytest.mark.parametrize(
    "word",
    ["no", "No", "NO", "yes", "on", "off", "y", "n", "true", "false", "0123", "0x1F", "1_000", "1e3", "1.0", ".5",
     "2023-01-01", "2023-01-01 12:00:00", "12:30:45", ".inf", ".nan", "=", "<<", "0b1", "+1", "null-hypothesis"],
)  # fmt: skip
def test_no_word_is_taken_for_anything_but_text(word: str) -> None:
    assert data(f"key: {word}\n{word}: value\nlist: [{word}]\n") == {"key": word, word: "value", "list": [word]}


@pytest.mark.parametrize("word", ["", "~", "null", "Null", "NULL"])
def test_only_null_is_nothing_and_quoted_it_is_text(word: str) -> None:
    assert data(f"key: {word}\n") == {"key": None}
    assert data(f"key: '{word}'\n") == {"key": word}


def test_a_person_may_be_called_no_and_other_things_that_yaml_would_guess() -> None:
    names = {"no": "No", "yes": "yes", "on": "on", "0123": "0123", "1e3": "1e3", "2023": "2023-01-01", "true": "true"}
    people = "".join(f"  {id_}: {name}\n" for id_, name in names.items())
    record = read(
        f"record: '2023'\nzone: UTC\npeople:\n{people}organizations: {{y: 1.0}}\nposts: {{y/n: 012}}\nevents:\n"
        + "".join(f"  - {{id: {id_}, type: hired, at: 2020, who: [{id_}], to: y/n}}\n" for id_ in names)
    ).record
    assert {id_: person.name for id_, person in record.header.people.items()} == names
    assert [(event.id, getattr(event, "who", None)) for event in record.events] == [(id_, (id_,)) for id_ in names]
    assert (record.id, record.header.organizations["y"].name, record.header.posts["y/n"].title) == (
        "2023",
        "1.0",
        "012",
    )


def test_ids_and_names_in_any_script_are_kept() -> None:
    record = read(
        "record: r\npeople:\n  李明: 李明\n  σωκράτης: Σωκράτης\n  björk: {name: Björk, aliases: [no, 1e3]}\n"
    ).record
    assert {person.name for person in record.header.people.values()} == {"李明", "Σωκράτης", "Björk"}
    assert record.header.people["björk"].aliases == ("no", "1e3")


@pytest.mark.parametrize(
    "text",
    [
        "[2020..2021]", "[2020-01-05..2020-02]", "[..2021]", "[2020..]", "[2020]", "[2020,2021]", "[2020, 2021]",
        "[ 2020 .. 2021 ]", "[2020-01-01 12:00..2020-01-01 13:00]", "[2020-01-01T12:00+01:00..2020-01-02]",
        "[2020-01-01 evening..2020-01-02 morning]", "[2020-01-01 12:00 Europe/Paris..2020-01-02]", "[2020~..2021]",
    ],
)  # fmt: skip
def test_brackets_work_quoted_or_bare(text: str) -> None:
    bare, single, double = at(text), at(f"'{text}'"), at(f'"{text}"')
    assert bare == single == double
    assert bare.text == text


def test_brackets_work_bare_in_braces_and_over_two_lines() -> None:
    inline = read(HEADER + "  - {id: a, type: met, at: [2020..2021], announced: [2021,2022]}\n").record.events[0]
    assert inline.at == at("[2020..2021]")
    assert inline.announced == at("[2021,2022]")
    folded, plain = at("[2020,\n      2021]"), at("[2020,2021]")
    assert (folded.earliest, folded.latest) == (plain.earliest, plain.latest)
    assert len(folded.text.splitlines()) == 1


def test_brackets_work_bare_everywhere_a_time_may_stand() -> None:
    record = read(
        "record: r\nzone: UTC\ncovers: {from: [2019..2020], to: [..2024]}\nsources: {s: {date: [2020..]}}\n"
        "people: {ada: Ada}\norganizations: {o: O}\nposts: {o/p: {title: P, covers: {from: [2020,2021]}}}\nevents:\n"
        "  - {id: a, type: hired, at: [2020..2021], until: [2022..], who: ada, to: o/p,\n"
        "     versions: [{at: [2020,2021]}]}\n"
        "  - {id: b, type: corrected, at: unknown, event: a, with: {at: [2020..], decided: [..2020]}}\n"
    ).record
    assert record.header.covers.from_ is not None
    assert record.header.covers.from_.text == "[2019..2020]"
    reading = record.events[0].readings()[1]
    assert reading.at.text == "[2020,2021]"
    assert getattr(record.events[1], "with_", {})["at"]["text"] == "[2020..]"


def test_a_block_of_text_is_text() -> None:
    event = read(
        HEADER + "  - id: a\n    type: met\n    at: 2020\n    note: |\n      # no comment\n      - no list\n"
    ).record.events[0]
    assert event.note == "# no comment\n- no list\n"


def test_escapes_in_double_quotes_are_read() -> None:
    assert read('record: r\ntitle: "a\\e[31m\\u202e\\n\\t"\n').record.header.title == "a\x1b[31m\u202e\n\t"


def test_a_source_and_covers_may_be_short() -> None:
    header = read(
        "record: r\nzone: UTC\nsources:\n  a:\norganizations: {o: O}\nposts: {o/p: {title: P, covers: partial}}\n"
    ).record.header
    assert header.sources["a"].title is None
    assert header.posts["o/p"].covers is not None
    assert header.posts["o/p"].covers.partial is True
