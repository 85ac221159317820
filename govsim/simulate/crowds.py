"""Crowds counted instead of followed: how many are willing and how many have signed are all that matters.

Everybody has a threshold drawn alike. Whom the pressure has once reached stays willing, and a willing person signs with
a chance each time they are asked. So (willing, signed) is a Markov chain whose steps are two binomial numbers, exactly,
for a crowd of any size; strata are several such chains, a common shock moves all their thresholds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from govsim.simulate.binomial import binomials
from govsim.simulate.keys import numpy, site_key, uniforms
from govsim.simulate.laws import cdf, quantile

if TYPE_CHECKING:
    from govsim.simulate.keys import Floats, Runs

Numbers = tuple[str, tuple[float, ...]]
"""A law with its numbers."""
Place = tuple[int, str]
"""A seed and a site."""


@dataclass(slots=True)
class Crowd:
    """The state of a crowd in many runs: for each stratum who is willing, who has signed, how far thresholds reach."""

    willing: list[Any]
    signed: list[Any]
    reached: list[Any]
    shock: Any

    @classmethod
    def new(cls, seed: int, id_: str, parts: int, shock: Numbers | None, runs: Runs) -> Crowd:
        """Return a crowd of which nobody is willing yet."""
        np = numpy()
        zeros = [np.zeros(len(runs)) for _ in range(3 * parts)]
        moved: Any = 0.0
        if shock is not None:
            moved = quantile(shock[0], shock[1], uniforms(site_key(seed, id_, "shock"), runs))
        return cls(zeros[:parts], zeros[parts : 2 * parts], zeros[2 * parts :], moved)

    def at(self, where: Any) -> Crowd:
        """Return the crowd in some of the runs only."""
        np = numpy()
        willing, signed, reached = (
            [one[where] for one in column] for column in (self.willing, self.signed, self.reached)
        )
        return Crowd(willing, signed, reached, self.shock[where] if np.ndim(self.shock) else self.shock)

    def put(self, where: Any, other: Crowd) -> None:
        """Take over the state of some of the runs."""
        for mine, its in (
            (self.willing, other.willing),
            (self.signed, other.signed),
            (self.reached, other.reached),
        ):
            for index, column in enumerate(its):
                mine[index] = mine[index].copy()
                mine[index][where] = column

    def ask(self, place: Place, runs: Runs, parts: list[tuple[int, Numbers]], pressure: Any, chance: Any) -> Floats:
        """Ask everybody once and return the part that has signed by now."""
        np, (seed, site) = numpy(), place
        total: Floats = np.zeros(len(runs))
        size = 0
        for index, (people, law) in enumerate(parts):
            reach = np.maximum(self.reached[index], cdf(*law, pressure - self.shock))
            left = people - self.willing[index]
            passed = 1 - self.reached[index]
            part = (reach - self.reached[index]) / np.where(passed > 0, passed, 1.0)
            new = binomials(site_key(seed, site, f"willing {index}"), runs, left, np.clip(part, 0, 1), people)
            self.willing[index] = self.willing[index] + new
            self.reached[index] = reach
            open_ = self.willing[index] - self.signed[index]
            key = site_key(seed, site, f"signing {index}")
            signing = binomials(key, runs, open_, np.minimum(np.maximum(chance, 0.0), 1.0), people)
            self.signed[index] = self.signed[index] + signing
            total += self.signed[index]
            size += people
        total /= size
        return total
