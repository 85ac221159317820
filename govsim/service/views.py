"""The frozen values that every surface shows; ``to_json`` gives the shapes of the contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from govsim.model.bound import Bound
from govsim.model.errors import NotFoundError, did_you_mean
from govsim.model.instant import Instant, to_rfc3339
from govsim.replay.findings import Severity
from govsim.replay.roster import Presence, Status


def _time(instant: Instant | None) -> str | None:
    return None if instant is None else to_rfc3339(instant)


@dataclass(frozen=True, slots=True)
class HolderView:
    """One party in a post at an instant."""

    party: str
    kind: str
    name: str
    capacity: str
    presence: Presence
    claim: str
    on_leave: bool
    since: Bound
    event: str

    def to_json(self) -> dict[str, Any]:
        """Return the contract's shape of a holder."""
        return {
            "party": self.party,
            "kind": self.kind,
            "name": self.name,
            "capacity": self.capacity,
            "presence": self.presence,
            "claim": self.claim,
            "on_leave": self.on_leave,
            "since": self.since.to_json(),
            "event": self.event,
        }


@dataclass(frozen=True, slots=True)
class OfferView:
    """An offer or agreement about a post, announced and not, or not yet, effective."""

    event: str
    type: str
    who: tuple[str, ...]
    terms: str | None
    since: Bound

    def to_json(self) -> dict[str, Any]:
        """Return event, type, who, terms and since."""
        return {
            "event": self.event,
            "type": self.type,
            "who": list(self.who),
            "terms": self.terms,
            "since": self.since.to_json(),
        }


@dataclass(frozen=True, slots=True)
class PostView:
    """A post at an instant; *seats* and *open* are None where the number is not fixed."""

    post: str
    organization: str
    title: str
    status: Status
    seats: int | None
    open: int | None
    offers: tuple[OfferView, ...]
    holders: tuple[HolderView, ...]
    disputed_by: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the contract's shape of a post."""
        return {
            "post": self.post,
            "organization": self.organization,
            "title": self.title,
            "status": self.status,
            "seats": self.seats,
            "open": self.open,
            "offers": [offer.to_json() for offer in self.offers],
            "holders": [holder.to_json() for holder in self.holders],
            "disputed_by": list(self.disputed_by),
        }


@dataclass(frozen=True, slots=True)
class RosterView:
    """Who holds which post at an instant, as seen from a branch under the clocks asked for."""

    at: Instant
    branch: str
    hypothetical: bool
    known_at: Instant | None
    recorded_at: Instant | None
    posts: tuple[PostView, ...]
    during: tuple[Instant, Instant] | None = None

    def post(self, id_: str) -> PostView:
        """Return one post.

        Raises:
            NotFoundError: it is not in this roster.
        """
        for post in self.posts:
            if post.post == id_:
                return post
        raise NotFoundError(f"there is no post '{id_}'", hint=did_you_mean(id_, (post.post for post in self.posts)))

    def to_json(self) -> dict[str, Any]:
        """Return the contract's shape of a roster."""
        shape: dict[str, Any] = {
            "at": _time(self.at),
            "branch": self.branch,
            "hypothetical": self.hypothetical,
            "known_at": _time(self.known_at),
            "recorded_at": _time(self.recorded_at),
            "posts": [post.to_json() for post in self.posts],
        }
        if self.during is not None:
            shape["during"] = {"from": _time(self.during[0]), "to": _time(self.during[1])}
        return shape


@dataclass(frozen=True, slots=True)
class TenureView:
    """A tenure; *end* is None where nothing closes it."""

    party: str
    name: str
    post: str
    capacity: str
    start: Bound
    end: Bound | None
    opened_by: str
    closed_by: str | None

    def to_json(self) -> dict[str, Any]:
        """Return the contract's shape of a tenure, with its post."""
        return {
            "party": self.party,
            "post": self.post,
            "capacity": self.capacity,
            "start": self.start.to_json(),
            "end": self.end.to_json() if self.end else None,
            "opened_by": self.opened_by,
            "closed_by": self.closed_by,
        }


@dataclass(frozen=True, slots=True)
class SuccessionView:
    """The tenures in a post, or of a party over all posts, by start."""

    id: str
    is_post: bool
    title: str
    tenures: tuple[TenureView, ...]

    def to_json(self) -> dict[str, Any]:
        """Return ``{"post" or "party", "tenures"}``."""
        return {
            "post" if self.is_post else "party": self.id,
            "tenures": [tenure.to_json() for tenure in self.tenures],
        }


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
            "at": _time(self.at),
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
    """What a check found."""

    findings: tuple[FindingView, ...]

    @property
    def ok(self) -> bool:
        """True when nothing found is an error."""
        return all(finding.severity != "error" for finding in self.findings)

    def to_json(self) -> dict[str, Any]:
        """Return the contract's shape of a check."""
        return {"findings": [finding.to_json() for finding in self.findings], "verdicts": []}
