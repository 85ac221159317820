"""Rival readings, corrections and retractions (design, section 4)."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from govsim.model.corrections import effective_events, is_about_event, settled
from govsim.model.events import Corrected, Event
from govsim.model.instant import zone_named

from .catalogue import ZONE, made
from .times import sides

CONTEXT = {"zone": zone_named(ZONE)}


def event(id_: str, kind: str = "happened", **fields: Any) -> Event:
    """Return an event; ``with_`` stands for ``with``."""
    return made(kind, {"id": id_, **{name.rstrip("_"): value for name, value in fields.items()}})


def correction(id_: str, of: Event, **fields: Any) -> Corrected:
    """Return a correction, settled as the reader of a record settles it."""
    written = event(id_, "corrected", event=of.id, with_=fields)
    assert isinstance(written, Corrected)
    return settled(written, of, CONTEXT)


def retraction(id_: str, of: str) -> Event:
    return event(id_, "retracted", event=of)


def what(events: list[Event], id_: str = "a") -> Any:
    """Return what the event *id_* says after all corrections, None where it is retracted."""
    read = effective_events(events).get(id_)
    return None if read is None else getattr(read, "what", None)


A = event("a", what="first", note="kept")
TO_SECOND = correction("b", A, what="second")
TO_THIRD = correction("c", A, what="third")


# -- rival readings


def test_the_main_body_is_the_first_reading_and_each_version_overrides_some_fields() -> None:
    written = event("a", what="x", note="n", versions=[{"what": "y"}, {"at": "2023-11-18", "claim": "disputed"}])
    main, second, third = written.readings()
    assert (getattr(main, "what", None), main.note, main.claim) == ("x", "n", "confirmed")
    assert (getattr(second, "what", None), second.note, second.at) == ("y", "n", main.at)
    assert (third.at.text, third.claim, third.note) == ("2023-11-18", "disputed", "n")
    assert all(reading.versions == () for reading in (main, second, third))


@pytest.mark.parametrize("clock", ["at", "announced", "decided", "notified"])
def test_a_version_is_read_in_the_zone_of_the_record(clock: str) -> None:
    reading = event("a", versions=[{clock: "2023-11-17 12:28"}]).readings()[1]
    bound = getattr(reading, clock)
    assert (bound.text, bound.earliest) == ("2023-11-17 12:28", 1_700_252_880_000_000)
    assert sides("2023-11-17 12:28")[0] == "2023-11-17T20:28:00Z"


def test_a_reading_inherits_the_clocks_that_it_does_not_state() -> None:
    reading = event("a", announced="2023-12-01", versions=[{"at": "2023-11-18"}]).readings()[1]
    assert reading.announced is not None
    assert reading.announced.text == "2023-12-01"


@pytest.mark.parametrize(
    "version",
    [
        {"id": "b"},
        {"type": "met"},
        {"because": ["b"]},
        {"versions": [{"note": "deeper"}]},
        {"nonsense": "x"},
        {"at": "2023-13"},
        {"at": "2023-11-05 01:30"},
        {"claim": "certain"},
        {},
    ],
)
def test_a_version_overrides_only_what_it_may_and_only_rightly(version: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        event("a", versions=[version])
    assert all(error["loc"][0] == "versions" for error in caught.value.errors())


# -- corrections


def test_without_corrections_every_event_stands_as_written_in_its_order() -> None:
    events = [event("z"), event("y"), event("x")]
    assert list(effective_events(events).items()) == [(e.id, e) for e in events]


def test_a_correction_replaces_the_fields_it_names_and_keeps_id_place_and_the_rest() -> None:
    read = effective_events([A, event("other"), TO_SECOND])
    assert list(read) == ["a", "other", "b"]
    assert getattr(read["a"], "what", None) == "second"
    assert read["a"].note == "kept"
    assert A.note == "kept"  # the belief before is untouched


def test_of_several_corrections_of_one_field_the_last_wins() -> None:
    assert what([A, TO_SECOND, TO_THIRD]) == "third"
    assert what([A, TO_THIRD, TO_SECOND]) == "second"


def test_corrections_of_different_fields_add_up() -> None:
    read = effective_events([A, TO_SECOND, correction("c", A, note="mended")])["a"]
    assert (getattr(read, "what", None), read.note) == ("second", "mended")


def test_a_correction_with_null_takes_the_field_back_to_its_default() -> None:
    assert effective_events([A, correction("b", A, note=None)])["a"].note is None


def test_a_correction_reads_its_times_in_the_zone_of_the_record() -> None:
    read = effective_events([A, correction("b", A, at="2023-11-17 12:28", announced="2023-11-17 evening")])["a"]
    assert read.at.earliest == 1_700_252_880_000_000
    assert read.announced is not None
    assert read.announced.text == "2023-11-17 evening"


def test_a_correction_may_give_the_event_other_versions() -> None:
    mended = correction("b", A, versions=[{"at": "2023-11-18 09:00", "claim": "disputed"}])
    reading = effective_events([A, mended])["a"].readings()[1]
    assert (reading.at.text, reading.claim) == ("2023-11-18 09:00", "disputed")


def test_a_correction_that_does_not_fit_the_type_of_its_event_is_refused() -> None:
    for wrong in ({"capacity": "interim"}, {"at": "2023-13"}, {"at": None}, {"id": ["x"]}):
        with pytest.raises(ValidationError):
            correction("b", A, **wrong)


# -- retractions, and corrections of corrections


def test_a_retracted_event_is_gone() -> None:
    assert list(effective_events([A, event("other"), retraction("r", "a")])) == ["other", "r"]


def test_a_retraction_of_a_retraction_brings_the_event_back() -> None:
    assert what([A, retraction("r", "a"), retraction("s", "r")]) == "first"


def test_three_retractions_in_a_row_take_it_away_again() -> None:
    assert what([A, retraction("r", "a"), retraction("s", "r"), retraction("t", "s")]) is None


def test_a_retracted_correction_undoes_what_it_said_and_an_earlier_one_counts_again() -> None:
    assert what([A, TO_SECOND, retraction("r", "b")]) == "first"
    assert what([A, TO_SECOND, TO_THIRD, retraction("r", "c")]) == "second"


def test_a_correction_of_a_correction_changes_what_it_says() -> None:
    assert what([A, TO_SECOND, correction("c", TO_SECOND, **{"with": {"what": "mended"}})]) == "mended"


def test_a_correction_survives_the_retraction_and_return_of_its_event() -> None:
    assert what([A, TO_SECOND, retraction("r", "a"), retraction("s", "r")]) == "second"


def test_only_the_corrections_admitted_count() -> None:
    events = [A, TO_SECOND, TO_THIRD]
    read = effective_events(events, [A, TO_SECOND])
    assert getattr(read["a"], "what", None) == "second"
    assert getattr(effective_events(events, [])["a"], "what", None) == "first"


def test_corrections_and_retractions_alone_are_about_events() -> None:
    assert is_about_event(TO_SECOND)
    assert is_about_event(retraction("r", "a"))
    assert not is_about_event(A)
