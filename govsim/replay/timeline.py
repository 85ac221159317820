"""A timeline: the admitted events of one or several records, each in the reading shown, in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter

from govsim.model.corrections import effective_events, is_about_event, mending_of
from govsim.model.events import CLAIMS, AboutEvent, Claim, Event, Founded, PostCreated
from govsim.model.instant import Instant
from govsim.replay.log import Aside, Entry, Log, Logged, Row, entries_of, named, plain_entry
from govsim.replay.order import causal_order, key_of
from govsim.replay.world import World, make_world


@dataclass(frozen=True, slots=True)
class Admission:
    """Which readings count: announced by *known_at*, with a claim no weaker than *trust*."""

    known_at: Instant | None = None
    trust: Claim = "disputed"

    def __call__(self, known: Instant, claim: int) -> bool:
        """Return whether a reading known from *known* on, with this rank of claim, counts."""
        return (self.known_at is None or known <= self.known_at) and claim <= CLAIMS.index(self.trust)


ALL = Admission()


@dataclass(frozen=True)
class Timeline:
    """Ordered rows, and the rival readings that are admitted beside those shown.

    *whole* is the log that an admission has narrowed, None where all of it is there. *unmade* are the posts and
    organisations whose creation is recorded and, on this branch, does not happen.
    """

    world: World
    rows: list[Row]
    lookup: Callable[[str], Event]
    rivals: list[Entry] = field(default_factory=list)
    runs: Mapping[str, tuple[list[str], int]] = field(default_factory=dict)
    shown: Mapping[str, Event] = field(default_factory=dict)
    whole: Log | None = None
    unmade: frozenset[str] = frozenset()

    @cached_property
    def entries(self) -> list[Entry]:
        """The events in order."""
        return entries_of(self.rows)

    def event(self, ref: str) -> Event:
        """Return the reading shown of the event *ref*, which is ``record/id``."""
        return self.shown.get(ref) or self.lookup(ref)

    def followers(self, ref: str) -> list[str]:
        """Return the events at unknown times that take their key from this one: those right behind it in its record."""
        run, start = self.runs.get(ref, ([], 0))
        return run[start:]


def make_timeline(log: Log, admission: Admission = ALL) -> Timeline:
    """Return the timeline that *log* gives under an admission.

    Raises:
        GovsimError: two records contradict each other.
    """
    world = make_world(log.headers)
    plain, others, shown, left_out, unmade = _mended(log, world, admission)
    before, runs = _keys_before(world, plain, others)
    if left_out:
        plain = [entry for entry in plain if entry[1] not in left_out]
        others = [logged for logged in others if logged.position not in left_out]
    if admission != ALL:
        plain = [entry for entry in entries_of(plain) if admission(entry.known, entry.claim)]
    rows, rivals = list(plain), list[Entry]()
    for logged in others:
        readings = [(reading, entry_of(world, logged, reading, before)) for reading in logged.event.readings()]
        admitted = [pair for pair in readings if admission(pair[1].known, pair[1].claim)]
        if admitted:
            reading, entry = admitted[0]
            rows.append(entry)
            rivals += [rival for _, rival in admitted[1:]]
            # The main reading is shown with its rivals beside it, another one as if it were the only one.
            shown[entry.ref] = logged.event if admitted[0] is readings[0] else reading
    narrowed = log if admission != ALL else None
    return Timeline(world, in_order(rows), log.lookup, rivals, runs, shown, narrowed, unmade)


def entry_of(world: World, logged: Logged, reading: Event, before: Mapping[int, Instant]) -> Entry:
    """Return the entry of one reading of a logged event, open sides stopped at its record's covers."""
    first, last = world.span(logged.record)
    at, announced = reading.at, reading.announced
    return Entry(
        key_of(at, closes=reading.closes, last=last, before=before.get(logged.position, first)),
        logged.position,
        f"{logged.record}/{reading.id}",
        reading.type,
        "",
        "",
        first if at.earliest is None else at.earliest,
        last if at.latest is None else at.latest,
        Aside(
            None if announced is None else last if announced.latest is None else announced.latest,
            CLAIMS.index(reading.claim),
            " ".join(reading.causes) or None,
            reading,
        ),
    )


