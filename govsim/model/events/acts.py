"""Money, letters, resolutions, offers, statements: the acts around the posts."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from govsim.model.base import Amount, Count, Model, Ref, Refs, Share, Some, Text
from govsim.model.bylaws import Bylaws
from govsim.model.events.base import Event, Kind


class _Holding(Event):
    REFS = {"who": Kind.PARTY, "in": Kind.ORGANIZATION}
    who: Some
    in_: Ref = Field(alias="in")
    amount: Amount | None = None
    currency: Text | None = None
    kind: Literal["cash", "credits", "mixed"] | None = None
    stake: Share | None = None


class Invested(_Holding):
    """Somebody put money into an organisation; *stake* is the holder's fraction afterwards."""

    type: Literal["invested"]


class Divested(_Holding):
    """Somebody took money out of an organisation; *stake* is the holder's fraction afterwards."""

    type: Literal["divested"]


class Signatories(Model):
    """How many signed, of how many who could, and the names that are known."""

    count: Count | None = None
    of: Count | None = None
    named: Refs = ()


class LetterSent(Event):
    """A letter went out."""

    REFS = {"by": Kind.ACTOR, "to": Kind.ACTOR, "signatories.named": Kind.PARTY}
    type: Literal["letter_sent"]
    by: Refs = ()
    to: Refs = ()
    signatories: Signatories | None = None
    demands: Refs = ()
    threat: Text | None = None


class LetterSigned(Event):
    """A letter's total of signatories from then on; it may fall."""

    REFS = {"letter": Kind.EVENT, "signatories.named": Kind.PARTY}
    type: Literal["letter_signed"]
    letter: Ref
    signatories: Signatories | None = None


class Votes(Model):
    """Who voted how."""

    for_: Refs = Field(default=(), alias="for")
    against: Refs = ()
    abstain: Refs = ()
    absent: Refs = ()


class Resolved(Event):
    """An organ decided a motion; *effects* are the events that it decides."""

    REFS = {
        "organ": Kind.POST,
        "effects": Kind.EVENT,
        "votes.for": Kind.PARTY,
        "votes.against": Kind.PARTY,
        "votes.abstain": Kind.PARTY,
        "votes.absent": Kind.PARTY,
    }
    type: Literal["resolved"]
    organ: Ref
    motion: Text | None = None
    method: Literal["meeting", "written_consent"] | None = None
    votes: Votes | None = None
    carried: bool | None = None
    effects: Refs = ()


class Offered(Event):
    """Somebody was offered a post; no tenure opens."""

    REFS = {"by": Kind.ACTOR, "who": Kind.PARTY, "to": Kind.ACTOR}
    type: Literal["offered"]
    by: Refs = ()
    who: Refs = ()
    to: Refs = ()
    terms: Text | None = None


class Agreed(Event):
    """Parties agreed on something; no tenure opens."""

    REFS = {"parties": Kind.ACTOR, "who": Kind.PARTY, "to": Kind.ACTOR}
    type: Literal["agreed"]
    parties: Refs = ()
    who: Refs = ()
    to: Refs = ()
    terms: Text | None = None


class Withdrawn(Event):
    """An offer, agreement or plan lapsed."""

    REFS = {"event": Kind.EVENT}
    type: Literal["withdrawn"]
    event: Ref


class _Consent(Event):
    REFS = {"who": Kind.ACTOR, "act": Kind.EVENT}
    who: Refs = ()
    act: Ref


class Consented(_Consent):
    """The holder of a consent right agreed to an act."""

    type: Literal["consented"]


class Refused(_Consent):
    """The holder of a consent right refused an act."""

    type: Literal["refused"]


class Stated(Event):
    """Somebody said something in public or on record."""

    REFS = {"who": Kind.ACTOR}
    type: Literal["stated"]
    who: Refs = ()
    says: Text | None = None


class BylawsAdopted(Event):
    """An organisation got other bylaws."""

    REFS = {"organization": Kind.ORGANIZATION}
    type: Literal["bylaws_adopted"]
    organization: Ref
    bylaws: Bylaws | None = None


class _Happening(Event):
    REFS = {"who": Kind.ACTOR}
    who: Refs = ()
    what: Text | None = None


class Partnered(_Happening):
    """Parties began to work together."""

    type: Literal["partnered"]


class Released(_Happening):
    """A product came out."""

    type: Literal["released"]


class ReviewOpened(_Happening):
    """An inquiry began."""

    type: Literal["review_opened"]


class ReviewClosed(_Happening):
    """An inquiry ended."""

    type: Literal["review_closed"]


class Met(_Happening):
    """Parties met."""

    type: Literal["met"]


class DeadlineSet(_Happening):
    """Somebody set a deadline."""

    type: Literal["deadline_set"]


class Happened(_Happening):
    """Anything else that the record needs."""

    type: Literal["happened"]
