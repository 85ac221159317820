"""What became of events in a what-if, and why: values without words, which the service puts into sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from govsim.model.events import Event
from govsim.model.instant import Instant

How: TypeAlias = Literal[
    "given", "scenario", "history", "default", "asked", "chance", "nobody", "false", "unknown", "stopped"
]
FateKind: TypeAlias = Literal["kept", "omitted", "changed", "inserted", "dropped"]
ReasonKind: TypeAlias = Literal["omitted", "needs", "precondition", "verdict", "not_carried", "history"]
Detail: TypeAlias = Literal[
    "omitted",  # the scenario omits it
    "cause",  # it is a cause, and did not happen
    "option",  # it is a decision at which another option was chosen
    "defeated",  # it is a resolution that did not carry
    "undecided",  # it is a resolution that did not happen
    "no-vote",  # it would have seated somebody whose vote is not counted now
    "full",  # it fills the post
    "held",  # it opened the tenure that goes on in this capacity
    "stays",  # it would have freed the seat, and does not or later
    "seats",  # it would have given the post more seats
    "closed",  # it had ended the tenure already
    "unopened",  # it would have opened the tenure
    "never",  # nothing ever opened the tenure
    "abolished",  # it ended the post or its organisation
    "unmade",  # it would have made the post or its organisation
    "nothing-signed",  # it is the letter, and was not sent
    "nothing-lapsed",  # it is what lapsed, and did not happen
    "void",  # it makes the act void, as a provision is not met
    "pending",  # a consent that the act needs is not given yet
    "history",  # recorded history ends at the fork
]


@dataclass(frozen=True, slots=True)
class Reason:
    """One link of the chain behind a fall: what kind, the event it turns on, and about whom in which post."""

    kind: ReasonKind
    event: str | None
    detail: Detail
    party: str | None = None
    post: str | None = None
    provision: str | None = None


Chain: TypeAlias = tuple[Reason, ...]
"""Reasons, the nearest cause first, down to what the author changed or somebody decided."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one event; *event* is it as it happens, None where it does not."""

    ref: str
    kind: FateKind
    key: Instant
    reasons: Chain = ()
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision as it went: chosen, open or not reached; *how* says who chose, or why it was not reached."""

    id: str
    state: Literal["chosen", "open", "not_reached"]
    option: str | None
    how: How
    stopped_by: str | None = None
