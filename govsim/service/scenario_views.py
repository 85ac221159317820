"""The frozen values about what-ifs: fates with their reasons, decisions, outcomes, expectations, successions."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from govsim.model.bound import Bound
from govsim.model.instant import Instant
from govsim.service.views import TenureView

if TYPE_CHECKING:
    from govsim.rules.expressions import Value
    from govsim.whatif.fates import FateKind, How, ReasonKind


@dataclass(frozen=True, slots=True)
class ReasonView:
    """One link of the chain behind a fall, in words; *event* is the event that it turns on, if there is one."""

    kind: ReasonKind
    event: str | None
    provision: str | None
    text: str

    def to_json(self) -> dict[str, Any]:
        """Return the contract's shape of a reason."""
        return {"kind": self.kind, "event": self.event, "provision": self.provision, "text": self.text}


@dataclass(frozen=True, slots=True)
class FateView:
    """What became of an event, why, and for one that reads otherwise its fields as (name, recorded, now).

    *changes* says the same in words; *written* is True of what the author changed, inserted or left out.
    """

    id: str
    fate: FateKind
    type: str
    label: str
    at: Bound
    key: Instant
    reasons: tuple[ReasonView, ...] = ()
    fields: tuple[tuple[str, Any, Any], ...] = ()
    changes: tuple[str, ...] = ()
    written: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the contract's shape of a fate, with type, label, at and the fields that changed."""
        return {
            "id": self.id,
            "fate": self.fate,
            "reasons": [reason.to_json() for reason in self.reasons],
            "type": self.type,
            "label": self.label,
            "at": self.at.to_json(),
            "fields": [{"field": name, "recorded": one, "now": two} for name, one, two in self.fields],
        }


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision as it went; *options* are those it had, each with what people call it."""

    id: str
    state: str
    option: str | None
    text: str
    question: str
    at: Bound
    how: How
    options: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the contract's shape of a decision, with question, at and options."""
        return {
            "id": self.id,
            "state": self.state,
            "option": self.option,
            "text": self.text,
            "question": self.question,
            "at": self.at.to_json(),
            "options": [{"id": id_, "title": title} for id_, title in self.options],
        }


@dataclass(frozen=True, slots=True)
class ExpectView:
    """An expectation, whether it holds, and what there is instead; *where* is file:line:column."""

    ok: bool
    text: str
    got: str
    where: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the contract's shape of an expectation, with where it is written."""
        return {"ok": self.ok, "text": self.text, "got": self.got, "where": self.where}


@dataclass(frozen=True, slots=True)
class PostChangeView:
    """A post whose tenures come out otherwise: those of recorded history and those of the what-if, from the fork on."""

    post: str
    title: str
    recorded: tuple[TenureView, ...]
    now: tuple[TenureView, ...]

    def apart(self) -> tuple[list[TenureView], list[TenureView], list[TenureView]]:
        """Return the tenures that are only recorded, those only of the what-if, and those that are the same in both."""
        here, there = ({_as_people_tell_it(one): one for one in side} for side in (self.recorded, self.now))
        shared = [one for key, one in here.items() if key in there]
        only = [
            [one for key, one in side.items() if key not in other] for side, other in ((here, there), (there, here))
        ]
        return only[0], only[1], shared

    def to_json(self) -> dict[str, Any]:
        """Return the post with both successions."""
        return {
            "post": self.post,
            "recorded": [tenure.to_json() for tenure in self.recorded],
            "now": [tenure.to_json() for tenure in self.now],
        }


def _as_people_tell_it(tenure: TenureView) -> tuple[str, str, Any, Any]:
    """Return who, how, from and to; which event says so is not what makes a tenure another."""
    return tenure.party, tenure.capacity, tenure.start, tenure.end


@dataclass(frozen=True, slots=True)
class RunView:
    """A scenario carried out; *branch* is None where it was run over a file, without a ledger."""

    scenario: str
    title: str
    record: str
    branch: str | None
    fork: Instant | None
    fates: tuple[FateView, ...]
    decisions: tuple[DecisionView, ...]
    expect: tuple[ExpectView, ...]
    outcomes: tuple[tuple[str, Value | None], ...]
    posts: tuple[PostChangeView, ...]
    notes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """True where every expectation holds."""
        return all(expected.ok for expected in self.expect)

    def to_json(self, *, kept: bool = False) -> dict[str, Any]:
        """Return the contract's shape of a run; *kept* lists the events that happen as recorded too."""
        return {
            "scenario": self.scenario,
            "branch": self.branch,
            "hypothetical": True,
            "events": [fate.to_json() for fate in self.fates if kept or fate.fate != "kept"],
            "decisions": [decision.to_json() for decision in self.decisions],
            "expect": [expected.to_json() for expected in self.expect],
            "outcomes": {name: value_json(value) for name, value in self.outcomes},
            "posts": [post.to_json() for post in self.posts],
            "notes": list(self.notes),
            "title": self.title,
            "record": self.record,
        }


@dataclass(frozen=True, slots=True)
class CheckedView:
    """The expectations of one scenario file."""

    file: str
    scenario: str
    expect: tuple[ExpectView, ...]

    @property
    def ok(self) -> bool:
        """True where every expectation holds."""
        return all(expected.ok for expected in self.expect)

    def to_json(self) -> dict[str, Any]:
        """Return file, scenario, ok and the expectations."""
        expect = [expected.to_json() for expected in self.expect]
        return {"file": self.file, "scenario": self.scenario, "ok": self.ok, "expect": expect}


@dataclass(frozen=True, slots=True)
class PathView:
    """One way through the decisions: what was chosen in turn, and what comes of it."""

    choices: tuple[tuple[str, str], ...]
    outcomes: tuple[tuple[str, Value | None], ...]
    dropped: int

    def to_json(self) -> dict[str, Any]:
        """Return the choices, the outcomes, and how many recorded events do not happen."""
        return {
            "choices": dict(self.choices),
            "outcomes": {name: value_json(value) for name, value in self.outcomes},
            "dropped": self.dropped,
        }


@dataclass(frozen=True, slots=True)
class PathsView:
    """Every way through the decisions of a scenario; not *complete* where there are more than could be listed."""

    scenario: str
    paths: tuple[PathView, ...]
    complete: bool

    def to_json(self) -> dict[str, Any]:
        """Return the scenario, its paths, and whether these are all."""
        paths = [path.to_json() for path in self.paths]
        return {"scenario": self.scenario, "hypothetical": True, "paths": paths, "complete": self.complete}


def value_json(value: Value | None) -> bool | int | str | None:
    """Return a value for JSON: exact numbers as an int or a text such as 1/3, unknown as null."""
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else str(value)
    return value if value is None or isinstance(value, bool | int | str) else value.value
