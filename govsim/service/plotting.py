"""From a past to the lanes of a picture: who is in which post from when to when, gaps, disputes, events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import tzinfo

from govsim.exchange.swimlane import Bar, Disputed, Gap, Lane, Mark, Panel, Piece, Swimlane
from govsim.model.errors import GovsimError, NotFoundError, did_you_mean
from govsim.model.header import organization_of
from govsim.model.instant import DAY, Instant
from govsim.replay.log import Entry
from govsim.replay.runs import Run, empty_spans, runs_of
from govsim.replay.world import END
from govsim.service.past import Past
from govsim.service.plot_asked import Shown
from govsim.service.plot_differences import differing


def swimlane_of(pasts: Sequence[Past], shown: Shown, zone: tzinfo) -> Swimlane:
    """Return what a picture of one or two branches shows.

    Raises:
        GovsimError: it ends before it begins, or there is nothing in it.
        NotFoundError: there is no event of a name that was given.
    """
    first, after = _span(pasts, shown)
    named = {ref for written in shown.named for ref in _named(pasts, written, first, after)}
    lanes = [_post_lanes(past, shown, first, after) for past in pasts]
    if len(lanes) > 1:
        one, two = lanes
        spans = {post: differing(one.get(post), two.get(post)) for post in dict.fromkeys([*one, *two])}
        lanes = [{post: replace(lane, differs=spans[post]) for post, lane in its.items()} for its in lanes]
    shown_posts = [post for post in shown.posts if any(_is_shown(its.get(post)) for its in lanes)]
    notes = _left_out(len(shown.posts) - len(shown_posts))
    lanes = [{post: its[post] for post in shown_posts if post in its} for its in lanes]
    if shown.by == "person":
        lanes, notes = [_party_lanes(past, its) for past, its in zip(pasts, lanes, strict=True)], []
    else:
        lanes = [{post: its.get(post) or _unknown_lane(pasts, post) for post in shown_posts} for its in lanes]
    ids = list(dict.fromkeys(id_ for its in lanes for id_ in its))
    if shown.by == "person":
        ids.sort(key=lambda id_: min(its[id_].bars[0].first for its in lanes if id_ in its))
        lanes = [{id_: its.get(id_) or _absent(lanes, id_) for id_ in ids} for its in lanes]
    panels = tuple(
        Panel(
            past.clocks.branch,
            past.clocks.branch != "main",
            tuple(its.values()),
            tuple(_marks(past, shown, its.values(), named, first, after)),
        )
        for past, its in zip(pasts, lanes, strict=True)
    )
    if not any(panel.lanes or panel.marks for panel in panels):
        raise GovsimError("there is nothing to show in this span", hint="widen --from and --to, or ask for other posts")
    return Swimlane(shown.title, shown.by, first, after, zone, panels, tuple(notes))


def _is_shown(lane: Lane | None) -> bool:
    """Return whether anything is known of a post: who held it, or that nobody did."""
    return lane is not None and bool(lane.bars or lane.disputes or any(gap.status == "vacant" for gap in lane.gaps))


def _left_out(count: int) -> list[str]:
    if not count:
        return []
    posts, are = ("post", "is") if count == 1 else ("posts", "are")
    return [f"{count} {posts} of which nothing is known in this span {are} left out."]


# -- the span


def _span(pasts: Sequence[Past], shown: Shown) -> tuple[Instant, Instant]:
    """Return from when to when the picture goes: as asked, else over the events that it shows."""
    first, after = shown.first, shown.after
    if first is None or after is None:
        edges = [edge for past in pasts for edge in _edges(past, shown) if abs(edge) < END]
        if not edges:
            raise GovsimError("there are no events to take the span from", hint="give --from and --to")
        begin, end = min(edges), max(edges) + 1
        margin = max((end - begin) // 50, 1)
        covered = [past.world.span(record)[1] + 1 for past in pasts for record in past.world.headers]
        last = max([*(edge for edge in covered if edge < END), end])
        first = begin - margin if first is None and begin == end - 1 else begin if first is None else first
        after = max(first + 1, min(end + margin, last)) if after is None else after
        if after - first < 2:
            first, after = first - DAY // 2, after + DAY // 2
    if first >= after:
        raise GovsimError("the picture would end before it begins", hint="exchange --from and --to")
    return first, after


def _edges(past: Past, shown: Shown) -> Iterable[Instant]:
    if not shown.narrowed:
        for entry in past.timeline.entries:
            if shown.record is None or entry.ref.startswith(f"{shown.record}/"):
                yield from (entry.earliest, entry.latest)
        return
    for post in shown.posts:
        its = past.history.posts.get(post)
        for tenure in its.tenures if its is not None else ():
            if shown.people is None or tenure.party in shown.people:
                yield from (tenure.start_earliest, tenure.start_latest, tenure.end_earliest, tenure.end_latest)


# -- lanes


def _post_lanes(past: Past, shown: Shown, first: Instant, after: Instant) -> dict[str, Lane]:
    """Return a lane for each post that a branch declares."""
    found = {}
    for post in shown.posts:
        if post not in past.world.posts:
            continue
        runs = runs_of(past.roster, post, first, after)
        bars = _bars(past, post, runs)
        gaps: list[Gap] = []
        if shown.people is None:
            empty = empty_spans(past.roster, post, runs, first, after)
            gaps = [Gap(e.first, e.after, e.status) for e in empty if e.status in ("vacant", "unknown", "absent")]
            bars += _offers(past, post, first, after)
        else:
            bars = [bar for bar in bars if bar.party in shown.people]
        disputes = tuple(
            Disputed(max(first, each.first), min(after, each.after), each.ref)
            for each in past.disputes(post)
            if each.first < after and each.after > first and (shown.people is None or bars)
        )
        organization = past.world.organizations.get(organization_of(post))
        group = organization.name if organization is not None else organization_of(post)
        found[post] = Lane(
            post,
            past.world.posts[post].title,
            group,
            tuple(bars),
            tuple(gaps),
            disputes,
            single=past.world.posts[post].seats == 1,
        )
    return found


def _bars(past: Past, post: str, runs: Sequence[Run]) -> list[Bar]:
    """Return a bar for each tenure; one that something interrupts becomes several."""
    found: list[tuple[Run, list[Piece]]] = []
    open_: dict[str, int] = {}
    for run in runs:
        holder = run.holder
        piece = Piece(run.first, run.after, holder.capacity, holder.presence == "certain", holder.on_leave)
        index = open_.get(holder.party)
        if (
            index is not None
            and found[index][0].holder.tenure is holder.tenure
            and found[index][1][-1].after == run.first
        ):
            found[index][1].append(piece)
        else:
            open_[holder.party] = len(found)
            found.append((run, [piece]))
    return [
        Bar(
            past.world.party(run.holder.party).name,
            run.holder.party,
            post,
            tuple(pieces),
            run.holder.tenure.opened_by,
            run.holder.tenure.closed_by,
        )
        for run, pieces in found
    ]


def _offers(past: Past, post: str, first: Instant, after: Instant) -> list[Bar]:
    """Return a bar for each offer that is announced and neither lapsed nor come true."""
    found = []
    for offer in past.roster.aspects(post).offers:
        begin, end = max(first, offer.first), min(after, offer.after)
        if begin < end:
            who = list(getattr(past.timeline.event(offer.ref), "who", ()))
            label = ", ".join(past.world.party(party).name for party in who) or "offered"
            piece = Piece(begin, end, "offered", certain=True)
            found.append(Bar(label, ",".join(who), post, (piece,), offer.ref, None, "offer"))
    return found


def _unknown_lane(pasts: Sequence[Past], post: str) -> Lane:
    """Return the empty lane of a post that this branch does not declare."""
    declared = next(past.world.posts[post] for past in pasts if post in past.world.posts)
    return Lane(post, declared.title, organization_of(post), ())


def _party_lanes(past: Past, lanes: dict[str, Lane]) -> dict[str, Lane]:
    """Return a lane for each party, made of the bars of all posts, each with its post's title."""
    several = len({organization_of(post) for post in lanes}) > 1
    bars: dict[str, list[Bar]] = {}
    disputes: dict[str, list[Disputed]] = {}
    for lane in lanes.values():
        label = f"{lane.title}, {lane.group}" if several else lane.title
        for bar in lane.bars:
            for party in bar.party.split(",") if bar.party else []:
                bars.setdefault(party, []).append(replace(bar, label=label))
                disputes.setdefault(party, []).extend(_within(bar, lane.disputes))
    found = {}
    for party, its in bars.items():
        differs = tuple(span for post in {bar.post: None for bar in its} for span in lanes[post].differs)
        own = tuple(span for span in differs if any(bar.first < span.after and span.first < bar.after for bar in its))
        ordered = tuple(sorted(its, key=lambda bar: bar.first))
        found[party] = Lane(party, past.world.party(party).name, "", ordered, (), tuple(disputes[party]), own)
    return found


