"""The event catalogue: one frozen model per type, in one discriminated union."""

from __future__ import annotations

from typing import Annotated, get_args

from pydantic import Field

from govsim.model.base import Capacity
from govsim.model.events.acts import (
    Agreed,
    BylawsAdopted,
    Consented,
    DeadlineSet,
    Divested,
    Happened,
    Invested,
    LetterSent,
    LetterSigned,
    Met,
    Offered,
    Partnered,
    Refused,
    Released,
    Resolved,
    ReviewClosed,
    ReviewOpened,
    Signatories,
    Stated,
    Votes,
    Withdrawn,
)
from govsim.model.events.base import CLAIMS, AnyOf, Claim, Event, Kind
from govsim.model.events.corrections import BRANCH_TYPES, AboutEvent, Changed, Corrected, Omitted, Retracted
from govsim.model.events.opaque import Opaque
from govsim.model.events.posts import (
    Departed,
    Dissolved,
    Fired,
    Founded,
    Hired,
    LeaveEnded,
    LeaveStarted,
    PostAbolished,
    PostChanged,
    PostCreated,
    Resigned,
)

AnyEvent = Annotated[
    Founded
    | Dissolved
    | PostCreated
    | PostChanged
    | PostAbolished
    | Hired
    | Fired
    | Resigned
    | Departed
    | LeaveStarted
    | LeaveEnded
    | Invested
    | Divested
    | LetterSent
    | LetterSigned
    | Resolved
    | Offered
    | Agreed
    | Withdrawn
    | Consented
    | Refused
    | Stated
    | BylawsAdopted
    | Corrected
    | Retracted
    | Partnered
    | Released
    | ReviewOpened
    | ReviewClosed
    | Met
    | DeadlineSet
    | Happened,
    Field(discriminator="type"),
]
"""Any event of the catalogue, told apart by its type."""

EVENT_TYPES: dict[str, type[Event]] = {
    get_args(member.model_fields["type"].annotation)[0]: member for member in get_args(get_args(AnyEvent)[0])
}
"""The model of each type of event, in the order of the catalogue."""

__all__ = [
    "BRANCH_TYPES",
    "CLAIMS",
    "EVENT_TYPES",
    "AboutEvent",
    "Agreed",
    "AnyEvent",
    "AnyOf",
    "BylawsAdopted",
    "Capacity",
    "Changed",
    "Claim",
    "Consented",
    "Corrected",
    "DeadlineSet",
    "Departed",
    "Dissolved",
    "Divested",
    "Event",
    "Fired",
    "Founded",
    "Happened",
    "Hired",
    "Invested",
    "Kind",
    "LeaveEnded",
    "LeaveStarted",
    "LetterSent",
    "LetterSigned",
    "Met",
    "Offered",
    "Omitted",
    "Opaque",
    "Partnered",
    "PostAbolished",
    "PostChanged",
    "PostCreated",
    "Refused",
    "Released",
    "Resigned",
    "Resolved",
    "Retracted",
    "ReviewClosed",
    "ReviewOpened",
    "Signatories",
    "Stated",
    "Votes",
    "Withdrawn",
]
