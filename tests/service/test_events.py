"""The events of a timeline as a sequence: told when looked at, searched without being told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from govsim.replay.log import Entry
from govsim.service import events as events_room
from govsim.service.event_views import EventView
from govsim.service.events import KEPT, Events
from govsim.service.gov import Gov
from govsim.service.past import Past
from govsim.service.steps import Steps
from govsim.service.telling import event_view
from tests.conftest import ROOT
from tests.replay.builders import hired, make_record
from tests.service.test_steps import past_of

SEEDS = sorted((ROOT / "seeds").glob("*.yaml"))


@pytest.fixture(scope="module")
def gov() -> Gov:
    return Gov(None, SEEDS)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The refs of the events that were told, in turn."""
    refs: list[str] = []
    tell: Callable[[Past, Entry], EventView] = event_view

    def telling(past: Past, entry: Entry) -> EventView:
        refs.append(entry.ref)
        return tell(past, entry)

    monkeypatch.setattr(events_room, "event_view", telling)
    return refs


def test_the_sequence_is_what_telling_every_event_gives(gov: Gov) -> None:
    events, whole = Steps(gov.past()).events(), gov.events()
    assert list(events) == whole
    assert [events[index] for index in range(len(events))] == whole
    assert (events[-1], events[2:9:3], list(reversed(events))) == (whole[-1], tuple(whole[2:9:3]), whole[::-1])
    for beyond in (len(whole), -len(whole) - 1):
        with pytest.raises(IndexError):
            events[beyond]


def test_the_events_of_one_record_know_their_places_among_all(gov: Gov) -> None:
    steps = Steps(gov.past())
    for record in gov.past().world.headers:
        events = steps.events(record)
        assert list(events) == gov.events(record=record)
        assert [steps.events()[place].id for place in events.places] == [event.id for event in events]


def test_an_event_is_told_once_and_only_when_it_is_looked_at(gov: Gov, told: list[str]) -> None:
    past = gov.past()
    steps = Steps(past)
    events = steps.events()
    assert (len(events), told) == (len(past.timeline.entries), [])
    assert events[7] is events[7] is steps[7].event
    assert told == [past.timeline.entries[7].ref]


def test_no_more_events_are_kept_than_some_screens_full(told: list[str]) -> None:
    count = KEPT + 10
    events = Events(past_of(make_record([hired("ada", "2023-05-01 09:00") for _ in range(count)])))
    for index in range(count):
        assert events[index].id == f"r/e{index}"
    told.clear()
    assert (events[count - 1].id, events[0].id) == (f"r/e{count - 1}", "r/e0")
    assert told == ["r/e0"]


def test_what_a_search_reads_is_what_the_events_say_and_tells_none_of_them(gov: Gov, told: list[str]) -> None:
    past = gov.past()
    events = Steps(past).events()
    said, parties = list(events.said), list(events.parties)
    assert told == []
    known = {*past.world.people, *past.world.organizations}
    for event, text, named in zip(events, said, parties, strict=True):
        assert text.split("\n", 3) == [
            part.casefold() for part in (event.label, event.id, event.at.text, event.note or "")
        ]
        assert named == _ids(event.fields) & known
    fired = next(index for index, event in enumerate(events) if event.id == "openai-2023/altman-fired")
    assert parties[fired] == {"sam-altman"}


def _ids(value: object) -> set[str]:
    if isinstance(value, str):
        return {value}
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return {id_ for item in items for id_ in _ids(item)}
