"""The frozen values about events: the timeline, the reasons behind an answer, findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from govsim.model.bound import Bound
from govsim.model.instant import Instant, to_rfc3339
from govsim.replay.findings import Severity
from govsim.service.verdict_views import VerdictView
from govsim.service.views import PostView


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source as an event cites it."""

    key: str
    title: str | None
    publisher: str | None
    date: str | None
    url: str | None

    @property
    def citation(self) -> str:
        """Publisher, title, date and address, as far as known."""
        return ", ".join(part for part in (self.publisher, self.title, self.date, self.url) if part) or self.key

    def to_json(self) -> dict[str, Any]:
        """Return key, title, publisher, date and url."""
        return {
            "key": self.key,
            "title": self.title,
            "publisher": self.publisher,
            "date": self.date,
            "url": self.url,
        }


@dataclass(frozen=True, slots=True)
class ReadingView:
    """A rival reading of an event: what it says otherwise, and who says so."""

    says: tuple[tuple[str, str], ...]
    claim: str
    sources: tuple[SourceView, ...]

    def to_json(self) -> dict[str, Any]:
        """Return says (field to text), claim and sources."""
        return {
            "says": dict(self.says),
            "claim": self.claim,
            "sources": [source.to_json() for source in self.sources],
        }


@dataclass(frozen=True, slots=True)
class EventView:
    """An event of a timeline: one line, its clocks, causes, sources and rival readings; *fields* are its own."""

    id: str
    type: str
    label: str
    at: Bound
    decided: Bound | None
    notified: Bound | None
    announced: Bound | None
    because: tuple[str, ...]
    claim: str
    sources: tuple[SourceView, ...]
    readings: tuple[ReadingView, ...]
    note: str | None
    fields: tuple[tuple[str, Any], ...]
    key: Instant

    def to_json(self) -> dict[str, Any]:
        """Return the event with bounds as bounds and ids as record/id."""
        clocks = {"decided": self.decided, "notified": self.notified, "announced": self.announced}
        return {
            "id": self.id,
            "type": self.type,
            "label": self.label,
            "at": self.at.to_json(),
            **{name: bound.to_json() if bound else None for name, bound in clocks.items()},
            "because": list(self.because),
            "claim": self.claim,
            "sources": [source.to_json() for source in self.sources],
            "versions": [reading.to_json() for reading in self.readings],
            "note": self.note,
            **dict(self.fields),
        }


@dataclass(frozen=True, slots=True)
class LinkView:
    """One event in the answer to *why*: what it did, and how far it lies from the answer."""

    role: str
    depth: int
    event: EventView

    def to_json(self) -> dict[str, Any]:
        """Return role, depth and the event."""
        return {"role": self.role, "depth": self.depth, "event": self.event.to_json()}


@dataclass(frozen=True, slots=True)
class WhyView:
    """Why a post is as it is at an instant: the answer in a sentence, and the events and sources behind it."""

    at: Instant
    post: PostView
    answer: str
    links: tuple[LinkView, ...]

    def to_json(self) -> dict[str, Any]:
        """Return at, post, status, answer and chain."""
        return {
            "at": to_rfc3339(self.at),
            "post": self.post.post,
            "status": self.post.status,
            "answer": self.answer,
            "chain": [link.to_json() for link in self.links],
        }


@dataclass(frozen=True, slots=True)
class FindingView:
    """Something that does not add up; *where* is file:line:column for files."""

    severity: Severity
    code: str
    event: str
    message: str
    where: str | None

    def to_json(self) -> dict[str, Any]:
        """Return the contract's shape of a finding."""
        return {
            "severity": self.severity,
            "code": self.code,
            "event": self.event,
            "message": self.message,
            "where": self.where,
        }


@dataclass(frozen=True, slots=True)
class CheckView:
    """What a check found: what does not add up, and what the bylaws say of each governed act."""

    findings: tuple[FindingView, ...]
    verdicts: tuple[VerdictView, ...] = ()

    @property
    def ok(self) -> bool:
        """True when nothing found is an error."""
        return all(finding.severity != "error" for finding in self.findings)

    def to_json(self) -> dict[str, Any]:
        """Return the contract's shape of a check."""
        return {
            "findings": [finding.to_json() for finding in self.findings],
            "verdicts": [verdict.to_json() for verdict in self.verdicts],
        }
