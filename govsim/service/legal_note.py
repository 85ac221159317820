"""The reasoning behind a verdict, as a tree that reads like a short legal note."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from govsim.model.bylaws import Rule
from govsim.model.errors import GovsimError, NotFoundError, did_you_mean
from govsim.model.events import Event, Resolved
from govsim.model.header import organization_of
from govsim.rules.layers import InForce
from govsim.rules.naming import is_governed
from govsim.rules.verdicts import Status
from govsim.service.judging import Judge
from govsim.service.labels import Labels
from govsim.service.past import Past
from govsim.service.text import safe
from govsim.service.verdict_views import TestView, VerdictView

_MEANS: dict[Status, str] = {
    "valid": "valid: nothing that was tested speaks against it",
    "voidable": "voidable: it stands unless somebody who may has it set aside",
    "void": "void: it has no effect in law",
    "pending": "pending: it has no effect before a consent that it needs is given",
    "ratified": "ratified: a later resolution has made good what was wrong",
    "undetermined": "undetermined: what is recorded does not settle it",
}


@dataclass(frozen=True, slots=True)
class NoteView:
    """A verdict with its grounds: the resolutions behind it, each judged, and what was assumed."""

    verdict: VerdictView
    grounds: tuple[VerdictView, ...]
    assumptions: tuple[str, ...]
    lines: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the verdict with grounds and assumptions."""
        return {
            **self.verdict.to_json(),
            "grounds": [ground.to_json() for ground in self.grounds],
            "assumptions": list(self.assumptions),
        }


def legal_note(past: Past, event: str) -> NoteView:
    """Return the reasoning behind the verdict on an event.

    Raises:
        NotFoundError: there is no such event.
        GovsimError: bylaws have nothing to say of an event of its type, or several records have one of that id.
    """
    judge, ref = Judge(past), _ref(past, event)
    content = judge.course.event(ref)
    if not is_governed(content) and ref not in judge.course.effects:
        raise GovsimError(f"{ref} is of type {content.type}, of which bylaws say nothing", hint="ask `govsim why`")
    verdict = judge.view(ref, judge.verdict(ref))
    listing = [] if isinstance(content, Resolved) else judge.course.court.resolutions(ref)
    grounds = tuple(judge.view(one, judge.verdict(one)) for one in listing)
    assumptions = assumptions_of(judge, ref, (verdict, *grounds))
    lines = tuple(_lines(past, judge, verdict, grounds, assumptions))
    return NoteView(verdict, grounds, assumptions, lines)


def assumptions_of(judge: Judge, ref: str, verdicts: Iterable[VerdictView]) -> tuple[str, ...]:
    """Return the rules behind some verdicts on an act that are not certain, each with how sure it is and why."""
    provisions = {test.provision for verdict in verdicts for test in verdict.reasons}
    return tuple(_assumptions(judge, judge.course.event(ref), ref, provisions))


def _ref(past: Past, event: str) -> str:
    if event in past.place:
        return event
    found = [ref for ref in past.place if ref.partition("/")[2] == event]
    if len(found) == 1:
        return found[0]
    if found:
        raise GovsimError(f"'{event}' is an event of several records", hint=f"one of {', '.join(found)}")
    raise NotFoundError(f"there is no event '{event}'", hint=did_you_mean(event, past.place))


def _lines(
    past: Past, judge: Judge, verdict: VerdictView, grounds: tuple[VerdictView, ...], assumptions: tuple[str, ...]
) -> Iterator[str]:
    event = judge.course.event(verdict.event)
    yield f"{verdict.label}"
    yield f"{verdict.event}, {safe(event.at.text)}"
    yield ""
    yield f"It is {_MEANS[verdict.status]}."
    tested = {test.provision for ground in grounds for test in ground.reasons}
    for ground in grounds:
        of = judge.course.event(ground.event)
        yield ""
        yield f"The resolution that decides it, {ground.event} ({safe(of.at.text)}), is {ground.status}."
        yield f"  {ground.label}"
        yield from _votes(past, of)
        yield from (f"  {_said(test)}" for test in ground.reasons)
    own = [test for test in verdict.reasons if test.provision not in tested]
    if own:
        yield ""
        yield "The act itself:" if not isinstance(event, Resolved) else "What was tested:"
        if isinstance(event, Resolved):
            yield from _votes(past, event)
        yield from (f"  {_said(test)}" for test in own)
    if not grounds and not own:
        yield "No resolution lists it among its effects, and no power or consent names it."
    if assumptions:
        yield ""
        yield "Assumed:"
        yield from (f"  {assumption}" for assumption in assumptions)


def _votes(past: Past, event: Event) -> Iterator[str]:
    if not isinstance(event, Resolved) or event.votes is None:
        return
    labels = Labels(past.world)
    for side, voters in (
        ("for", event.votes.for_),
        ("against", event.votes.against),
        ("abstaining", event.votes.abstain),
        ("absent", event.votes.absent),
    ):
        if voters:
            yield f"  {side}: {labels.names(voters)}"


def _said(test: TestView) -> str:
    met = {True: "met     ", False: "NOT MET ", None: "not known"}[test.passed]
    numbers = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in test.operands if name != "needed")
    needed = dict(test.operands).get("needed")
    return safe(f"{met} {test.provision}{f' ({needed})' if needed else ''}: {numbers}  [{test.layer}]")


def _assumptions(judge: Judge, event: Event, ref: str, provisions: set[str]) -> Iterator[str]:
    """Yield the rules that were tested and are not certain, each with how sure it is and why."""
    entry = judge.course.entry(ref)
    posts = [*getattr(event, "to", ()), *getattr(event, "from_", ()), *filter(None, [getattr(event, "organ", None)])]
    for organization in dict.fromkeys(organization_of(post) for post in posts):
        in_force = judge.course.court.rules(organization, entry.latest if entry is not None else 0)
        layers = [layer.rules for layer in reversed(judge.books.get(organization, ()))]
        seen: set[str] = set()
        for rules in layers:
            for post, organ in rules.organs.items():
                for key in ("quorum", "majority", "written_consent"):
                    rule = getattr(organ, key)
                    if rule is not None and f"{post}.{key}" in provisions:
                        yield from _assumed(f"{post}.{key}", rule, seen)
                        seen.add(f"{post}.{key}")  # however sure it is, it stands instead of those below
                if any(provision.startswith(f"{post}.") for provision in provisions):
                    yield from _assumed(post, organ, seen)
        yield from _assumed_rules(in_force, provisions, seen)


def _assumed_rules(in_force: InForce, provisions: set[str], seen: set[str]) -> Iterator[str]:
    for power, _ in in_force.powers.values():
        if power.id in provisions:
            yield from _assumed(power.id, power, seen)
    for consent, _ in in_force.consents.values():
        if consent.id in provisions:
            yield from _assumed(consent.id, consent, seen)


def _assumed(name: str, rule: Rule, seen: set[str]) -> Iterator[str]:
    if rule.confidence is not None and rule.confidence < 1 and name not in seen:
        seen.add(name)
        note = f": {safe(rule.note)}" if rule.note else ""
        yield f"{name}, held for {float(rule.confidence):.0%} sure{note}"
