"""What the bylaws say of an act: the worst of its resolution, of the powers it needs and of the consents it needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple, Protocol, TypeAlias

from govsim.model.bylaws import Consent, Power, duration_of
from govsim.model.events import Consented, Event, Fired, Hired, Refused, Resolved
from govsim.model.header import organization_of
from govsim.model.instant import Instant
from govsim.replay.history import History
from govsim.replay.log import Entry
from govsim.rules.counting import House, Tally, tally
from govsim.rules.layers import About, InForce, Organ, Said
from govsim.rules.measures import Test
from govsim.rules.naming import naming, subject_of

Status: TypeAlias = Literal["valid", "voidable", "void", "pending", "ratified", "undetermined"]
WORST: Sequence[Status] = ("valid", "ratified", "undetermined", "voidable", "pending", "void")
"""From the best to the worst: what is not settled may still turn out void."""
_WORTH: Mapping[bool | None, Status] = {True: "valid", False: "void", None: "undetermined"}
"""What an act is worth under a power, by whether that is met."""


class Verdict(NamedTuple):
    """What an act is worth, and every provision that was tested."""

    status: Status
    reasons: tuple[Test, ...] = ()

    @property
    def failed(self) -> Test | None:
        """The first provision that is not met."""
        return next((test for test in self.reasons if test.passed is False), None)


class Outcome(NamedTuple):
    """How a resolution that happens came out, and what it is worth."""

    ref: str
    tally: Tally
    verdict: Verdict


class Court(House, Protocol):
    """The history before which acts are judged."""

    @property
    def kept(self) -> dict[str, Outcome | None] | None:
        """Where outcomes are kept once all has happened; None while it can still come otherwise."""

    @property
    def history(self) -> History:
        """Who is in which post."""

    def event(self, ref: str, /) -> Event:
        """Return an event as it reads."""

    def entry(self, ref: str, /) -> Entry | None:
        """Return the entry of an event that happens, None of one that does not."""

    def resolutions(self, ref: str, /) -> Sequence[str]:
        """Return the resolutions that list an event among their effects and happen."""

    def answers(self, ref: str, /) -> Sequence[Consented | Refused]:
        """Return who consented to an act or refused it, in order."""

    def rules(self, organization: str, at: Instant, /) -> InForce:
        """Return what is in force for an organisation at an instant."""

    def is_before(self, ref: str, other: str, /) -> bool:
        """Return whether one event comes before another."""


def tally_of(court: Court, ref: str) -> Tally | None:
    """Return how a resolution came out, None where it does not happen."""
    outcome = _outcome_of(court, ref)
    return None if outcome is None else outcome.tally


def verdict_of(court: Court, ref: str) -> Verdict:
    """Return what the bylaws say of an event that happens."""
    event = court.event(ref)
    if isinstance(event, Resolved):
        outcome = _outcome_of(court, ref)
        return Verdict("undetermined") if outcome is None else outcome.verdict
    return _of_act(court, ref, event)


# -- resolutions


def _outcome_of(court: Court, ref: str) -> Outcome | None:
    kept = court.kept
    if kept is None:
        return _outcome(court, ref)
    if ref not in kept:
        kept[ref] = _outcome(court, ref)
    return kept[ref]


def _outcome(court: Court, ref: str) -> Outcome | None:
    event, entry = court.event(ref), court.entry(ref)
    if entry is None or not isinstance(event, Resolved):
        return None
    organ = _organ_of(court, event, entry)
    result = tally(event, (entry.earliest, entry.latest), organ, court)
    met, notice = [test.passed for test in result.tests], _notice(event, entry, organ)
    status: Status = "valid"
    if result.carried is not False:
        if False in met:
            status = "void"
        elif notice is not None and notice.passed is False:
            status = "voidable"
        elif not met or None in met or result.carried is None:
            status = "undetermined"
    return Outcome(ref, result, Verdict(status, result.tests if notice is None else (*result.tests, notice)))


def _organ_of(court: Court, event: Resolved, entry: Entry) -> Organ:
    return court.rules(organization_of(event.organ), entry.latest).organ(event.organ)


def _notice(event: Resolved, entry: Entry, organ: Organ) -> Test | None:
    """Return whether the members had the notice of a meeting that the rules ask for, None where they ask for none."""
    notice = organ.get("notice")
    if notice is None or event.method == "written_consent":
        return None
    told, needed = event.notified, duration_of(notice)
    passed: bool | None = None
    if told is not None and told.earliest is not None and entry.latest - told.earliest < needed:
        passed = False
    elif told is not None and told.latest is not None and entry.earliest - told.latest >= needed:
        passed = True
    operands = {"notified": "not recorded" if told is None else told.text, "at": event.at.text, "needed": notice}
    return Test(f"{event.organ}.notice", passed, operands, organ.layer("notice"))


# -- acts


def _of_act(court: Court, ref: str, event: Event) -> Verdict:
    entry = court.entry(ref)
    if entry is None:
        return Verdict("undetermined")
    posts, organizations = subject_of(event)
    names = [
        naming(court.rules(organization, entry.latest), event, ref, posts, court.history)
        for organization in organizations
    ]
    listing = court.resolutions(ref)
    later = [one for one in listing if court.is_before(ref, one)]
    before = [one for one in listing if one not in later] if later else listing
    verdict = _combined(court, ref, event, before or listing, names)
    if before and later and verdict.status in {"void", "voidable"}:
        cured = _combined(court, ref, event, later, names)
        if cured.status == "valid":
            return Verdict("ratified", (*verdict.reasons, *cured.reasons))
    return verdict


def _combined(court: Court, ref: str, event: Event, listing: Sequence[str], names: Sequence[About]) -> Verdict:
    grounds = [outcome for one in listing if (outcome := _outcome_of(court, one)) is not None]
    found = [_best(map(_as_ground, grounds))] if grounds else []
    found += [_of_power(court, event, grounds, *pair) for about in names for pair in about.powers]
    found += [_of_consent(court, ref, *pair) for about in names for pair in about.consents]
    if len(found) < 2:
        return found[0] if found else Verdict("undetermined")
    found.sort(key=_badness, reverse=True)  # what decides comes first
    return Verdict(found[0].status, _reasons(*found))


def _best(verdicts: Iterable[Verdict]) -> Verdict:
    return min(verdicts, key=_badness)


def _badness(verdict: Verdict) -> int:
    return WORST.index(verdict.status)


def _reasons(first: Verdict, *others: Verdict) -> tuple[Test, ...]:
    found = list(first.reasons)
    for verdict in others:
        found += [test for test in verdict.reasons if test not in found]
    return tuple(found)


def _as_ground(outcome: Outcome) -> Verdict:
    """Return what a resolution is worth as the ground of an act: a defeated one is none."""
    verdict, result = outcome.verdict, outcome.tally
    if result.carried is not False:
        return verdict
    failed = verdict.failed or Test(
        f"{result.organ}.majority", passed=False, operands={"carried": "no"}, layer="record"
    )
    return Verdict("void", (failed, *(test for test in verdict.reasons if test != failed)))


def _of_power(court: Court, event: Event, grounds: Sequence[Outcome], power: Power, layer: str) -> Verdict:
    by: Sequence[str] = event.by if isinstance(event, (Hired, Fired)) else ()
    organs = {ground.tally.organ for ground in grounds} or by
    passed = None if not grounds else True
    if organs and power.organ not in organs:
        passed = False
    elif grounds and power.majority is not None:
        its = [ground.ref for ground in grounds if ground.tally.organ == power.organ]
        return _best(_special(court, ref, power, layer) for ref in its)
    operands = {"organ": power.organ, "by": ", ".join(sorted(organs)) or "not recorded"}
    return Verdict(_WORTH[passed], (Test(power.id, passed, operands, layer),))


def _special(court: Court, ref: str, power: Power, layer: str) -> Verdict:
    """Return whether a resolution has the majority that a power asks for."""
    event, entry = court.event(ref), court.entry(ref)
    tests: Sequence[Test] = ()
    if entry is not None and isinstance(event, Resolved):
        own = _organ_of(court, event, entry)
        asked = replace(own, rules={**own.rules, "majority": Said(power.majority, layer)})
        tests = tally(event, (entry.earliest, entry.latest), asked, court).tests
    if tests:
        test = tests[-1]._replace(provision=power.id, layer=layer)
    else:
        test = Test(power.id, None, {"organ": power.organ, "needed": str(power.majority)}, layer)
    return Verdict(_WORTH[test.passed], (test,))


def _of_consent(court: Court, ref: str, consent: Consent, layer: str) -> Verdict:
    answers = [answer for answer in court.answers(ref) if consent.holder in answer.who]
    last = answers[-1] if answers else None
    if last is None:
        operands = {"holder": consent.holder, "answer": "not yet given"}
        return Verdict("pending", (Test(consent.id, None, operands, layer),))
    given = isinstance(last, Consented)
    operands = {"holder": consent.holder, "answer": "given" if given else "refused", "event": last.id}
    return Verdict("valid" if given else "void", (Test(consent.id, given, operands, layer),))
