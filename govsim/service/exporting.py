"""Exporting a history in another format: what was asked for, as its text, with what could not be carried."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govsim.exchange.formats import FORMATS, Format, writable
from govsim.exchange.losses import Loss
from govsim.exchange.story import Story, Told, organizations_in
from govsim.model.corrections import is_about_event
from govsim.model.errors import GovsimError, did_you_mean
from govsim.model.header import Header
from govsim.model.instant import Instant
from govsim.service.asked import header_asked, missing
from govsim.service.labels import Labels
from govsim.service.past import Clocks, Past
from govsim.service.recorded import told_of_ledger, told_of_timeline
from govsim.service.times import When, read_instant

if TYPE_CHECKING:
    from govsim.service.gov import Gov


@dataclass(frozen=True, slots=True)
class ExportView:
    """A history in another format: its text in pieces, and what could not be carried."""

    format: str
    branch: str
    pieces: Iterable[str]
    losses: tuple[Loss, ...]
    refused: bool = False

    @property
    def is_hypothetical(self) -> bool:
        """True for every branch but recorded history."""
        return self.branch != "main"

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self.pieces)

    def to_json(self, text: str | None = None) -> dict[str, Any]:
        """Return format, branch, hypothetical, losses and the text, None where it went to a file."""
        return {
            "format": self.format,
            "branch": self.branch,
            "hypothetical": self.is_hypothetical,
            "losses": [loss.to_json() for loss in self.losses],
            "text": text,
        }

    def save(self, path: Path) -> None:
        """Write the text to a file, whole or not at all.

        Raises:
            GovsimError: the file cannot be written.
        """
        try:
            folder = path.parent if path.parent.name or path.is_absolute() else Path()
            handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=folder)
            try:
                with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
                    stream.writelines(self.pieces)
                Path(beside).chmod(0o666 & ~_umask())  # a file of mkstemp is its owner's alone
                Path(beside).replace(path)
            except BaseException:
                Path(beside).unlink(missing_ok=True)
                raise
        except OSError as failure:
            raise GovsimError(f"{path} cannot be written: {failure.strerror or failure}") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def format_named(name: str) -> Format:
    """Return the format that a user wants to export.

    Raises:
        GovsimError: there is none, or it can only be imported.
    """
    names = [one.name for one in writable()]
    if name not in names:
        raise GovsimError(
            f"'{name}' cannot be exported", hint=did_you_mean(name, names) or f"one of {', '.join(names)}"
        )
    return FORMATS[name]


def export(
    gov: Gov,
    format_: str,
    *,
    branch: str = "main",
    record: str | None = None,
    organization: str | None = None,
    at: When | None = None,
    layout: str | None = None,
    zone: str | None = None,
    strict: bool = False,
    validate: bool = False,
) -> ExportView:
    """Return a history in another format.

    Args:
        gov: govsim over a ledger, or over record files.
        format_: the name of the format.
        branch: the branch to read; all but recorded history say in the file that they are hypothetical.
        record: only this record.
        organization: only what concerns this organisation.
        at: only what can have been so at an instant: tenures that can have run, events that can have happened.
        layout: one of the layouts that the format has; the default is its first.
        zone: the zone whose days are written; the default is that of the records, if they agree, else UTC.
        strict: refuse what loses something.
        validate: check the text with the format's own library.

    Raises:
        NotFoundError: there is no such branch, record or organisation.
        GovsimError: the format or its layout does not exist, or it cannot say what was asked for.
    """
    its = format_named(format_)
    story = story_of(gov, its, branch, record, organization, at, layout, zone)
    written = its.writer().write(story)
    pieces: Iterable[str] = written.pieces
    if written.data is not None:
        from govsim.documents.record_text import record_text  # noqa: PLC0415 - YAML, only where it is written

        pieces = record_text(written.data, story.mark)
    if validate:
        pieces = list(pieces)
        its.validate("".join(pieces))
    refused = strict and bool(written.losses)
    return ExportView(its.name, branch, () if refused else pieces, written.losses, refused)


def story_of(
    gov: Gov,
    format_: Format,
    branch: str,
    record: str | None,
    organization: str | None,
    at: When | None,
    layout: str | None,
    zone: str | None,
) -> Story:
    """Return what was asked for, as writers read it."""
    past = gov.past(Clocks(branch))
    posts = past.posts_asked(record, organization, None)
    headers = [header_asked(past.world, record)] if record else list(past.world.headers.values())
    if organization is not None:
        headers = [header for header in headers if organization in header.organizations]
        if not headers:
            raise missing("organisation", organization, past.world.organizations)
    instant = None if at is None else _instant(gov, past, at, record, posts, zone)
    wanted = frozenset([organization] if organization else ())
    story = Story(
        past.history,
        _told(gov, branch, past, headers),
        posts,
        branch,
        instant,
        _layout(format_, layout),
        zone or _zone_of(headers),
        wanted,
        Labels(past.world).of,
    )
    if instant is None and not wanted:
        return story
    return replace(story, records=[_narrowed(told, instant, wanted) for told in story.records])


def _told(gov: Gov, branch: str, past: Past, headers: list[Header]) -> list[Told]:
    if branch == "main" and gov.has_ledger:
        return told_of_ledger(gov.ledger, headers)
    return told_of_timeline(past.timeline, headers)


def _narrowed(told: Told, at: Instant | None, wanted: frozenset[str]) -> Told:
    """Return a record without the events that certainly come later, or concern nobody asked for."""
    kept = {
        one.id
        for one in told.events
        if is_about_event(one)
        or (
            (at is None or one.at.earliest is None or one.at.earliest <= at)
            and (not wanted or organizations_in(one) & wanted)
        )
    }
    return replace(
        told,
        events=[one for one in told.events if one.id in kept],
        log=[one for one in told.log if one.event.id in kept or one.amends],
    )


def _instant(gov: Gov, past: Past, at: When, record: str | None, posts: list[str], zone: str | None) -> Instant:
    return read_instant(at, gov.display_zone(zone, posts) if zone else None, past.world, record, posts)


def _zone_of(headers: Iterable[Header]) -> str:
    zones = {header.zone or "UTC" for header in headers}
    return zones.pop() if len(zones) == 1 else "UTC"


def _layout(format_: Format, layout: str | None) -> str:
    if layout is None:
        return format_.layouts[0] if format_.layouts else ""
    if layout not in format_.layouts:
        known = did_you_mean(layout, format_.layouts) or f"one of {', '.join(format_.layouts) or 'none'}"
        raise GovsimError(f"{format_.name} has no layout '{layout}'", hint=known)
    return layout
