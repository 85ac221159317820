"""Whether an event happens at all: its option is chosen, its causes happened, its resolution carried.

What is tested act by act, whether a seat is free or somebody there to leave, stands in ``preconditions``.
"""

from __future__ import annotations

from govsim.model.events import AnyOf, LetterSigned, Withdrawn
from govsim.replay.log import Entry, Row
from govsim.whatif.course import Course
from govsim.whatif.fates import Chain, Reason


def falls(course: Course, entry: Entry, coming: list[Row]) -> Chain:
    """Return why an event does not happen, nothing where it is left to its single acts; the first condition counts.

    *coming* are the rows that have not had their turn.
    """
    if course.plan.scenario.history == "drop" and entry.ref not in course.chains.touched:
        return (Reason("history", None, "history"),)
    return (
        _other_option(course, entry)
        or _missing_cause(course, entry)
        or _not_carried(course, entry, coming)
        or _missing_subject(course, entry)
    )


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


def _not_carried(course: Course, entry: Entry, coming: list[Row]) -> Chain:
    """Return why none of the resolutions that list an act among their effects lets it happen."""
    chains: list[Chain] = []
    for ref in course.effects.get(entry.ref, ()):
        if ref in course.chains.gone:
            chains.append((Reason("not_carried", ref, "undecided"), *course.chains.of(ref)))
            continue
        tally = course.tally(ref, coming)
        if tally is None or tally.carried is not False:
            return ()
        chain: Chain = (Reason("not_carried", ref, "defeated"),)
        for party in tally.strangers:
            for tenure in course.base.tenures(party, tally.organ):
                why = course.chains.of_act(tenure.opened_by, party, tally.organ)
                if why is not None:
                    chain += (Reason("not_carried", tenure.opened_by, "no-vote", party, tally.organ), *why)
        chains.append(chain)
    return tuple(link for chain in chains for link in chain)


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
    return (reason, *course.chains.of(f"{record}/{id_}")) if f"{record}/{id_}" in course.chains.gone else ()
