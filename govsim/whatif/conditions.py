"""Whether an event happens at all: its option is chosen, its causes happened, its resolution carried.

What is tested act by act, whether a seat is free or somebody there to leave, stands in ``preconditions``.
"""

from __future__ import annotations

from govsim.model.events import AnyOf, LetterSigned, Resolved, Withdrawn
from govsim.replay.log import Entry
from govsim.rules.naming import is_governed
from govsim.rules.verdicts import verdict_of
from govsim.whatif.course import Course
from govsim.whatif.court import CourseCourt
from govsim.whatif.fates import Chain, Detail, Reason


def missing_condition(course: Course, entry: Entry) -> Chain:
    """Return why an event does not happen before its acts are looked at: its option, its causes, its subject."""
    if course.plan.scenario.history == "drop" and entry.ref not in course.chains.touched:
        return (Reason("history", None, "history"),)
    return _other_option(course, entry) or _missing_cause(course, entry) or _missing_subject(course, entry)


def _other_option(course: Course, entry: Entry) -> Chain:
    for decision, options in course.plan.needs.get(entry.ref, {}).items():
        if decision not in course.taken:
            course.early.append((entry.ref, decision))
        elif (chosen := course.taken[decision].option) is not None and chosen not in options:
            return (Reason("needs", course.decision_ref(decision), "option"),)
    return ()


def _missing_cause(course: Course, entry: Entry) -> Chain:
    gone, record = course.chains.gone, entry.ref.partition("/")[0]
    if entry.more is None or not any(cause in gone for cause in entry.causes):
        return ()
    for cause in course.event(entry.ref).because:
        refs = [f"{record}/{id_}" for id_ in (cause.any if isinstance(cause, AnyOf) else (cause,))]
        if all(ref in gone for ref in refs):
            return tuple(link for ref in refs for link in (Reason("needs", ref, "cause"), *gone[ref]))
    return ()


def not_carried(course: Course, entry: Entry) -> Chain:
    """Return why none of the resolutions that list an act among their effects lets it happen."""
    chains: list[Chain] = []
    for ref in course.effects.get(entry.ref, ()):
        if not course.is_chosen(ref):
            continue
        missing = course.missing(ref)
        if missing is not None:
            chains.append((Reason("not_carried", ref, "undecided"), *missing))
            continue
        defeat = course.defeat(ref)
        if defeat is None:
            return ()
        chains.append(defeat)
    return tuple(link for chain in chains for link in chain)


def not_valid(course: Course, entry: Entry) -> Chain:
    """Return why a scenario that enforces the bylaws lets an act not happen: void, or without a consent it needs."""
    event = course.event(entry.ref)
    governed = is_governed(event) or entry.ref in course.effects  # whatever a resolution decides is worth as much
    if not course.plan.scenario.enforce or isinstance(event, Resolved) or not governed:
        return ()
    court = CourseCourt(course, entry)
    verdict = verdict_of(court, entry.ref)
    if verdict.status not in {"void", "pending"}:
        return ()
    deciding = verdict.failed or next((test for test in verdict.reasons if test.passed is None), None)
    record = entry.ref.partition("/")[0]
    by = None if deciding is None else deciding.operands.get("event")
    ground = f"{record}/{by}" if by else next(iter(court.resolutions(entry.ref)), None)
    detail: Detail = "pending" if verdict.status == "pending" else "void"
    return (Reason("verdict", ground, detail, provision=None if deciding is None else deciding.provision),)


def _missing_subject(course: Course, entry: Entry) -> Chain:
    """Return why there is no letter to sign, or nothing that could lapse."""
    if entry.type not in {"letter_signed", "withdrawn"}:
        return ()
    record = entry.ref.partition("/")[0]
    match course.event(entry.ref):
        case LetterSigned(letter=id_):
            reason = Reason("precondition", f"{record}/{id_}", "nothing-signed")
        case Withdrawn(event=id_):
            reason = Reason("precondition", f"{record}/{id_}", "nothing-lapsed")
        case _:
            return ()
    missing = course.missing(f"{record}/{id_}")
    return () if missing is None else (reason, *missing)
