"""What the bylaws say of an act: the worst of its resolution, of the powers it needs and of the consents it needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, Protocol, TypeAlias

from govsim.model.bylaws import Consent, Power, duration_of
from govsim.model.events import BylawsAdopted, Consented, Event, Fired, Hired, Refused, Resolved
from govsim.model.header import organization_of
from govsim.model.instant import Instant
from govsim.replay.history import History
from govsim.replay.log import Entry
from govsim.rules.counting import Tally, Test, tally
from govsim.rules.layers import InForce, Said

Status: TypeAlias = Literal["valid", "voidable", "void", "pending", "ratified", "undetermined"]
WORST: Sequence[Status] = ("valid", "ratified", "undetermined", "voidable", "pending", "void")
"""From the best to the worst: what is not settled may still turn out void."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an act is worth, and every provision that was tested."""

    status: Status
    reasons: tuple[Test, ...] = ()

    @property
    def failed(self) -> Test | None:
        """The first provision that is not met."""
        return next((test for test in self.reasons if test.passed is False), None)


class Court(Protocol):
    """The history before which acts are judged."""

    @property
    def kept(self) -> dict[str, Tally | None] | None:
        """Where counts are kept once all has happened; None while it can still come otherwise."""

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

    def stakes(self, organization: str, at: Instant, /) -> Mapping[str, Fraction]:
        """Return who holds which part of an organisation at an instant."""

    def is_before(self, ref: str, other: str, /) -> bool:
        """Return whether one event comes before another."""


def is_governed(event: Event) -> bool:
    """Return whether bylaws can say anything of an event of this kind."""
    return isinstance(event, Resolved | Hired | Fired | BylawsAdopted) or event.type.startswith("post_")


def tally_of(court: Court, ref: str, power: Power | None = None, layer: str = "") -> Tally | None:
    """Return how a resolution came out, None where it does not happen; *power* may ask for another majority."""
    if power is None and court.kept is not None:
        if ref not in court.kept:
            court.kept[ref] = _tally_of(court, ref, None, "")
        return court.kept[ref]
    return _tally_of(court, ref, power, layer)


def _tally_of(court: Court, ref: str, power: Power | None, layer: str) -> Tally | None:
    event, entry = court.event(ref), court.entry(ref)
    if entry is None or not isinstance(event, Resolved):
        return None
    organ = court.rules(organization_of(event.organ), entry.latest).organ(event.organ)
    if power is not None:
        organ = replace(organ, rules={**organ.rules, "majority": Said(power.majority, layer)})
    return tally(event, court.history, (entry.earliest, entry.latest), organ, court.stakes)


def verdict_of(court: Court, ref: str) -> Verdict:
    """Return what the bylaws say of an event that happens."""
    event = court.event(ref)
    return _of_resolution(court, ref, event) if isinstance(event, Resolved) else _of_act(court, ref, event)


# -- resolutions


def _of_resolution(court: Court, ref: str, event: Resolved) -> Verdict:
    result = tally_of(court, ref)
    if result is None:
        return Verdict("undetermined")
    tests = [*result.tests, *_notice(court, ref, event)]
    if result.carried is False:
        return Verdict("valid", tuple(tests))
    if any(test.passed is False for test in result.tests):
        return Verdict("void", tuple(tests))
    if any(test.passed is False for test in tests):
        return Verdict("voidable", tuple(tests))
    if not result.tests or result.carried is None or any(test.passed is None for test in result.tests):
        return Verdict("undetermined", tuple(tests))
    return Verdict("valid", tuple(tests))


def _notice(court: Court, ref: str, event: Resolved) -> Iterator[Test]:
    """Yield whether the members had the notice of a meeting that the rules ask for."""
    entry = court.entry(ref)
    if entry is None or event.method == "written_consent":
        return
    organ = court.rules(organization_of(event.organ), entry.latest).organ(event.organ)
    notice = organ.get("notice")
    if notice is None:
        return
    told, needed = event.notified, duration_of(notice)
    passed: bool | None = None
    if told is not None and told.earliest is not None and entry.latest - told.earliest < needed:
        passed = False
    elif told is not None and told.latest is not None and entry.earliest - told.latest >= needed:
        passed = True
    operands = {"notified": "not recorded" if told is None else told.text, "at": event.at.text, "needed": notice}
    yield Test(f"{event.organ}.notice", passed, operands, organ.layer("notice"))


# -- acts


def _of_act(court: Court, ref: str, event: Event) -> Verdict:
    entry = court.entry(ref)
    if entry is None:
        return Verdict("undetermined")
    posts = _posts(event)
    organizations = {organization_of(post) for post in posts} | {getattr(event, "organization", "")} - {""}
    in_force = [court.rules(organization, entry.latest) for organization in sorted(organizations)]
    powers = _applicable(
        [pair for rules in in_force for pair in rules.powers_over(event.type, posts)], court, event, ref
    )
    consents = [pair for rules in in_force for pair in rules.consents.values() if _names(pair[0], court, event, ref)]
    listing = court.resolutions(ref)
    before = [one for one in listing if not court.is_before(ref, one)]
    verdict = _combined(court, ref, event, before or listing, powers, consents)
    later = [one for one in listing if one not in before]
    if before and later and verdict.status in {"void", "voidable"}:
        cured = _combined(court, ref, event, later, powers, consents)
        if cured.status == "valid":
            return Verdict("ratified", (*verdict.reasons, *cured.reasons))
    return verdict


