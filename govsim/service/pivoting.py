"""What an outcome hung on, as people read it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from govsim.model.bound import Bound
from govsim.model.errors import GovsimError
from govsim.model.instant import Instant
from govsim.rules.expressions import Expression, ExpressionError, Value, compile_expression
from govsim.service.asked import missing
from govsim.service.bases import Bases, Found
from govsim.service.labels import Labels
from govsim.service.scenario_views import value_json
from govsim.service.text import safe, width
from govsim.whatif.base import Base
from govsim.whatif.pivots import Pivot, pivots_of
from govsim.whatif.plan import UnansweredError
from govsim.whatif.reading import names_of


@dataclass(frozen=True, slots=True)
class PivotView:
    """A change that turns an outcome: *party* is whose vote is turned round, None where the event is left out.

    Where it *is_rule*, a rule of which the record is not certain is read otherwise; *event* is then its provision.
    """

    event: str
    label: str
    at: Bound | None
    key: Instant
    party: str | None
    name: str | None
    value: Value | None
    dropped: int
    is_rule: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the change, what the outcome comes to with it, and how many events fall."""
        return {
            "change": "rule" if self.is_rule else "omit" if self.party is None else "vote",
            "event": self.event,
            "party": self.party,
            "label": self.label,
            "at": None if self.at is None else self.at.to_json(),
            "value": value_json(self.value),
            "dropped": self.dropped,
        }


@dataclass(frozen=True, slots=True)
class PivotsView:
    """The changes that turn an outcome, the earliest and smallest first; *tried* counts those that were looked at."""

    record: str
    outcome: str
    value: Value | None
    pivots: tuple[PivotView, ...]
    tried: int

    def to_json(self) -> dict[str, Any]:
        """Return record, outcome, its recorded value and the pivots."""
        return {
            "record": self.record,
            "outcome": self.outcome,
            "hypothetical": True,
            "value": value_json(self.value),
            "pivots": [pivot.to_json() for pivot in self.pivots],
            "tried": self.tried,
        }


def pivots_view(bases: Bases, record: str | Path, outcome: str) -> PivotsView:
    """Return every single change of a record that turns an outcome.

    Raises:
        NotFoundError: there is no such record.
        GovsimError: the expression cannot be read, or divides by zero.
    """
    id_, found = _found(bases, record)
    expression = _compiled(found.base, id_, outcome)
    try:
        value, pivots, tried = pivots_of(found.base, id_, expression)
    except UnansweredError as failure:
        raise _misread(outcome, failure.message, failure.hint, failure.column) from failure
    labels = Labels(found.base.world)
    views = tuple(_view(found.base, labels, pivot) for pivot in pivots)
    return PivotsView(id_, outcome, value, views, tried)


def _found(bases: Bases, record: str | Path) -> tuple[str, Found]:
    path = Path(record)
    if path.suffix in {".yaml", ".yml"} or path.exists():
        return bases.read(path)
    found = bases.find(str(record), None)
    if found is None:
        raise missing("record", str(record), bases.known(None))
    return str(record), found


def _compiled(base: Base, record: str, outcome: str) -> Expression:
    try:
        return compile_expression(outcome, names_of(base, record))
    except ExpressionError as failure:
        raise _misread(outcome, failure.message, failure.hint, failure.column) from failure


def _misread(outcome: str, message: str, hint: str | None, column: int) -> GovsimError:
    shown = safe(outcome)
    # In cells: a character may take two, and one that a terminal would obey is written out.
    caret = f"{' ' * width(safe(outcome[:column]))}^"
    return GovsimError(f"--outcome, column {column + 1}: {message}", hint=hint, details=[shown, caret])


def _view(base: Base, labels: Labels, pivot: Pivot) -> PivotView:
    if pivot.reading is not None:
        label = f"{pivot.ref} read as {pivot.reading}, with the bylaws enforced"
        return PivotView(pivot.ref, label, None, pivot.key, None, None, pivot.value, pivot.dropped, is_rule=True)
    event = base.event(pivot.ref)
    name = None if pivot.party is None else labels.name(pivot.party)
    return PivotView(pivot.ref, labels.of(event), event.at, pivot.key, pivot.party, name, pivot.value, pivot.dropped)
