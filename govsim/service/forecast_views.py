"""The frozen values about forecasts: how likely each outcome is, how sure that is, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from govsim.rules.expressions import Value
from govsim.service.scenario_views import value_json


@dataclass(frozen=True, slots=True)
class ShareView:
    """A part of the runs, with its interval; exact and without one where all states were enumerated."""

    count: int
    probability: float
    low: float
    high: float
    exact: Fraction | None

    def to_json(self) -> dict[str, Any]:
        """Return the contract's fields of a probability; *exact* is null where the runs were only drawn."""
        exact = None if self.exact is None else str(self.exact)
        return {
            "count": self.count,
            "probability": self.probability,
            "low": self.low,
            "high": self.high,
            "exact": exact,
        }


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """An outcome: of a truth the share in which it is true, of anything else the share of each value, and the mean.

    *unknown* is the share in which the record does not say.
    """

    id: str
    kind: str
    true: ShareView | None
    unknown: ShareView
    values: tuple[tuple[Value, ShareView], ...] = ()
    mean: float | None = None
    mean_exact: Fraction | None = None
    quantiles: tuple[float, float, float] | None = None
    """Of a number: what 5, 50 and 95 of 100 runs do not exceed."""
    bins: tuple[tuple[float, float, ShareView], ...] = ()
    """Of a number with many values: how many runs lie from one to the next."""

    def to_json(self) -> dict[str, Any]:
        """Return the contract's shape of an outcome, with what is unknown and, where it is no truth, its values."""
        nothing = dict.fromkeys(("count", "probability", "low", "high", "exact"))
        shown = {"id": self.id, **(nothing if self.true is None else self.true.to_json()), "kind": self.kind}
        shown["unknown"] = self.unknown.to_json()
        if self.true is None:
            shown["values"] = [{"value": value_json(value), **share.to_json()} for value, share in self.values]
            shown["mean"] = self.mean
            shown["mean_exact"] = None if self.mean_exact is None else str(self.mean_exact)
            shown["quantiles"] = self.quantiles
        return shown


@dataclass(frozen=True, slots=True)
class DrawnDecisionView:
    """How often a decision was reached and which options were taken, of all runs and all its *times*."""

    id: str
    question: str
    reached: ShareView
    unknown: ShareView
    options: tuple[tuple[str, str, ShareView], ...]
    """Each option's id, what people call it, and how often it was taken of all runs."""
    times: int = 1

    def to_json(self) -> dict[str, Any]:
        """Return the decision with the shares of all runs."""
        return {
            "id": self.id,
            "question": self.question,
            "times": self.times,
            "reached": self.reached.to_json(),
            "unknown_when": self.unknown.to_json(),
            "options": [{"id": id_, "title": title, **share.to_json()} for id_, title, share in self.options],
        }


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member in a motion: in how many runs they voted, how often for it, how often their vote alone turned it."""

    party: str
    name: str
    voted: int
    aye: ShareView
    pivotal: ShareView

    def to_json(self) -> dict[str, Any]:
        """Return the member with the shares of the runs in which they voted."""
        shares = {"for": self.aye.to_json(), "pivotal": self.pivotal.to_json()}
        return {"party": self.party, "name": self.name, "voted": self.voted, **shares}


@dataclass(frozen=True, slots=True)
class MotionView:
    """A motion that was voted on, with its members: who turned it most often first."""

    id: str
    question: str
    members: tuple[MemberView, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the motion with its members."""
        return {"id": self.id, "question": self.question, "members": [one.to_json() for one in self.members]}


@dataclass(frozen=True, slots=True)
class ForecastView:
    """A scenario as a law over its outcomes.

    Attributes:
        runs: how many runs were drawn; *asked* of them were asked for.
        why: why these differ: interrupted, or enough.
        method: exact where every state was enumerated: then the shares are fractions and counts only a check.
        assumptions: what the author assumed, a line each.
    """

    scenario: str
    title: str
    record: str
    runs: int
    asked: int
    seed: int
    method: str
    why: str | None
    outcomes: tuple[OutcomeView, ...]
    decisions: tuple[DrawnDecisionView, ...]
    assumptions: tuple[str, ...]
    motions: tuple[MotionView, ...] = ()
    notes: tuple[str, ...] = ()
    """What is no mistake in the scenario and hardly meant, with its place."""

    def to_json(self) -> dict[str, Any]:
        """Return the contract's shape of a forecast, with decisions and assumptions."""
        return {
            "scenario": self.scenario,
            "record": self.record,
            "hypothetical": True,
            "runs": self.runs,
            "asked": self.asked,
            "stopped": self.why,
            "seed": self.seed,
            "method": self.method,
            "outcomes": [outcome.to_json() for outcome in self.outcomes],
            "decisions": [decision.to_json() for decision in self.decisions],
            "motions": [motion.to_json() for motion in self.motions],
            "assumptions": list(self.assumptions),
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class ReplayedView:
    """One drawn run replayed by the engine: the answers it drew, and whether the engine came to the same outcomes."""

    run: int
    choices: tuple[tuple[str, str], ...]
    agrees: bool
    outcomes: tuple[tuple[str, Value | None], ...]

    def to_json(self) -> dict[str, Any]:
        """Return the run, the answers that it drew, and whether drawing and replaying it came to the same."""
        outcomes = {name: value_json(value) for name, value in self.outcomes}
        return {"run": self.run, "choices": dict(self.choices), "agrees": self.agrees, "outcomes": outcomes}
