"""A scenario: what-if changes to a record, the decisions in it, and what its author expects to come of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    model_validator,
)

from govsim.model.base import Id, Model, RecordId, Ref, Refs, Text, When
from govsim.model.bylaws import Bylaws, duration_of, read_duration
from govsim.model.chance import (
    AnyParameter,
    Crowd,
    Distribution,
    Formula,
    Motion,
    Policy,
    Resignations,
    Signing,
)
from govsim.model.errors import FieldError, did_you_mean
from govsim.model.events import AnyEvent


class Omit(Model):
    """A recorded event does not happen."""

    omit: Ref
    why: Text | None = None


class Change(Model):
    """A recorded event happens otherwise; each field of *set* is replaced whole, null goes back to its default."""

    change: Ref
    set: Annotated[dict[str, Any], Field(min_length=1)]
    why: Text | None = None


class Insert(Model):
    """An event happens that is not recorded."""

    insert: AnyEvent
    why: Text | None = None


class Let(Model):
    """Variables get other values."""

    let: Annotated[dict[str, Formula], Field(min_length=1)]


def _only_true(value: bool) -> bool:  # noqa: FBT001 - pydantic's way
    if not value:
        raise ValueError("write stop: true, or leave it out")
    return value


class Stop(Model):
    """No decision is taken any more; recorded history goes on."""

    stop: Annotated[bool, AfterValidator(_only_true)]


Edit: TypeAlias = Omit | Change | Insert
Step: TypeAlias = Omit | Change | Insert | Let | Stop
EDITS: dict[str, type[Model]] = {"omit": Omit, "change": Change, "insert": Insert}
STEPS: dict[str, type[Model]] = {**EDITS, "let": Let, "stop": Stop}


def _by_key(kinds: dict[str, type[Model]]) -> Discriminator:
    """Return what tells members of a union apart by the key that only one of them has."""

    def which(value: Any) -> str | None:
        if isinstance(value, dict):
            return next((key for key in kinds if key in value), None)
        return next((key for key, kind in kinds.items() if isinstance(value, kind)), None)

    return Discriminator(
        which, custom_error_type="unknown_kind", custom_error_message=f"begin with one of {', '.join(kinds)}"
    )


AnyEdit = Annotated[
    Annotated[Omit, Tag("omit")] | Annotated[Change, Tag("change")] | Annotated[Insert, Tag("insert")], _by_key(EDITS)
]
AnyStep = Annotated[
    Annotated[Omit, Tag("omit")]
    | Annotated[Change, Tag("change")]
    | Annotated[Insert, Tag("insert")]
    | Annotated[Let, Tag("let")]
    | Annotated[Stop, Tag("stop")],
    _by_key(STEPS),
]


class Option(Model):
    """One answer to a decision: its weight, what follows from it, and the recorded events that need it."""

    title: Text | None = None
    weight: Formula = "1"
    then: tuple[AnyStep, ...] = ()
    events: Refs = ()
    note: Text | None = None


MOST_TIMES = 1_000
MOTION_OPTIONS = ("carried", "fails")
ACTS = ("motion", "resignations", "signing", "draw")
DECIDING = ("options", *ACTS, "set")
"""What a decision has one of at least."""


class Decision(Model):
    """A point at which somebody chooses among options; *when* says whether it comes up at all.

    With *every* and *times* it comes up again and again. Instead of options it may put a motion to an organ, let
    members resign, ask a crowd to sign, or draw a number.
    """

    id: Id
    at: When
    actor: Ref | None = None
    question: Text | None = None
    every: Annotated[str, BeforeValidator(read_duration)] | None = None
    times: Annotated[int, Field(ge=1, le=MOST_TIMES)] = 1
    tick: Ref | None = None
    set: Annotated[dict[str, Formula], Field(min_length=1)] | None = None
    when: Formula | None = None
    motion: Motion | None = None
    resignations: Resignations | None = None
    signing: Signing | None = None
    draw: Distribution | None = None
    into: Ref | None = None
    policy: Policy | None = None
    options: Annotated[dict[Id, Option], Field(min_length=1)] = {}
    default: Ref | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _decides_something(self) -> Decision:
        written = [kind for kind in ACTS if getattr(self, kind) is not None]
        if len(written) > 1:
            raise ValueError(f"{' and '.join(written)} are decisions of their own")
        if written and written[0] != "motion" and (self.options or self.policy is not None):
            raise FieldError(f"{written[0]} has no options", hint="leave the options out, or make two decisions")
        if self.motion is not None and not set(self.options) <= set(MOTION_OPTIONS):
            raise FieldError("a motion is carried or fails", hint="its options are carried and fails")
        if (self.draw is None) != (self.into is None):
            raise FieldError("draw and into go together", hint="write into: the variable that takes what is drawn")
        if (self.every is None) != (self.times == 1):
            raise FieldError("every and times go together", hint="write every: 1h and times: 12")
        if self.every is not None and not self.period:
            raise FieldError(f"every {self.every} is always", hint="write how long until the next time, as in 1h")
        return self

    @property
    def period(self) -> int:
        """How long after each time it comes up again, in microseconds."""
        return 0 if self.every is None else duration_of(self.every)

    @property
    def text(self) -> str:
        """The question, or the id where none is written."""
        return self.question or self.id


class Fork(Model):
    """Where what is replayed begins: before or after an event, or at an instant."""

    before: Ref | None = None
    after: Ref | None = None
    at: When | None = None

    @model_validator(mode="after")
    def _is_one_place(self) -> Fork:
        if sum(side is not None for side in (self.before, self.after, self.at)) != 1:
            raise ValueError("a fork is at one place: write before, after or at")
        return self


class ExpectPost(Model):
    """Who certainly holds a post at an instant, or its status then."""

    at: When
    post: Ref
    holders: Refs | None = None
    status: Literal["unknown", "absent", "disputed", "held", "acting", "vacant"] | None = None

    @model_validator(mode="after")
    def _expects_something(self) -> ExpectPost:
        if self.holders is None and self.status is None:
            raise ValueError("say what is expected of the post: holders or status")
        return self


class ExpectEvent(Model):
    """Whether an event happens."""

    event: Ref
    happened: bool


class ExpectVerdict(Model):
    """What the bylaws say of an act."""

    verdict: Ref
    is_: Literal["valid", "voidable", "void", "pending", "ratified", "undetermined"] = Field(alias="is")


class ExpectOutcome(Model):
    """What an outcome comes to: true, false, unknown, a number or a text."""

    outcome: Ref
    is_: Formula = Field(alias="is")


Expectation: TypeAlias = ExpectPost | ExpectEvent | ExpectVerdict | ExpectOutcome
EXPECTATIONS: dict[str, type[Model]] = {
    "post": ExpectPost,
    "event": ExpectEvent,
    "verdict": ExpectVerdict,
    "outcome": ExpectOutcome,
}
AnyExpectation = Annotated[
    Annotated[ExpectPost, Tag("post")]
    | Annotated[ExpectEvent, Tag("event")]
    | Annotated[ExpectVerdict, Tag("verdict")]
    | Annotated[ExpectOutcome, Tag("outcome")],
    _by_key(EXPECTATIONS),
]


def _read_choose(value: Any) -> Any:
    if isinstance(value, str) and value != "history":
        hint = did_you_mean(value, ["history"]) or "write history, or {decision: option}"
        raise FieldError(f"'{value}' chooses nothing", hint=hint)
    return value


class Scenario(Model):
    """A what-if on one record."""

    scenario: RecordId
    title: Text | None = None
    record: RecordId
    fork: Fork | None = None
    history: Literal["ripple", "drop"] = "ripple"
    enforce: bool = False
    bylaws: dict[Ref, Bylaws] = {}
    changes: tuple[AnyEdit, ...] = ()
    variables: dict[str, Formula] = {}
    parameters: dict[str, AnyParameter] = {}
    draws: dict[str, Distribution] = {}
    crowds: dict[Id, Crowd] = {}
    decisions: tuple[Decision, ...] = ()
    outcomes: dict[Id, Formula] = {}
    choose: Annotated[Literal["history"] | dict[Ref, Ref], BeforeValidator(_read_choose)] = {}
    expect: tuple[AnyExpectation, ...] = ()
    note: Text | None = None