def _within(bar: Bar, disputes: Iterable[Disputed]) -> Iterable[Disputed]:
    for each in disputes:
        first, after = max(each.first, bar.first), min(each.after, bar.after)
        if first < after:
            yield Disputed(first, after, each.event)


def _absent(lanes: Sequence[dict[str, Lane]], id_: str) -> Lane:
    other = next(its[id_] for its in lanes if id_ in its)
    return Lane(id_, other.title, other.group, (), (), (), other.differs)


# -- events


def _marks(
    past: Past, shown: Shown, lanes: Iterable[Lane], named: set[str], first: Instant, after: Instant
) -> Iterable[Mark]:
    drawn = {ref for lane in lanes for bar in lane.bars for ref in (bar.opened_by, bar.closed_by)}
    for entry in past.timeline.entries:
        if entry.latest < first or entry.earliest >= after:
            continue
        if entry.ref not in named:
            if shown.record is not None and not entry.ref.startswith(f"{shown.record}/"):
                continue
            if shown.narrowed and entry.ref not in drawn and not _bears(past, entry, shown):
                continue
        yield Mark(entry.ref, max(entry.earliest, first), min(entry.latest, after - 1), entry.ref in named)


def _bears(past: Past, entry: Entry, shown: Shown) -> bool:
    """Return whether an event speaks of the people shown, or else of the posts."""
    if entry.event is None:
        said = {entry.party} if shown.people is not None else {entry.post}
    else:
        event = past.timeline.event(entry.ref)
        fields = ("who", "by") if shown.people is not None else ("to", "from_", "post", "organ", "by")
        values = [getattr(event, name, None) or () for name in fields]
        said = {item for value in values for item in ([value] if isinstance(value, str) else value)}
    return bool(said & (shown.people if shown.people is not None else set(shown.posts)))


def _named(pasts: Sequence[Past], written: str, first: Instant, after: Instant) -> set[str]:
    """Return the event that a user names, with its record or without.

    Raises:
        NotFoundError: there is none.
        GovsimError: several records have one, or it lies outside of the picture.
    """
    entries = {entry.ref: entry for past in pasts for entry in past.timeline.entries}
    found = [ref for ref in entries if written in (ref, ref.partition("/")[2])]
    if len(found) > 1:
        raise GovsimError(f"'{written}' is an event of several records", hint=f"one of {', '.join(found)}")
    if not found:
        known = [*entries, *(ref.partition("/")[2] for ref in entries)]
        raise NotFoundError(f"there is no event '{written}'", hint=did_you_mean(written, known))
    entry = entries[found[0]]
    if entry.latest < first or entry.earliest >= after:
        raise GovsimError(f"'{written}' lies outside of the picture", hint="widen --from and --to")
    return set(found)
