"""The frozen values about what a forecast hangs on, and how it differs from another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SwitchView:
    """A decision with each answer fixed in turn: what an outcome comes to, and in which share of runs it turns."""

    decision: str
    question: str
    options: tuple[tuple[str, str, float], ...]
    turned: float

    def to_json(self) -> dict[str, Any]:
        """Return the decision with what the outcome comes to under each answer."""
        options = [{"id": id_, "title": title, "level": level} for id_, title, level in self.options]
        return {"decision": self.decision, "question": self.question, "turned": self.turned, "options": options}


@dataclass(frozen=True, slots=True)
class SwingView:
    """A parameter at the low and the high end of its prior, and what an outcome comes to there."""

    parameter: str
    values: tuple[float, float]
    levels: tuple[float, float]

    @property
    def spread(self) -> float:
        """How far its ends lie apart."""
        return abs(self.levels[1] - self.levels[0])

    def to_json(self) -> dict[str, Any]:
        """Return the parameter with both ends."""
        ends = [{"value": value, "level": level} for value, level in zip(self.values, self.levels, strict=True)]
        return {"parameter": self.parameter, "low": ends[0], "high": ends[1]}


@dataclass(frozen=True, slots=True)
class HingeView:
    """What one outcome hangs on, the most first: answers, parameters; and how unsure it is when these are drawn.

    *level* is the share in which it is true, of a number the mean. *doubt* is what 5, 50 and 95 of 100 draws of the
    parameters come to at most: what is not known, apart from chance.
    """

    outcome: str
    kind: str
    level: float
    switches: tuple[SwitchView, ...]
    swings: tuple[SwingView, ...]
    doubt: tuple[float, float, float] | None

    def to_json(self) -> dict[str, Any]:
        """Return the outcome with what it hangs on."""
        return {
            "outcome": self.outcome,
            "kind": self.kind,
            "level": self.level,
            "switches": [one.to_json() for one in self.switches],
            "parameters": [one.to_json() for one in self.swings],
            "parameter_uncertainty": None if self.doubt is None else list(self.doubt),
        }


@dataclass(frozen=True, slots=True)
class HingesView:
    """What the outcomes of a scenario hang on, each found in the same runs."""

    scenario: str
    title: str
    runs: int
    seed: int
    outcomes: tuple[HingeView, ...]

    def to_json(self) -> dict[str, Any]:
        """Return each outcome with what it hangs on."""
        return {
            "scenario": self.scenario,
            "hypothetical": True,
            "runs": self.runs,
            "seed": self.seed,
            "outcomes": [one.to_json() for one in self.outcomes],
        }


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """How an outcome differs between two scenarios over the same runs, with its interval of 95 %.

    *gained* runs have it in the second only, *lost* in the first only.
    """

    outcome: str
    kind: str
    first: float
    second: float
    difference: float
    low: float
    high: float
    gained: int
    lost: int

    def to_json(self) -> dict[str, Any]:
        """Return both sides and the difference."""
        return {
            "id": self.outcome,
            "kind": self.kind,
            "base": self.first,
            "what_if": self.second,
            "difference": self.difference,
            "low": self.low,
            "high": self.high,
            "gained": self.gained,
            "lost": self.lost,
        }


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """A scenario beside another, its base: the same runs in both, so that only what was changed differs."""

    base: str
    scenario: str
    runs: int
    asked: int
    seed: int
    why: str | None
    outcomes: tuple[DifferenceView, ...]
    changed: tuple[str, ...]
    """What was assumed in the scenario and not in the base, a line each."""

    def to_json(self) -> dict[str, Any]:
        """Return the difference of each outcome that both have."""
        return {
            "scenario": self.scenario,
            "base": self.base,
            "hypothetical": True,
            "runs": self.runs,
            "asked": self.asked,
            "stopped": self.why,
            "seed": self.seed,
            "outcomes": [one.to_json() for one in self.outcomes],
            "assumptions_changed": list(self.changed),
        }
