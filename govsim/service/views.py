"""The frozen values that every surface shows; ``to_json`` gives the shapes of the contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from govsim.model.bound import Bound
from govsim.model.errors import NotFoundError, did_you_mean
from govsim.model.instant import Instant, to_rfc3339
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