def in_order(rows: Sequence[Row]) -> list[Row]:
    """Return *rows* in timeline order: by key, then position, and never before a cause."""
    caused = {}
    for index, row in enumerate(rows):
        if row[-1] is not None and (causes := named(row).causes):
            caused[index] = causes
    if not caused:
        return sorted(sorted(rows, key=itemgetter(1)), key=itemgetter(0))  # two sorts of integers, in order already
    place = {row[2]: index for index, row in enumerate(rows)}
    placed = {index: [place[ref] for ref in causes if ref in place] for index, causes in caused.items()}
    return [rows[index] for index in causal_order([row[:2] for row in rows], placed)]


def _mended(
    log: Log, world: World, admission: Admission
) -> tuple[Sequence[Row], Sequence[Logged], dict[str, Event], frozenset[int], frozenset[str]]:
    """Return the plain entries and the other events of a log, its corrections applied and left out.

    The third is the events that were corrected, as they are to be read, by ref; the fourth the positions of those that
    the branch omits or does not inherit; the fifth what those that it omits would have made.
    """
    targets = {f"{record}/{event.event}" for _, record, event in log.others if isinstance(event, AboutEvent)}
    if not targets:
        return log.plain, log.others, {}, log.left_out, frozenset()
    written = entries_of(log.plain)
    plain: list[Row] = [entry for entry in written if entry.ref not in targets]
    events = [
        *log.others,
        *(
            Logged(entry.position, entry.ref.partition("/")[0], log.lookup(entry.ref))
            for entry in written
            if entry.ref in targets
        ),
    ]
    by_record: dict[str, list[Logged]] = {}
    for logged in sorted(events):
        by_record.setdefault(logged.record, []).append(logged)
    others: list[Logged] = []
    shown: dict[str, Event] = {}
    left_out = set(log.left_out)
    unmade: set[str] = set()
    for record, its_events in by_record.items():
        last = world.span(record)[1]
        counted = [logged.event for logged in its_events if _counts(logged.event, admission, last)]
        effective = effective_events((logged.event for logged in its_events), counted)
        omitted = mending_of(event for event in counted if is_about_event(event)).omitted
        for position, _, event in its_events:
            if event.id in omitted:
                left_out.add(position)
                unmade.update(made_by(event))
            mended = effective.get(event.id)
            if mended is None or is_about_event(mended):
                continue
            if mended is not event:
                shown[f"{record}/{mended.id}"] = mended
            if entry := plain_entry(position, record, mended):
                plain.append(entry)
            else:
                others.append(Logged(position, record, mended))
    return sorted(plain, key=itemgetter(1)), sorted(others), shown, frozenset(left_out), frozenset(unmade)


def made_by(event: Event) -> Sequence[str]:
    """Return the post or organisation that begins to exist with an event."""
    match event:
        case PostCreated(post=made) | Founded(organization=made):
            return (made,)
    return ()


def _counts(event: Event, admission: Admission, last: Instant) -> bool:
    """Return whether a correction is admitted: without ``announced`` it mends the record at every moment."""
    known = event.announced
    reached = (
        known is None
        or admission.known_at is None
        or (known.latest if known.latest is not None else last) <= admission.known_at
    )
    return reached and CLAIMS.index(event.claim) <= CLAIMS.index(admission.trust)


def _keys_before(
    world: World, plain: Sequence[Row], others: Sequence[Logged]
) -> tuple[dict[int, Instant], dict[str, tuple[list[str], int]]]:
    """Return the key of the event before each one at an unknown time, and for each event the run of such behind it.

    A run is one list that its members share, each with the place in it from which its own followers begin.
    """
    wanted = {logged.position for logged in others if _is_ever_unknown(logged.event)}
    before: dict[int, Instant] = {}
    runs: dict[str, tuple[list[str], int]] = {}
    if not wanted:
        return before, runs
    written: list[Logged | Entry] = sorted([*entries_of(plain), *others], key=lambda item: item.position)
    previous: dict[str, tuple[Instant, list[str]]] = {}
    for item in written:
        record = item.record if isinstance(item, Logged) else item.ref.partition("/")[0]
        key, run = previous.get(record, (world.span(record)[0], list[str]()))
        if isinstance(item, Entry):
            previous[record] = item.key, runs.setdefault(item.ref, ([], 0))[0]
            continue
        if item.position in wanted:
            before[item.position] = key
        ref = f"{record}/{item.event.id}"
        if item.event.at.is_unknown:
            run.append(ref)
            runs[ref] = run, len(run)
            previous[record] = key, run
        else:
            previous[record] = entry_of(world, item, item.event, before).key, runs.setdefault(ref, ([], 0))[0]
    return before, runs


def _is_ever_unknown(event: Event) -> bool:
    return any(reading.at.is_unknown for reading in event.readings())
