"""A scenario that is read and ready to run, and how what comes of it reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from govsim.documents.scenario_file import ScenarioFile
from govsim.model.errors import GovsimError, NotFoundError, did_you_mean
from govsim.model.references import Fault
from govsim.model.scenario import Scenario
from govsim.replay.timeline import Admission
from govsim.service.bases import Found
from govsim.service.past import Clocks, Past
from govsim.service.text import safe
from govsim.whatif.plan import Plan, UnansweredError
from govsim.whatif.run import WhatIf, run

if TYPE_CHECKING:
    from govsim.whatif.choosing import Ask


class AwayError(GovsimError):
    """An expression that another process could read and that divides by zero there; *fault* says where it stands."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault

    def __reduce__(self) -> tuple[type[AwayError], tuple[Fault]]:
        return AwayError, (self.fault,)


@dataclass
class Prepared:
    """A scenario read, its record found, ready to run."""

    file: ScenarioFile
    found: Found
    plan: Plan
    scenario: Scenario
    """As it is written; the plan has what comes up again and again, and what is drawn, as decisions of their own."""
    chosen: Mapping[str, str] = field(default_factory=dict)
    _ran: WhatIf | None = None

    @property
    def choices(self) -> dict[str, str]:
        """What is chosen, by each decision of the plan: what comes up again and again is answered alike every time."""
        found = {one.id: self.chosen.get(one.id, self.chosen.get(one.group or "")) for one in self.plan.decisions}
        return {id_: option for id_, option in found.items() if option is not None}

    @property
    def notes(self) -> tuple[str, ...]:
        """What is no mistake and hardly meant, each with its place in the file."""
        return tuple(safe(str(self.file.problem(note))) for note in dict.fromkeys(self.plan.notes))

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Turn a division by zero on the way into a mistake in the file."""
        try:
            yield
        except UnansweredError as failure:
            here = self.plan.places.get(id(failure.expression), ())
            self.file.fault(Fault(here, failure.message, failure.hint, failure.column))
            self.file.refuse()
        except AwayError as failure:
            self.file.fault(failure.fault)
            self.file.refuse()

    def run(self, ask: Ask | None = None) -> WhatIf:
        """Return what comes of it; without anybody to ask it is run once, however often it is looked at.

        Raises:
            DocumentError: an expression divides by zero.
        """
        if ask is None and self._ran is not None:
            return self._ran
        with self.answering():
            whatif = run(self.plan, self.choices, ask)
            _ = whatif.outcomes
        if ask is None:
            self._ran = whatif
        return whatif

    @cached_property
    def past(self) -> Past:
        """What comes of it, as its branch would read."""
        return past_of(self.run(), None)


def past_of(whatif: WhatIf, branch: str | None) -> Past:
    """Return a what-if as its branch reads."""
    added = [*whatif.plan.base.added, *whatif.plan.scenario.bylaws.items()]
    return Past(whatif.log, Clocks(branch or "what-if"), Admission(), lambda: added)


def checked(plan: Plan, choose: Mapping[str, str]) -> Mapping[str, str]:
    """Return choices after checking that there are such decisions and options.

    Raises:
        NotFoundError: there is no such decision or option.
    """
    options = {one.group: list(one.options) for one in plan.decisions if one.group is not None}
    options |= {decision.id: list(decision.options) for decision in plan.decisions}
    for decision, option in choose.items():
        if decision not in options:
            known = did_you_mean(decision, options) or (
                f"there is {', '.join(options)}" if options else "there is none"
            )
            raise NotFoundError(f"there is no decision '{decision}'", hint=known)
        if option not in options[decision]:
            hint = did_you_mean(option, options[decision]) or f"there is {', '.join(options[decision])}"
            raise NotFoundError(f"'{option}' is no option of '{decision}'", hint=hint)
    return choose
