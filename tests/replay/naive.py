"""The replay rules once more, slow and plain: the reference that the product is compared with.

It was written from the text of the design before the product was read, one function per sentence where that is
possible; where the text leaves a choice it was then made to choose as the product does. Nothing is indexed and
nothing is remembered: whoever holds a post is found by looking at every tenure, and a rival reading is understood
by replaying everything with it. It knows one record.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from govsim.model.header import organization_of
from govsim.model.record import Record

from .naive_acts import Act, Filter, acts_of, admitted_readings, covers, in_order, mended

Holder = tuple[str, str, str]
"""Party, capacity, presence."""


# -- the fold: who enters and leaves


@dataclass(eq=False)
class Tenure:
    """One holder in one post in one capacity."""

    party: str
    post: str
    capacity: str
    start: Act
    end: Act | None = None
    ended_explicitly: bool = False
    """By an event that says so; not as the consequence of another one."""
    doubted_ends: list[Act] = field(default_factory=list)
    """Disputed closings: from then on the holder is only possible, but the tenure stays open."""
    doubted_changes: list[Act] = field(default_factory=list)
    """Disputed changes of capacity: the holder stays, whether they happened or not."""
    changed_from: Tenure | None = None
    """The tenure of the same person that this one went on from: a change of capacity."""


class Fold:
    """One replay of acts in their order into tenures."""

    def __init__(self, record: Record, acts: list[Act]) -> None:
        self.record = record
        self.acts = in_order(acts)
        self.tenures: list[Tenure] = []
        self.changes: list[tuple[str, Act]] = []
        """Each post that an act changed, in order."""
        self.ended_in_advance: list[tuple[Act, str, str, Act]] = []
        """Opening, party and post of a tenure that opens later in the order than it is ended; the closing."""
        for act in self.acts:
            self.carry_out(act)

    def carry_out(self, act: Act) -> None:
        event = act.event
        if event.type == "hired":
            for post in event.to:
                for party in event.who:
                    for replaced in event.replaces:
                        self.leave(act, replaced, post, explicitly=False)
                    self.enter(act, party, post)
        elif event.type in {"fired", "resigned", "departed"}:
            for party in event.who:
                for post in event.from_:
                    self.leave(act, party, post, explicitly=True)
        elif event.type == "post_created":
            self.changes.append((event.post, act))
        elif event.type == "post_abolished":
            self.changes.append((event.post, act))
            self.end_of_post(act, event.post)
        elif event.type in {"founded", "dissolved"}:
            for post in self.record.header.posts:
                if organization_of(post) == event.organization:
                    if act.doubted:  # else it is a change of the organisation, and of no post that nobody leaves
                        self.changes.append((post, act))
                    if event.type == "dissolved":
                        self.end_of_post(act, post)

    def enter(self, act: Act, party: str, post: str) -> None:
        """Open a tenure; a sitting holder in another capacity goes on in it."""
        tenure = Tenure(party, post, act.event.capacity, act)
        # Another capacity goes on in this one; so does the same one where it was only doubtful and now is not.
        sitting = [
            old
            for old in self.open_tenures(party, post)
            if (old.capacity != tenure.capacity or (old.start.doubted and not act.doubted))
            and self.can_have_begun_before(old.start, act)
        ]
        self.tenures.append(tenure)
        self.changes.append((post, act))
        for old in sitting:
            tenure.changed_from = old
            if old.end is None:
                self.end(old, act, goes_on=True)
        for promise in [p for p in self.ended_in_advance if p[:3] == (act, party, post)]:
            self.ended_in_advance.remove(promise)
            self.end(tenure, promise[3])

    def leave(self, act: Act, party: str, post: str, *, explicitly: bool) -> None:
        """End the tenure opened first and not yet closed, else the next one to open; nothing if there is none."""
        possible = [t for t in self.open_tenures(party, post) if self.can_have_begun_before(t.start, act)]
        endable = [t for t in possible if not (t.changed_from and t.start.window() == act.window())]
        if endable:
            self.end(endable[0], act, explicitly=explicitly)
        elif possible or self.has_ended_as_a_consequence(party, post, act):
            return  # the very change or end that this closing speaks of was told by another event
        else:
            for opening in self.acts[self.acts.index(act) + 1 :]:
                promised = any(p[:3] == (opening, party, post) for p in self.ended_in_advance)
                if (
                    opens(opening, party, post)
                    and not promised
                    and opening.window() != act.window()
                    and self.can_have_begun_before(opening, act)
                ):
                    self.ended_in_advance.append((opening, party, post, act))
                    return

    def has_ended_as_a_consequence(self, party: str, post: str, act: Act) -> bool:
        return any(
            (t.party, t.post) == (party, post) and t.end and not t.ended_explicitly and t.end.window() == act.window()
            for t in self.tenures
        )

    def end_of_post(self, act: Act, post: str) -> None:
        for tenure in [tenure for tenure in self.tenures if tenure.post == post and tenure.end is None]:
            if self.can_have_begun_before(tenure.start, act):
                self.end(tenure, act)

    def end(self, tenure: Tenure, act: Act, *, explicitly: bool = False, goes_on: bool = False) -> None:
        """End a tenure, and with it what its holder holds within that organ as a member of it."""
        self.changes.append((tenure.post, act))
        if act.doubted:
            (tenure.doubted_changes if goes_on else tenure.doubted_ends).append(act)
        else:
            # A disputed change of capacity leaves two tenures open of what is one stay: they end together.
            for ending in [tenure, *(t for t in self.tenures if t.changed_from is tenure and t.start.doubted)]:
                if ending.end is None:
                    ending.end, ending.ended_explicitly = act, explicitly
        if tenure.capacity == "observer" or self.is_still_member(tenure.party, tenure.post, act):
            return
        for post, declared in self.record.header.posts.items():
            if declared.within == tenure.post:
                for inner in self.open_tenures(tenure.party, post):
                    if self.can_have_begun_before(inner.start, act):
                        self.end(inner, act)

    def is_still_member(self, party: str, organ: str, act: Act) -> bool:
        return any(
            t.capacity != "observer" and act not in t.doubted_ends + t.doubted_changes
            for t in self.open_tenures(party, organ)
        )

    def open_tenures(self, party: str, post: str) -> list[Tenure]:
        return [t for t in self.tenures if (t.party, t.post) == (party, post) and t.end is None]

    def can_have_begun_before(self, start: Act, closing: Act) -> bool:
        """At one and the same instant the order of the timeline decides."""
        if start.earliest == closing.latest:
            return self.acts.index(start) <= self.acts.index(closing)
        return start.earliest < closing.latest


def opens(act: Act, party: str, post: str) -> bool:
    return act.event.type == "hired" and party in act.event.who and post in act.event.to


# -- presence


def chains(tenures: Iterable[Tenure]) -> list[list[Tenure]]:
    """Group the tenures of one person in one post into unbroken runs: a change of capacity goes on with a run."""
    runs: list[list[Tenure]] = []
    for tenure in tenures:
        for run in runs:
            if tenure.changed_from in run:
                run.append(tenure)
                break
        else:
            runs.append([tenure])
    return runs


def certain_in(run: list[Tenure], at: int) -> Tenure | None:
    """Return the tenure in which a run is certain at an instant, the old one until the new one is certain."""
    for index in reversed(range(len(run))):
        begins = run[index].start
        ends = [end for tenure in run[index:] for end in ends_of(tenure) if not goes_on(run, tenure, end)]
        if not begins.doubted and begins.latest <= at and all(at < end.earliest for end in ends):
            return run[index]
    return None


def goes_on(run: list[Tenure], tenure: Tenure, end: Act) -> bool:
    """Return whether what ends a tenure opens the next one of the run."""
    return any(other is not tenure and other.start is end for other in run)


def ends_of(tenure: Tenure) -> list[Act]:
    return [*tenure.doubted_ends, *([tenure.end] if tenure.end else [])]


def possible_in(run: list[Tenure], at: int) -> Tenure | None:
    """Return the tenure in which a run is possible: the later one. A run begins with its first, ends with its last."""
    end = run[-1].end
    if run[0].start.earliest <= at and (end is None or at < end.latest):
        return [tenure for tenure in run if tenure.start.earliest <= at][-1]
    return None


def holders_of(fold: Fold, post: str, at: int) -> set[Holder]:
    """Return one row for each person who holds a post at an instant, certainly or possibly."""
    rows = set()
    for party in {tenure.party for tenure in fold.tenures}:
        runs = chains(tenure for tenure in fold.tenures if (tenure.party, tenure.post) == (party, post))
        certain = [tenure for run in runs if (tenure := certain_in(run, at))]
        possible = [tenure for run in runs if (tenure := possible_in(run, at))]
        if certain:
            rows.add((party, max(certain, key=fold.tenures.index).capacity, "certain"))
        elif possible:
            rows.add((party, max(possible, key=fold.tenures.index).capacity, "possible"))
    return rows


# -- existence


def is_absent(fold: Fold, post: str, at: int) -> bool:
    """Return whether a post certainly does not exist: it or its organisation has not begun or has ended."""
    organization = organization_of(post)
    own = [act for act in fold.acts if getattr(act.event, "post", None) == post]
    its = [act for act in fold.acts if getattr(act.event, "organization", None) == organization]
    return not (can_exist(own, "post_created", "post_abolished", at) and can_exist(its, "founded", "dissolved", at))


def can_exist(acts: list[Act], begin: str, end: str, at: int) -> bool:
    """Return whether what *begin* opens and *end* closes can be there; without a beginning it was always there."""
    spans: list[list[Act | None]] = []
    for act in acts:
        if act.event.type == begin:
            if not spans or spans[-1][1]:  # what is there already does not begin again
                spans.append([act, None])
        elif act.event.type == end and not act.doubted:
            if not spans:
                spans.append([None, act])  # it ended without having begun here: it was there from the start
            for span in spans:
                span[1] = span[1] or act
    return not spans or any(
        (begun is None or begun.earliest <= at) and (ended is None or at < ended.latest) for begun, ended in spans
    )


# -- the answer


class Naive:
    """What the reference says of a record, as one who asks with a filter."""

    def __init__(self, record: Record, known_at: int | None = None, trust: str = "disputed") -> None:
        self.record = record
        who_asks = Filter(known_at, trust)
        events = mended(record, who_asks)
        readings = {event.id: admitted_readings(record, event, who_asks) for _, event in events}
        shown = {id_: its[0] for id_, its in readings.items() if its}
        self.fold = Fold(record, acts_of(record, events, shown))
        self.rivals: list[tuple[str, Fold]] = []
        for id_, its in readings.items():
            for rival in its[1:]:
                self.rivals.append((id_, Fold(record, acts_of(record, events, shown, rival))))

    @property
    def order(self) -> list[str]:
        return [f"{self.record.id}/{act.event.id}" for act in self.fold.acts]

    def is_covered(self, post: str, at: int) -> bool:
        first, last = covers(self.record)
        narrow = self.record.header.posts[post].covers
        low, high = narrow.span if narrow else (None, None)
        return first <= at <= last and (low is None or low <= at) and (high is None or at <= high)

    def is_partial(self, post: str) -> bool:
        narrow = self.record.header.posts[post].covers
        return self.record.header.covers.partial or (narrow is not None and narrow.partial)

    def listed(self, fold: Fold, post: str, at: int) -> set[Holder]:
        if not self.is_covered(post, at) or is_absent(fold, post, at):
            return set()
        return holders_of(fold, post, at)

    def holders(self, post: str, at: int) -> set[Holder]:
        return self.listed(self.fold, post, at)

    def disputed_by(self, post: str, at: int) -> set[str]:
        """Return the events over which a post is disputed."""
        shown = {(party, presence) for party, _, presence in self.holders(post, at)}
        by = set()
        for id_, fold in self.rivals:
            if {(party, presence) for party, _, presence in self.listed(fold, post, at)} != shown:
                by.add(id_)
        changed_by = [act for changed, act in self.fold.changes if changed == post]
        changes = [act for act in self.fold.acts if act in changed_by]
        for index, act in enumerate(changes):
            if act.doubted and act.earliest <= at:
                later = [other for other in changes[index + 1 :] if not other.doubted]
                if not later or at < later[0].latest:
                    by.add(act.event.id)
        return by

    def status(self, post: str, at: int) -> str:
        """Return the first status that fits."""
        if not self.is_covered(post, at):
            return "unknown"
        if is_absent(self.fold, post, at):
            return "absent"
        if self.disputed_by(post, at):
            return "disputed"
        seated = [row for row in self.holders(post, at) if row[1] != "observer"]
        if any(row[1:] == ("regular", "certain") for row in seated):
            return "held"
        if any(row[2] == "certain" for row in seated):
            return "acting"
        return "unknown" if seated or self.is_partial(post) else "vacant"
