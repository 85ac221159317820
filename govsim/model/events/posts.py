"""Organisations, posts and who enters or leaves them: the events that replay folds into tenures."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from govsim.model.base import Capacity, Ref, Refs, Some, Text, When
from govsim.model.events.base import Event, Kind
from govsim.model.header import Seats


class _OrganizationEvent(Event):
    REFS = {"organization": Kind.ORGANIZATION, "who": Kind.PARTY}
    organization: Ref
    who: Refs = ()


class Founded(_OrganizationEvent):
    """An organisation came into being; *who* are its founders."""

    type: Literal["founded"]


class Dissolved(_OrganizationEvent):
    """An organisation ended, and every tenure in it."""

    closes = True
    type: Literal["dissolved"]


class _PostEvent(Event):
    REFS = {"post": Kind.POST}
    post: Ref
    seats: Seats | None = None
    title: Text | None = None


class PostCreated(_PostEvent):
    """A post came into being."""

    type: Literal["post_created"]


class PostChanged(_PostEvent):
    """A post got other seats or another title."""

    type: Literal["post_changed"]


class PostAbolished(_PostEvent):
    """A post ended, and every tenure in it."""

    closes = True
    type: Literal["post_abolished"]


class Hired(Event):
    """Somebody entered a post, or goes on in it in another capacity."""

    REFS = {
        "who": Kind.PARTY,
        "to": Kind.POST,
        "by": Kind.ACTOR,
        "replaces": Kind.PARTY,
        "on_behalf_of": Kind.PARTY,
    }
    type: Literal["hired"]
    who: Some
    to: Some
    capacity: Capacity = "regular"
    by: Refs = ()
    replaces: Refs = ()
    until: When | None = None
    on_behalf_of: Refs = ()
    style: Text | None = None


class _Closing(Event):
    REFS = {"who": Kind.PARTY, "from": Kind.POST, "by": Kind.ACTOR}
    closes = True
    who: Some
    from_: Some = Field(alias="from")
    reason: Text | None = None


class Fired(_Closing):
    """Somebody was removed from a post."""

    type: Literal["fired"]
    by: Refs = ()


class Resigned(_Closing):
    """Somebody gave up a post."""

    type: Literal["resigned"]


class Departed(_Closing):
    """Somebody's tenure ended otherwise: term_ended, died, retired, disqualified, handed_over, unknown ..."""

    type: Literal["departed"]


class _Leave(Event):
    REFS = {"who": Kind.PARTY, "from": Kind.POST}
    who: Some
    from_: Some = Field(alias="from")


class LeaveStarted(_Leave):
    """A holder went on leave; the tenure goes on."""

    type: Literal["leave_started"]


class LeaveEnded(_Leave):
    """A holder came back from leave."""

    type: Literal["leave_ended"]
