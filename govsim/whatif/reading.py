"""The expressions, options and expectations of a scenario, read against what is recorded."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from fractions import Fraction
from typing import Any, cast

from govsim.model.bylaw_faults import bylaw_faults, bylaws_in
from govsim.model.bylaws import Bylaws
from govsim.model.errors import did_you_mean
from govsim.model.events import BylawsAdopted, Event, Kind
from govsim.model.references import Fault, Location, Names, reference_fault
from govsim.model.scenario import (
    Decision,
    ExpectEvent,
    ExpectOutcome,
    ExpectPost,
    ExpectVerdict,
    Let,
    Option,
    Scenario,
    Stop,
)
from govsim.rules import expressions
from govsim.rules.expressions import (
    Call,
    Constant,
    Expression,
    ExpressionError,
    Value,
    Variable,
    compile_expression,
    evaluate,
    is_variable_name,
    walk,
    written_forms,
)
from govsim.whatif.base import Base
from govsim.whatif.plan import Editing, Following

TRUTH, NUMBER, TEXT = expressions.Kind.TRUTH, expressions.Kind.NUMBER, expressions.Kind.TEXT
_TRUTHS = {"true": True, "false": False}
_QUOTES, _SIGNS = {"'", '"'}, {"+", "-", "."}
_DATE = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
"""Text and no difference: nobody means 1995 by 2023-11-17."""
_ONE = Expression("1", Constant(0, "1", Fraction(1)), NUMBER)


@dataclass
class Reading:
    """Reads what a scenario says beside its edits; mistakes are added to *faults*."""

    scenario: Scenario
    base: Base
    names: Names
    own: Mapping[str, Event]
    zone: tzinfo
    faults: list[Any]
    variables: dict[str, Value] = field(default_factory=dict)
    places: dict[int, Location] = field(default_factory=dict)
    bylaws: list[tuple[Location, str, Bylaws]] = field(default_factory=list)
    """The bylaws that the scenario brings: place, organisation, rules."""

    def __post_init__(self) -> None:
        self.bylaws += bylaws_in(self.scenario)
        for name, written in self.scenario.variables.items():
            value = self._initial(("variables", name), name, written)
            if value is not None:
                self.variables[name] = value
        record = self.scenario.record
        own = {f"{record}/{id_}": event.type for id_, event in self.own.items()}
        recorded = names_of(self.base, record)
        self._names = replace(
            recorded,
            events=ChainMap(own, dict(recorded.events)) if own else recorded.events,
            written=ChainMap(written_forms(own, [record]), dict(recorded.written)) if own else recorded.written,
            decisions={decision.id: list(decision.options) for decision in self.scenario.decisions},
            variables={name: _kind_of(value) for name, value in self.variables.items()},
            zone=self.zone,
        )

    # -- expressions

    def condition(self, here: Location, written: str | None) -> Expression | None:
        """Return a condition that is written, None where none is."""
        return None if written is None else self._compiled(here, written, TRUTH)

    def number(self, here: Location, written: str) -> Expression | None:
        """Return an expression that gives a number, None and a mistake where it is none."""
        return self._compiled(here, written, NUMBER)

    def outcomes(self) -> dict[str, Expression]:
        """Return the outcomes, each an expression of any kind."""
        compiled = {
            name: self._compiled(("outcomes", name), written, None) for name, written in self.scenario.outcomes.items()
        }
        found = {name: expression for name, expression in compiled.items() if expression is not None}
        for index, expected in enumerate(self.scenario.expect):
            self._check_expected(("expect", index), expected, found)
        return found

    def _compiled(self, here: Location, written: str, wanted: expressions.Kind | None) -> Expression | None:
        try:
            expression = compile_expression(written, self._names, wanted)
        except ExpressionError as failure:
            self.faults.append(Fault(here, failure.message, failure.hint, failure.column))
            return None
        self.places[id(expression)] = here
        return expression

    def _initial(self, here: Location, name: str, written: str) -> Value | None:
        """Return the value that a variable begins with: a number, true or false, else text."""
        if not is_variable_name(name):
            what = f"'{name}' cannot be the name of a variable"
            self.fault((*here, "[key]"), what, "letters, digits and _, as in letter_share; not a word of the language")
            return None
        if written in _TRUTHS:
            return _TRUTHS[written]
        first, last = written[:1], written[-1:]
        quoted = len(written) > 1 and first == last and first in _QUOTES
        if not quoted and (_DATE.fullmatch(written) or not (first.isdigit() or first in _SIGNS)):
            return written
        try:
            return constant(compile_expression(written, expressions.Names(), TEXT if quoted else NUMBER))
        except ExpressionError as failure:
            self.faults.append(Fault(here, failure.message, failure.hint, failure.column))
            return None

    # -- decisions

    def following(self, here: Location, option: Option, edits: tuple[Editing, ...]) -> Following:
        """Return what follows from an option."""
        weight = self._compiled((*here, "weight"), option.weight, NUMBER) or _ONE
        always = constant(weight)
        if isinstance(always, Fraction) and always < 0:
            self.fault((*here, "weight"), f"a weight is not negative: {option.weight}", "write 0 or more")
        lets = [
            (name, expression)
            for number, step in enumerate(option.then)
            if isinstance(step, Let)
            for name, written in step.let.items()
            if (expression := self.let((*here, "then", number, "let", name), name, written)) is not None
        ]
        events = [
            ref for number, id_ in enumerate(option.events) for ref in self._event((*here, "events", number), id_)
        ]
        stop = any(isinstance(step, Stop) for step in option.then)
        return Following(weight, edits, tuple(lets), stop, tuple(events))

    def check_decision(self, here: Location, decision: Decision, options: Collection[Following]) -> None:
        """Find what does not hang together in a decision besides its options."""
        if decision.id in self.names.events:
            self.fault((*here, "id"), f"the id '{decision.id}' is taken by an event", "use another id")
        if [other.id for other in self.scenario.decisions].index(decision.id) != here[1]:
            self.fault((*here, "id"), f"the id '{decision.id}' is taken by an earlier decision", "use another id")
        if decision.actor is not None:
            self._reference((*here, "actor"), decision.actor, Kind.ACTOR, self.names)
        if decision.default is not None and decision.default not in decision.options:
            self.unknown((*here, "default"), "option", decision.default, list(decision.options))
        constants = [constant(option.weight) for option in options]
        if options and all(constant == 0 for constant in constants):
            self.fault((*here, "options"), "the weights are all zero", "give one option a weight above 0")

    def check_choices(self) -> None:
        """Find choices of decisions and options that there are not."""
        if self.scenario.choose != "history":
            by_id = {decision.id: list(decision.options) for decision in self.scenario.decisions}
            for id_, option in self.scenario.choose.items():
                if id_ not in by_id:
                    self.unknown(("choose", id_, "[key]"), "decision", id_, list(by_id))
                elif option not in by_id[id_]:
                    self.unknown(("choose", id_), "option", option, by_id[id_])

    def change(self, here: Location, after: Event, fields: Collection[str]) -> None:
        """Take note of the bylaws that a changed adoption brings, or brings to another organisation."""
        if isinstance(after, BylawsAdopted) and after.bylaws is not None:
            key = next((key for key in ("bylaws", "organization") if key in fields), None)
            if key is not None:
                self.bylaws.append(((*here, key), after.organization, after.bylaws))

    def check_bylaws(self) -> None:
        """Find bylaws of organisations that there are not, and what does not hang together in them."""
        known = self.names.organizations
        for id_ in self.scenario.bylaws.keys() - known:
            self.unknown(("bylaws", id_, "[key]"), "organisation", id_, sorted(known))
        for here, id_, rules in self.bylaws:
            for fault in bylaw_faults(here, id_, rules, self.names):
                self.faults.append(replace(fault, hint=outside_hint(fault.hint, self.scenario.record)))

    def let(self, here: Location, name: str, written: str) -> Expression | None:
        """Return what a variable is to hold, None and a mistake where it cannot."""
        if name in self.scenario.parameters:
            self.fault((*here, "[key]"), f"'{name}' is a parameter, which stays as it is", "use a variable")
            return None
        if name not in self.variables:
            self.unknown((*here, "[key]"), "variable", name, list(self.variables))
            return None
        kind = _kind_of(self.variables[name])
        if kind is TEXT and written[:1] not in _QUOTES:  # a text variable takes a bare word as it is
            return Expression(written, Constant(0, written, written), TEXT)
        return self._compiled(here, written, kind)

    # -- expectations

    def _check_expected(self, here: Location, expected: object, outcomes: Mapping[str, Expression]) -> None:
        match expected:
            case ExpectPost():
                if expected.at.earliest is None:
                    self.fault((*here, "at"), f"'{expected.at}' says no instant", "write a day or a time of day")
                self._reference((*here, "post"), expected.post, Kind.POST, self.names)
                for number, party in enumerate(expected.holders or ()):
                    self._reference((*here, "holders", number), party, Kind.PARTY, self.names)
            case ExpectEvent():
                self._event((*here, "event"), expected.event)
            case ExpectVerdict():
                self._event((*here, "verdict"), expected.verdict)
            case ExpectOutcome() if expected.outcome not in self.scenario.outcomes:
                self.unknown((*here, "outcome"), "outcome", expected.outcome, list(self.scenario.outcomes))
            case ExpectOutcome() if expected.outcome in outcomes:
                self._check_value((*here, "is"), expected.is_, outcomes[expected.outcome].kind)

    def _check_value(self, here: Location, written: str, kind: expressions.Kind) -> None:
        if written == "unknown" or kind in (TEXT, expressions.Kind.NOTHING):
            return
        if kind is TRUTH and written not in _TRUTHS:
            hint = did_you_mean(written, [*_TRUTHS, "unknown"]) or "true, false or unknown"
            self.fault(here, f"'{written}' is not what this outcome can be", hint)
        if kind is NUMBER:
            try:
                compile_expression(written, expressions.Names(), NUMBER)
            except ExpressionError as failure:
                self.faults.append(Fault(here, failure.message, failure.hint, failure.column))

    # -- names

    def _event(self, here: Location, written: str) -> list[str]:
        """Return the ref of an event, recorded or inserted; nothing and a mistake where there is none."""
        ref = self._names.written.get(written, written)
        if ref in self._names.events:
            return [ref]
        self._reference(here, written, Kind.EVENT, self.names)
        return []

    def _reference(self, here: Location, id_: str, kind: Kind, names: Names) -> None:
        for fault in reference_fault(here, id_, kind, names):
            self.faults.append(replace(fault, hint=outside_hint(fault.hint, self.scenario.record)))

    def reference(self, here: Location, id_: str, kind: Kind) -> None:
        """Find what is wrong with an id that must name something of a kind."""
        self._reference(here, id_, kind, self.names)

    def unknown(self, here: Location, what: str, written: str, known: list[str]) -> None:
        """Add the mistake of a name that there is not."""
        hint = did_you_mean(written, known) or (f"there is {', '.join(known)}" if known else f"there is no {what} here")
        self.fault(here, f"unknown {what} '{written}'", hint)

    def fault(self, here: Location, message: str, hint: str) -> None:
        """Add a mistake."""
        self.faults.append(Fault(here, message, hint))


def outside_hint(hint: str | None, record: str) -> str | None:
    """Return the hint at what a record declares for somebody who writes a scenario, which declares nothing."""
    if hint is None or not hint.startswith("declare it under "):
        return hint
    if hint.endswith(" events"):
        return f"insert it, or `govsim events --record {record}` lists what is recorded"
    return f"{hint} of the record {record}"


def names_of(base: Base, record: str) -> expressions.Names:
    """Return everything that exists for an expression about a record, besides what a scenario adds."""
    if record not in base.names:
        world = base.world
        events = {row[2]: row[3] for row in base.timeline.rows}
        base.names[record] = expressions.Names(
            parties={*world.people, *world.organizations},
            posts=set(world.posts),
            organs={id_ for id_, post in world.posts.items() if post.organ},
            events=events,
            written=written_forms(events, [record]),
            zone=world.headers[record].tzinfo,
        )
    return base.names[record]


def expected_value(written: str, kind: expressions.Kind) -> Value | None:
    """Return the value that an expectation writes of an outcome of some kind; None is unknown."""
    if written == "unknown":
        return None
    if kind is TRUTH:
        return _TRUTHS[written]
    if kind is NUMBER:
        return constant(compile_expression(written, expressions.Names(), NUMBER))
    quoted = len(written) > 1 and written[0] == written[-1] and written[0] in {"'", '"'}
    return expressions.NONE if written == "none" else written[1:-1] if quoted else written


def constant(expression: Expression) -> Value | None:
    """Return the value of an expression that depends on nothing, else None."""
    if any(isinstance(node, Call | Variable) for node in walk(expression.root)):
        return None
    return evaluate(expression, cast("expressions.Facts", None))  # it asks nothing


def _kind_of(value: Value) -> expressions.Kind:
    return TRUTH if isinstance(value, bool) else NUMBER if isinstance(value, Fraction) else TEXT
