"""What does not add up in a history: acts that contradict each other, the cover or the posts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from govsim.model.events import Hired, LeaveEnded, Resolved
from govsim.model.instant import Instant
from govsim.replay.fold import replay
from govsim.replay.history import History, PostHistory
from govsim.replay.log import Entry
from govsim.replay.tenure import Spell, Tenure
from govsim.replay.timeline import make_timeline
from govsim.replay.world import END

Severity: TypeAlias = Literal["error", "warning", "note"]

SEVERITY: dict[str, Severity] = {
    "overlap": "error",
    "not-held": "error",
    "already-held": "error",
    "because-after": "error",
    "start-after-end": "error",
    "not-on-leave": "error",
    "post-absent": "warning",
    "outside-covers": "warning",
    "not-member": "warning",
    "term-passed": "warning",
    "broken-quorum": "warning",
    "no-members": "warning",
    "deadlock": "note",
    "gap": "note",
}
"""Every code: errors cannot all be true, warnings may be, notes are only worth knowing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not add up.

    *event* is a ref, ``record/id``, or a record's id for what its header says; *organ* is whose rules there are meant.
    """

    code: str
    event: str
    message: str
    organ: str | None = None

    @property
    def severity(self) -> Severity:
        """error, warning or note."""
        return SEVERITY[self.code]


def findings_of(history: History) -> list[Finding]:
    """Return the findings of a history in timeline order."""
    place = {entry.ref: index for index, entry in enumerate(history.timeline.entries)}
    found = [
        *_unheld(history),
        *_because_after(history),
        *_outside_covers(history),
        *_absent_posts(history),
        *_strangers_voting(history),
        *(finding for post in history.timeline.world.posts for finding in _of_post(history, post)),
    ]
    if history.timeline.whole is not None:
        # What an admission leaves out must not cause findings, such as a closing whose opening is not trusted.
        everything = findings_of(replay(make_timeline(history.timeline.whole)))
        stand = {(finding.code, finding.event) for finding in everything}
        found = [finding for finding in found if (finding.code, finding.event) in stand]
    return sorted(dict.fromkeys(found), key=lambda finding: (place[finding.event], list(SEVERITY).index(finding.code)))


# -- single acts


def _unheld(history: History) -> Iterator[Finding]:
    for unheld in history.unheld:
        ref, party, post = unheld.entry.ref, unheld.party, unheld.post
        if isinstance(unheld.entry.event, LeaveEnded):
            yield Finding("not-on-leave", ref, f"{party} is not on leave from {post}")
            continue
        at = _when(history, ref)
        replaced = " is to be replaced but" if unheld.entry.type == "hired" else ""
        yield Finding("not-held", ref, f"{party}{replaced} does not hold {post} at {at}")
        for tenure in history.posts[post].tenures:
            if tenure.party == party and tenure.is_open and tenure.start_earliest > unheld.entry.latest:
                begins = f"the tenure begins at {_when(history, tenure.opened_by)} ({tenure.opened_by})"
                yield Finding("start-after-end", ref, f"{party} leaves {post} at {at}, but {begins}")


def _because_after(history: History) -> Iterator[Finding]:
    entries = {entry.ref: entry for entry in history.timeline.entries}
    for entry in history.timeline.entries:
        for cause in entry.causes:
            if cause in entries and entries[cause].earliest > entry.latest:
                what = f"happened at {_when(history, entry.ref)}, before its cause {cause} at {_when(history, cause)}"
                yield Finding("because-after", entry.ref, what)


def _outside_covers(history: History) -> Iterator[Finding]:
    world = history.timeline.world
    for entry in history.timeline.entries:
        first, last = world.span(entry.ref.partition("/")[0])
        if entry.latest < first or entry.earliest > last:
            covers = world.headers[entry.ref.partition("/")[0]].covers
            span = f"{covers.from_ or ''}..{covers.to or ''}"
            what = f"{_when(history, entry.ref)} lies outside what the record covers, {span}"
            yield Finding("outside-covers", entry.ref, what)
            continue
        for post in _entered(entry):
            if all(entry.latest < cover.first or entry.earliest > cover.last for cover in world.coverage(post)):
                what = f"{_when(history, entry.ref)} lies outside what is covered of {post}"
                yield Finding("outside-covers", entry.ref, what)


def _absent_posts(history: History) -> Iterator[Finding]:
    for post, its_history in list(history.posts.items()):
        existences = history.existences_of(post)
        for tenure in its_history.tenures:
            # Absent from the first to the last instant it can have begun: nothing in between can differ at both ends.
            if all(any(e.is_absent_at(at) for e in existences) for at in (tenure.start_earliest, tenure.start_latest)):
                yield Finding("post-absent", tenure.opened_by, f"{post} does not exist when {tenure.party} enters it")


def _strangers_voting(history: History) -> Iterator[Finding]:
    for entry in history.timeline.entries:
        event = entry.event
        if not isinstance(event, Resolved) or event.votes is None:
            continue
        for party in (*event.votes.for_, *event.votes.against, *event.votes.abstain):
            if not history.posts[event.organ].may_seat(party, entry.earliest, entry.latest):
                yield Finding("not-member", entry.ref, f"{party} votes but is no member of {event.organ} then")


# -- tenures of one post


def _of_post(history: History, post: str) -> Iterator[Finding]:
    its = history.posts[post]
    declared = history.timeline.world.posts[post]
    for tenure in its.tenures:
        yield from _term(history, tenure)
        if declared.within and not history.posts[declared.within].may_seat(
            tenure.party, tenure.start_earliest, tenure.start_latest
        ):
            yield Finding(
                "not-member",
                tenure.opened_by,
                f"{tenure.party} enters {post} without a seat in {declared.within}",
            )
    yield from _held_twice(its, post)
    yield from _overlaps(history, post)
    yield from _gaps(history, post)


def _term(history: History, tenure: Tenure) -> Iterator[Finding]:
    event = history.timeline.shown.get(tenure.opened_by)  # a plain opening has no planned end
    if not isinstance(event, Hired) or event.until is None or event.until.latest is None:
        return
    if event.until.latest < tenure.start_earliest:
        what = f"the planned end {event.until} lies before the start {event.at}"
        yield Finding("start-after-end", tenure.opened_by, what)
        return
    entries = history.timeline.entries
    last = history.timeline.world.span(tenure.opened_by.partition("/")[0])[1]
    seen = last if last < END else max(entry.latest for entry in entries)
    end = tenure.end_earliest if tenure.closed_by else seen
    if event.until.latest < end:
        what = f"{tenure.party} goes on in {tenure.post} past the planned end {event.until}; until closes nothing"
        yield Finding("term-passed", tenure.opened_by, what)


def _held_twice(its: PostHistory, post: str) -> Iterator[Finding]:
    sure: dict[str, list[Spell]] = {}
    for spell in its.spells():
        for earlier in sure.get(spell.party, ()):
            start = max(_certain_span(earlier)[0], _certain_span(spell)[0])
            if start < min(_certain_span(earlier)[1], _certain_span(spell)[1]):
                tenure = spell.tenures[0]
                yield Finding(
                    "already-held",
                    tenure.opened_by,
                    f"{spell.party} already holds {post} ({earlier.tenures[-1].opened_by})",
                )
                break
        sure.setdefault(spell.party, []).append(spell)


def _certain_span(spell: Spell) -> tuple[Instant, Instant]:
    return spell.tenures[0].start_latest, spell.tenures[-1].certain_until


def _overlaps(history: History, post: str) -> Iterator[Finding]:
    """Find the tenures that begin, for certain, when every seat is taken for certain."""
    its = history.posts[post]
    seats = history.timeline.world.posts[post].seats
    changes = sorted(
        ((entry.latest, event.seats) for entry, event in its.changes if event.seats),
        key=lambda change: change[0],
    )
    if seats == "many" and not changes:
        return
    opened = {id(tenure): index for index, tenure in enumerate(its.tenures)}
    seated = [
        tenure for tenure in its.tenures if tenure.capacity != "observer" and tenure.start_latest < tenure.certain_until
    ]
    sitting: list[Tenure] = []
    for tenure in sorted(seated, key=lambda tenure: (tenure.start_latest, opened[id(tenure)])):
        at = tenure.start_latest
        while changes and changes[0][0] <= at:
            seats = changes.pop(0)[1] or seats
        sitting = [other for other in sitting if other.certain_until > at]
        others = [other for other in sitting if other.party != tenure.party]
        sitting.append(tenure)
        if seats != "many" and len({other.party for other in others}) >= seats:
            # Reported at the one that came last in the order, which need not be the one that was certain last.
            last = max([tenure, *others], key=lambda other: opened[id(other)])
            rest = ", ".join(dict.fromkeys(other.party for other in [*others, tenure] if other.party != last.party))
            many = "the seat" if seats == 1 else f"all {seats} seats"
            yield Finding("overlap", last.opened_by, f"{last.party} enters {post} while {rest} holds {many}")


def _gaps(history: History, post: str) -> Iterator[Finding]:
    """Find the spans in which a single seat was certainly empty between two tenures."""
    declared = history.timeline.world.posts[post]
    if declared.seats != 1 or any(cover.partial for cover in history.timeline.world.coverage(post)):
        return
    until: Instant | None = None
    for tenure in sorted(
        (tenure for tenure in history.posts[post].tenures if tenure.capacity != "observer"),
        key=lambda tenure: tenure.start_earliest,
    ):
        if until is not None and until < tenure.start_earliest:
            yield Finding("gap", tenure.opened_by, f"{post} was vacant until {_when(history, tenure.opened_by)}")
        until = tenure.end_latest if until is None else max(until, tenure.end_latest)


def _entered(entry: Entry) -> Iterable[str]:
    if entry.event is None:
        return [entry.post] if entry.type == "hired" else []
    return entry.event.to if isinstance(entry.event, Hired) else []


def _when(history: History, ref: str) -> str:
    return history.timeline.event(ref).at.text
