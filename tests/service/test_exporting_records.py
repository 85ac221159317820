"""A record that is written out says what the ledger holds: reading it again changes nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govsim.documents.record_file import parse_record
from govsim.documents.record_text import record_text
from govsim.exchange.cloudevents_format import read as read_cloudevents
from govsim.exchange.cloudevents_format import write as write_cloudevents
from govsim.exchange.options import Options
from govsim.exchange.protocol import Source
from govsim.exchange.record_format import write
from govsim.exchange.story import Recorded, Story, Told
from govsim.model.corrections import effective_events, settled
from govsim.model.events import Corrected
from govsim.model.header import Header
from govsim.model.record import Record
from govsim.replay.fold import replay
from govsim.replay.log import log_of
from govsim.replay.timeline import make_timeline
from govsim.service.exporting import export
from govsim.service.gov import Gov
from govsim.service.importing import import_files
from govsim.service.opening import open_ledger
from tests.cli.test_amending_corrections import VERSIONS
from tests.conftest import ROOT
from tests.replay.strategies import records
from tests.whatif.drawn_records import orderly_records, wild_records

SEEDS = sorted((ROOT / "seeds").glob("*.yaml"))


def story_of(record: Record) -> Story:
    history = replay(make_timeline(log_of([record])))
    log = [Recorded(event, number) for number, event in enumerate(record.events, start=1)]
    return Story(history, [Told(record.header, record.events, log)], list(record.header.posts))


def reread(record: Record) -> Record:
    """Return a record as its exported file gives it."""
    written = write(story_of(record))
    assert written.data is not None
    assert not written.losses
    return parse_record("".join(record_text(written.data)), Path("again.yaml")).record


def by_cloudevents(record: Record) -> Record:
    text = write_cloudevents(story_of(record)).text()
    (made,) = read_cloudevents([Source("log.jsonl", text.encode().splitlines(keepends=True))], Options(strict=True))
    return made.record


def content(record: Record) -> tuple[Any, ...]:
    """Return all that a record says, corrections in the one form that a ledger gives them."""
    by_id = {event.id: event for event in record.events}
    context = {"zone": record.header.tzinfo}
    events = [
        settled(event, by_id[event.event], context) if isinstance(event, Corrected) else event
        for event in record.events
    ]
    return record.header.dump(), *(event.dump() for event in events)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_a_bundled_record_comes_back_word_for_word(gov: Gov, seed: Path, tmp_path: Path) -> None:
    (loaded,) = gov.load(seed)
    view = export(gov, "record", record=loaded.record)
    assert view.losses == ()
    path = tmp_path / "again.yaml"
    view.save(path)
    assert [one.outcome for one in gov.load(path)] == ["unchanged"]
    before, after = (parse_record(one.read_text(encoding="utf-8"), one).record for one in (seed, path))
    assert content(before) == content(after)


@settings(max_examples=150)
@given(st.one_of(records(), wild_records(), orderly_records()))
def test_any_record_comes_back_whatever_it_holds(record: Record) -> None:
    assert content(reread(record)) == content(record)
    assert content(by_cloudevents(record)) == content(record)


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cn"]), min_size=1, max_size=30)


@settings(max_examples=300)
@given(TEXTS, TEXTS)
def test_any_text_comes_back(name: str, note: str) -> None:
    header = {"record": "r", "zone": "UTC", "people": {"ada": {"name": name, "aliases": [note], "note": note}}}
    record = Record(Header.model_validate(header), ())
    assert content(reread(record)) == content(record)
    assert content(by_cloudevents(record)) == content(record)


@pytest.mark.parametrize("after", VERSIONS)
@pytest.mark.parametrize("before", VERSIONS)
def test_amendments_are_folded_in_and_the_file_loads_as_unchanged(
    gov: Gov, before: str, after: str, tmp_path: Path
) -> None:
    path = tmp_path / "record.yaml"
    for name in (before, after):
        path.write_text(VERSIONS[name], encoding="utf-8")
        gov.load(path, amend=True, why=name)
    again = tmp_path / "again.yaml"
    export(gov, "record").save(again)
    assert [one.outcome for one in gov.load(again)] == ["unchanged"]
    exported, written = (parse_record(one.read_text(encoding="utf-8"), one).record for one in (again, path))
    assert {one.id: one.dump() for one in effective_events(exported.events).values()} == {
        one.id: one.dump() for one in effective_events(written.events).values()
    }


def test_a_log_with_amendments_moves_to_another_ledger_and_is_unchanged_in_its_own(gov: Gov, tmp_path: Path) -> None:
    path, log = tmp_path / "record.yaml", tmp_path / "log.jsonl"
    for name in ("plain", "another time"):
        path.write_text(VERSIONS[name], encoding="utf-8")
        gov.load(path, amend=True, why="better known")
    export(gov, "cloudevents").save(log)
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [line["type"] for line in lines] == [
        *("govsim.record_declared", "govsim.hired", "govsim.fired", "govsim.corrected")
    ]
    assert [line.get("amends") for line in lines] == [None, None, None, True]
    (own,) = import_files(gov, "cloudevents", [log]).files
    assert own.outcome == "unchanged"
    other = open_ledger(f"sqlite:///{tmp_path / 'other.db'}")
    (moved,) = import_files(other, "cloudevents", [log]).files
    assert [loss.what for loss in moved.report.losses] == ["the history of amendments"]
    assert other.history("org/ceo").to_json() == gov.over([path]).history("org/ceo").to_json()
    other.ledger.close()


def test_a_branch_says_that_it_is_hypothetical_wherever_it_goes(gov: Gov, tmp_path: Path) -> None:
    gov.load(SEEDS[1])
    gov.branches.create("other", before="board-vote")
    record = export(gov, "record", branch="other").text
    assert record.splitlines()[1] == "# HYPOTHETICAL: branch other"
    assert "title: 'HYPOTHETICAL: branch other. " in record
    lines = [json.loads(line) for line in export(gov, "cloudevents", branch="other").text.splitlines()]
    assert lines
    assert all(line["hypothetical"] is True and line["branch"] == "other" for line in lines)
    assert lines[0]["data"]["title"].startswith("HYPOTHETICAL: branch other")
    assert "board-vote" not in record.partition("events:")[2].replace("before-board-vote", "")
    path = tmp_path / "fork.yaml"
    path.write_text(record, encoding="utf-8")
    with pytest.raises(Exception, match="differs"):
        gov.load(path)


def test_what_an_event_names_goes_with_it_or_is_reported(gov: Gov) -> None:
    gov.load(SEEDS[1])
    view = export(gov, "record", at="2023-11-17T13:00-08:00")
    assert parse_record(view.text, Path("part.yaml")).record.events
    assert all(loss.count for loss in view.losses)
    assert export(gov, "record", at="2023-11-17T13:00-08:00", strict=True).refused == bool(view.losses)
    narrow = export(gov, "record", organization="twitch")
    ids = {event.id for event in parse_record(narrow.text, Path("twitch.yaml")).record.events}
    assert ids
    assert len(ids) < 20
