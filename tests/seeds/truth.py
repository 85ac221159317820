"""What the tests of the bundled records share: tables of true answers, and what rests on an event."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from govsim.model.events import AnyOf, Event
from govsim.service.gov import Gov
from tests.conftest import ROOT

PRESENCES = ("certain", "possible")


def truth_of(record: str) -> dict[str, Any]:
    """Return the truth table of a bundled record."""
    table: dict[str, Any] = yaml.safe_load((ROOT / "tests" / "seeds" / f"{record}-truth.yaml").read_text())
    return table


def expected(row: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what a row says of each post; nobody where it leaves a presence out."""
    return {post: {presence: {} for presence in PRESENCES} | said for post, said in row["posts"].items()}


def answered(gov: Gov, row: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what govsim says of the posts of a row, in the terms of the row."""
    roster = gov.at(row["at"], known_at=row.get("known_at"))
    answers: dict[str, dict[str, Any]] = {}
    for post, said in row["posts"].items():
        view = roster.post(post)
        answers[post] = {
            presence: {holder.party: holder.capacity for holder in view.holders if holder.presence == presence}
            for presence in PRESENCES
        }
        if "status" in said:
            answers[post]["status"] = view.status
        if "offers" in said:
            answers[post]["offers"] = [offer.event.partition("/")[2] for offer in view.offers]
    return answers


def fallen_without(events: Iterable[Event], omitted: str) -> set[str]:
    """Return the events that one brings down by its links: each cause must have happened, of alternatives one.

    What falls because a seat is taken or was never held is not among them; ``fallen_in_a_replay`` has both.
    """
    known = tuple(events)
    fallen = {omitted}
    while True:
        more = {
            event.id
            for event in known
            if event.id not in fallen
            and any(
                set(cause.any) <= fallen if isinstance(cause, AnyOf) else cause in fallen for cause in event.because
            )
        }
        if not more:
            return fallen - {omitted}
        fallen |= more


def fallen_in_a_replay(record: str, omitted: str, folder: Path, fork: str | None = None) -> set[str]:
    """Return the events of a bundled record that fall, or are left out, when one is omitted; *fork* is an event."""
    scenario = {
        "scenario": "without-one-event",
        "title": "Without one event",
        "record": record,
        "changes": [{"omit": omitted}],
        "fork": {"before": fork or omitted},
    }
    written = folder / "without-one-event.yaml"
    written.write_text(yaml.safe_dump(scenario))
    view = Gov(None, [ROOT / "seeds" / f"{record}.yaml"]).run(written)
    return {fate.id.partition("/")[2] for fate in view.fates if fate.fate in ("dropped", "changed")}


def ill_cited(events: Iterable[Event]) -> list[str]:
    """Return the events without a source, and those that nobody checked but that claim to be confirmed."""
    return [
        event.id
        for event in events
        if not event.sources or (set(event.sources) == {"background"} and event.claim == "confirmed")
    ]


def fields_disputed(gov: Gov, ref: str) -> set[str]:
    """Return the fields about which the rival readings of an event say something of their own."""
    (view,) = (view for view in gov.events() if view.id == ref)
    return {name for reading in view.readings for name, _ in reading.says}
