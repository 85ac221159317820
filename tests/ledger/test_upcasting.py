"""What any release has written, every later one reads: golden payloads, steps between versions, unknown types.

``python -m tests.ledger.test_upcasting`` writes the golden files that are missing; those that are there never change.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from govsim.ledger import rows
from govsim.ledger.appending import Draft
from govsim.ledger.constants import RECORD_DECLARED
from govsim.ledger.rows import read_event, read_header
from govsim.ledger.store import Ledger
from govsim.ledger.upcast import UPCASTS, Upcasts
from govsim.model.errors import LedgerError
from govsim.model.events import BRANCH_TYPES, EVENT_TYPES, Event, Opaque
from govsim.model.header import Header
from govsim.model.instant import zone_named
from govsim.replay.fold import replay
from govsim.replay.timeline import make_timeline
from tests.cli.terminal import Terminal
from tests.ledger.ledgers import drafts, make_ledger
from tests.model.catalogue import COMMON, FULL, ZONE, Fields
from tests.replay.builders import bound_fields, event, hired, make_record

GOLDEN = Path(__file__).with_name("golden")
KINDS: dict[str, type[Event]] = {**EVENT_TYPES, **BRANCH_TYPES}
BRANCH_FULL: dict[str, Fields] = {
    "omitted": {"event": "cause", "why": "what if not"},
    "changed": {"event": "cause", "why": "what if later", "with": {"at": bound_fields("2023-11-18"), "note": None}},
}
COVERS: Fields = {"from": "2020", "to": "2024-06~", "partial": "true"}
HEADER: Fields = {
    "record": "golden",
    "title": "A golden record",
    "zone": ZONE,
    "covers": COVERS,
    "sources": {"gazette": {"title": "T", "publisher": "P", "date": "2023-11-17", "url": "https://example.org/1"}},
    "people": {"ada": {"name": "Ada"}, "ben": "Ben"},
    "organizations": {"org": {"name": "Org"}, "sub": {"name": "Sub", "parent": "org"}},
    "posts": {
        "org/board": {"title": "Director", "seats": "many", "organ": "true", "covers": "partial", "note": "n"},
        "org/ceo": {"title": "Chief", "within": "org/board", "seats": "2"},
    },
    "bylaws": {"org": {"organs": {"org/board": {"authorised": "6"}}}},
}


def example(kind: str) -> Event:
    """Return an event of a type with every field that it takes."""
    written = {"id": "the-event", "type": kind, "at": "2023-11-17 12:00", **{**FULL, **BRANCH_FULL}[kind], **COMMON}
    return KINDS[kind].model_validate(written, context={"zone": zone_named(ZONE)})


def example_header(record: str = "golden") -> Header:
    return Header.model_validate({**HEADER, "record": record}, context={"zone": zone_named(ZONE)})


def golden(kind: str, version: int) -> Path:
    return GOLDEN / f"{kind}-{version}.json"


# -- golden files


def test_every_version_of_every_type_has_its_golden_file() -> None:
    wanted = {
        golden(kind, version).name
        for kind in [*KINDS, RECORD_DECLARED]
        for version in range(1, UPCASTS.current(kind) + 1)
    }
    assert {path.name for path in GOLDEN.iterdir()} == wanted


@pytest.mark.parametrize("kind", KINDS)
def test_a_golden_event_has_every_field_reads_back_and_is_written_again_as_it_was(kind: str) -> None:
    version = UPCASTS.current(kind)
    text = golden(kind, version).read_text("utf-8")
    read = read_event(kind, version, text)
    assert type(read) is KINDS[kind]
    assert read == example(kind)
    assert read.dump_text() == text
    assert set(json.loads(text)) == {field.alias or name for name, field in KINDS[kind].model_fields.items()}


def test_a_golden_header_has_every_field_reads_back_and_is_written_again_as_it_was() -> None:
    version = UPCASTS.current(RECORD_DECLARED)
    text = golden(RECORD_DECLARED, version).read_text("utf-8")
    read = read_header(version, text)
    assert read == example_header()
    assert read.dump_text() == text
    assert set(json.loads(text)) == {field.alias or name for name, field in Header.model_fields.items()}


@pytest.mark.parametrize("path", sorted(GOLDEN.iterdir()), ids=lambda path: path.stem)
def test_a_golden_payload_of_whatever_version_reads_as_its_type(path: Path) -> None:
    kind, _, version = path.stem.rpartition("-")
    text = path.read_text("utf-8")
    if kind == RECORD_DECLARED:
        assert read_header(int(version), text).record == "golden"
    else:
        assert read_event(kind, int(version), text).id == "the-event"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = make_ledger(tmp_path / "ledger.db")
    yield opened
    opened.close()


def payloads(ledger: Ledger, where: str = "ref LIKE '%/the-event'") -> dict[str, str]:
    with ledger.reading() as session:
        return dict(session.execute(f"SELECT type, payload FROM event WHERE {where}").fetchall())  # noqa: S608


def test_the_golden_files_are_what_a_ledger_stores(ledger: Ledger) -> None:
    causes = make_record([event("happened", "2023-11-16", id=id_) for id_ in ("cause", "other-cause", "third-cause")])
    for kind in KINDS:
        record, branch = kind.replace("_", "-"), "main"
        ledger.append([Draft(record, example_header(record)), *(Draft(record, cause) for cause in causes.events)])
        if kind in BRANCH_TYPES:
            branch = ledger.fork(kind).name
        ledger.append([Draft(record, example(kind))], branch=branch)
    assert payloads(ledger) == {kind: golden(kind, UPCASTS.current(kind)).read_text("utf-8") for kind in KINDS}
    assert ledger.verify().ok


# -- steps


def test_a_registry_without_a_step_is_refused() -> None:
    step = {("stated", 1): dict[str, Any]}
    with pytest.raises(ValueError, match="no step leads from version 2 of stated to 3"):
        Upcasts({"stated": 3}, step)
    with pytest.raises(ValueError, match="the step from version 1 of met leads past its version, 1"):
        Upcasts({"stated": 2}, {**step, ("met", 1): dict})
    with pytest.raises(ValueError, match="the step from version 2 of stated leads past its version, 2"):
        Upcasts({"stated": 2}, {**step, ("stated", 2): dict})
    with pytest.raises(ValueError, match="the step from version 0 of stated"):
        Upcasts({"stated": 2}, {**step, ("stated", 0): dict})


def said(payload: dict[str, Any], word: str) -> dict[str, Any]:
    return {**payload, "says": f"{payload.get('says', '')} {word}"}


NEWER = Upcasts(
    {"stated": 3, RECORD_DECLARED: 3},
    {
        ("stated", 1): lambda payload: said(payload, "one"),
        ("stated", 2): lambda payload: said(payload, "two"),
        (RECORD_DECLARED, 1): dict,
        (RECORD_DECLARED, 2): lambda payload: {**payload, "title": "stepped"},
    },
)
STATED = make_record([event("stated", "2023-05-01", says="first"), hired("ada", "2023-06-01")])


@pytest.mark.parametrize(("version", "says"), [(1, "x one two"), (2, "x two"), (3, "x")])
def test_the_steps_are_applied_in_order_from_the_version_that_was_written(version: int, says: str) -> None:
    assert NEWER.read("stated", version, {"says": "x"}) == {"says": says}
    assert NEWER.read("met", 1, {"says": "x"}) == {"says": "x"}


def test_a_ledger_reads_old_payloads_through_the_steps_and_leaves_them_as_they_are(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.append(drafts(STATED))
    before = payloads(ledger, "true")
    monkeypatch.setattr(rows, "UPCASTS", NEWER)
    read_header.cache_clear()
    assert getattr(ledger.log().lookup("r/e0"), "says", None) == "first one two"
    assert ledger.log().headers[0].title == "stepped"
    assert payloads(ledger, "true") == before
    assert ledger.verify().ok
    ledger.append([Draft("r", STATED.events[0].model_copy(update={"id": "new"}))])
    assert getattr(ledger.log().lookup("r/new"), "says", None) == "first"
    read_header.cache_clear()


def test_what_is_there_in_an_older_version_is_there(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.append(drafts(STATED))
    monkeypatch.setattr(rows, "UPCASTS", NEWER)
    read = ledger.log().lookup("r/e0")
    assert ledger.append([Draft("r", read)]) == [2]


def test_a_payload_of_a_newer_version_says_upgrade(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(rows, "UPCASTS", NEWER)
        ledger.append(drafts(STATED))
    read_header.cache_clear()
    for kind, version in (("stated", 3), (RECORD_DECLARED, 3)):
        text = payloads(ledger, "true")[kind]
        with pytest.raises(
            LedgerError, match=f"{kind} is of version {version}; this govsim reads up to {UPCASTS.current(kind)}"
        ) as refused:
            (read_header(version, text) if kind == RECORD_DECLARED else read_event(kind, version, text))
        assert refused.value.hint == "upgrade govsim"
    ledger.close()
    for command in (["events"], ["at", "2023-07-01T00:00Z"], ["check"]):
        assert "upgrade govsim" in Terminal(tmp_path, str(ledger.path)).refused(*command, ledger=ledger.path)


# -- types that are not known


STRANGE = Opaque.model_validate(
    {
        "type": "merged_2031",
        "id": "strange",
        "zeta": {"b": [1, {"é": None}], "a": "two\nlines \u2028 \U0001f600"},
        "at": bound_fields("2023-07-01"),
        "because": ["e1"],
        "alpha": False,
        "sources": ["s"],
        "note": "kept",
    }
)


def test_an_event_of_an_unknown_type_survives_byte_for_byte(ledger: Ledger, tmp_path: Path) -> None:
    ledger.append(
        [*drafts(STATED), Draft("r", STRANGE), Draft("r", make_record([hired("ben", "2023-08-01", id="x")]).events[0])]
    )
    text = payloads(ledger, "true")["merged_2031"]
    assert json.loads(text) == STRANGE.dump()
    read = ledger.stored()[2].event
    assert isinstance(read, Opaque)
    assert read == STRANGE
    assert read.dump_text() == text
    assert read.unread == {"zeta": {"b": [1, {"é": None}], "a": "two\nlines \u2028 \U0001f600"}, "alpha": False}
    assert [entry.ref for entry in replay(make_timeline(ledger.log())).timeline.entries] == [
        "r/e0",
        "r/e1",
        "r/strange",
        "r/x",
    ]
    assert ledger.append([Draft("r", read)]) == [4]
    assert ledger.verify().ok
    ledger.close()
    told = Terminal(tmp_path, str(ledger.path)).good("events", "--json").json
    shown = next(one for one in told["events"] if one["id"] == "r/strange")
    assert shown["type"] == "merged_2031"
    assert shown["note"] == "kept"
    assert shown["because"] == ["r/e1"]


def test_an_event_of_an_unknown_type_survives_in_whatever_version() -> None:
    assert read_event("merged_2031", 2, STRANGE.dump_text()) == STRANGE


if __name__ == "__main__":
    for kind in [*KINDS, RECORD_DECLARED]:
        path = golden(kind, UPCASTS.current(kind))
        content: Event | Header = example_header() if kind == RECORD_DECLARED else example(kind)
        if not path.exists():
            path.write_text(content.dump_text(), encoding="utf-8")


# -- bylaws, which were any mapping before they had a form


def test_bylaws_of_the_first_version_get_their_form_and_others_become_a_note() -> None:
    first = {
        "record": "old",
        "bylaws": {"org": {"organs": {"org/board": {"authorised": "6"}}}, "sub": {"free": "text"}},
    }
    read = read_header(1, json.dumps(first))
    assert read.bylaws["org"].organs["org/board"].authorised == 6
    assert read.bylaws["sub"].note == '{"free": "text"}'
    assert read.bylaws["sub"].organs == {}