def _combined(
    court: Court,
    ref: str,
    event: Event,
    listing: Sequence[str],
    powers: Sequence[tuple[Power, str]],
    consents: Sequence[tuple[Consent, str]],
) -> Verdict:
    if not listing and not powers and not consents:
        return Verdict("undetermined")
    found: list[Verdict] = []
    if listing:
        found.append(_best(_as_ground(court, one) for one in listing))
    found += [_of_power(court, event, listing, power, layer) for power, layer in powers]
    found += [_of_consent(court, ref, consent, layer) for consent, layer in consents]
    found.sort(key=lambda verdict: WORST.index(verdict.status), reverse=True)  # what decides comes first
    worst = found[0].status
    return Verdict(worst, _reasons(found))


def _reasons(verdicts: Iterable[Verdict]) -> tuple[Test, ...]:
    found: list[Test] = []
    for verdict in verdicts:
        found += [test for test in verdict.reasons if test not in found]
    return tuple(found)


def _best(verdicts: Iterable[Verdict]) -> Verdict:
    return min(verdicts, key=lambda verdict: WORST.index(verdict.status))


def _as_ground(court: Court, ref: str) -> Verdict:
    """Return what a resolution is worth as the ground of an act: a defeated one is none."""
    verdict, result = verdict_of(court, ref), tally_of(court, ref)
    if result is not None and result.carried is False:
        organ = getattr(court.event(ref), "organ", "")
        failed = verdict.failed or Test(f"{organ}.majority", passed=False, operands={"carried": "no"}, layer="record")
        return Verdict("void", (failed, *(test for test in verdict.reasons if test != failed)))
    return verdict


def _of_power(court: Court, event: Event, listing: Sequence[str], power: Power, layer: str) -> Verdict:
    by: Sequence[str] = getattr(event, "by", ())
    organs = {getattr(court.event(ref), "organ", "") for ref in listing}
    operands = {"organ": power.organ, "by": ", ".join(sorted(organs or by)) or "not recorded"}
    if listing:
        if power.organ not in organs:
            return Verdict("void", (Test(power.id, passed=False, operands=operands, layer=layer),))
        if power.majority is not None:
            return _best(
                _special(court, ref, power, layer)
                for ref in listing
                if getattr(court.event(ref), "organ", "") == power.organ
            )
        return Verdict("valid", (Test(power.id, passed=True, operands=operands, layer=layer),))
    if by and power.organ not in by:
        return Verdict("void", (Test(power.id, passed=False, operands=operands, layer=layer),))
    return Verdict("undetermined", (Test(power.id, passed=None, operands=operands, layer=layer),))


def _special(court: Court, ref: str, power: Power, layer: str) -> Verdict:
    """Return whether a resolution has the majority that a power asks for."""
    result = tally_of(court, ref, power, layer)
    if result is None or not result.tests:
        test = Test(power.id, None, {"organ": power.organ, "needed": str(power.majority)}, layer)
        return Verdict("undetermined", (test,))
    last = replace(result.tests[-1], provision=power.id, layer=layer)
    status: Status = "undetermined" if last.passed is None else "valid" if last.passed else "void"
    return Verdict(status, (last,))


def _of_consent(court: Court, ref: str, consent: Consent, layer: str) -> Verdict:
    answers = [answer for answer in court.answers(ref) if consent.holder in answer.who]
    last = answers[-1] if answers else None
    if last is None:
        operands = {"holder": consent.holder, "answer": "not yet given"}
        return Verdict("pending", (Test(consent.id, None, operands, layer),))
    given = isinstance(last, Consented)
    operands = {"holder": consent.holder, "answer": "given" if given else "refused", "event": last.id}
    return Verdict("valid" if given else "void", (Test(consent.id, given, operands, layer),))


# -- what names an act


def _applicable(powers: Sequence[tuple[Power, str]], court: Court, event: Event, ref: str) -> list[tuple[Power, str]]:
    """Return the powers that name an act, without those that another of them overrides."""
    naming = [pair for pair in powers if _names(pair[0], court, event, ref)]
    overridden = {id_ for power, _ in naming if not power.mandatory for id_ in power.overrides}
    fixed = {id_ for power, _ in naming if power.mandatory for id_ in power.overrides}
    return [
        (power, layer)
        for power, layer in naming
        if power.id not in fixed and (power.mandatory or power.id not in overridden)
    ]


def _names(rule: Power | Consent, court: Court, event: Event, ref: str) -> bool:
    posts = _posts(event)
    if rule.act != event.type or (rule.target is not None and rule.target not in posts):
        return False
    if rule.capacity is None:
        return True
    if isinstance(event, Hired):
        return event.capacity == rule.capacity
    targets = [rule.target] if rule.target is not None else posts
    return any(rule.capacity in _ended(court, ref, event, post) for post in targets)


def _ended(court: Court, ref: str, event: Event, post: str) -> set[str]:
    """Return the capacities of the tenures in a post that an act ends, or is about to end."""
    who: Sequence[str] = getattr(event, "who", ())
    tenures = [tenure for tenure in court.history.posts[post].tenures if tenure.party in who]
    closed = {tenure.capacity for tenure in tenures if tenure.closed_by == ref}
    return closed or {tenure.capacity for tenure in tenures if tenure.is_open}


def _posts(event: Event) -> Sequence[str]:
    match event:
        case Hired():
            return event.to
        case Fired():
            return event.from_
    post = getattr(event, "post", None)
    return (post,) if post else ()
