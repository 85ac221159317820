"""Random records: few people, few posts, few days, so that windows touch, tie and overlap all the time."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from govsim.model.bound import parse_bound
from govsim.model.instant import zone_named
from govsim.model.record import Record

from .builders import COVERS, PEOPLE, POSTS, ZONE, bound_fields, make_record

DAYS = ("2023-11-04", "2023-11-05", "2023-11-06", "2023-11-07")
"""The clocks of New York go back on the 5th."""
PARTS = ("morning", "afternoon", "evening", "night")
CLOCKS = ("00:00", "06:00", "12:00", "12:00:00.000001", "23:59:59.999999")

days = st.sampled_from(DAYS)
clocks = st.builds("{} {}".format, days, st.sampled_from(CLOCKS))
months = st.sampled_from(["2023-10", "2023-11", "2023-12"])
simple = st.one_of(
    days,
    clocks,
    months,
    st.builds("{} {}".format, days, st.sampled_from(PARTS)),
    st.builds("{}~".format, days),
    st.sampled_from(["2023", "2023-11~"]),
)
exact_or_day = st.one_of(days, clocks)


def _span(pair: tuple[str, str]) -> str:
    return "[{}..{}]".format(*sorted(pair))


times = st.one_of(
    exact_or_day,
    simple,
    st.tuples(days, days).map(_span),
    st.tuples(days, days).map(lambda pair: "[{}, {}]".format(*sorted(pair))),
    exact_or_day.map("[..{}]".format),
    exact_or_day.map("[{}..]".format),
    st.just("unknown"),
)
people = st.sampled_from(PEOPLE[:3])
posts = st.sampled_from(list(POSTS))
claims = st.sampled_from(["confirmed", "confirmed", "confirmed", "reported", "disputed"])


def few(items: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    return st.one_of(
        items.map(lambda item: [item]),
        items.map(lambda item: [item]),
        st.lists(items, min_size=1, max_size=3, unique=True),
    )


def _maybe(draw: st.DrawFn, fields: dict[str, Any], name: str, values: st.SearchStrategy[Any], chance: int) -> None:
    """Set a field in *chance* of ten events."""
    if draw(st.integers(0, 9)) >= 10 - chance:
        fields[name] = draw(values)


def _is_upright(text: str, covers: dict[str, str] | None) -> bool:
    """Return False for a bound that the covers of the record turn over: that is an error of the document."""
    zone = zone_named(ZONE)
    bound = parse_bound(text, zone)
    if covers is None:
        return True
    first, last = parse_bound(covers["from"], zone).earliest, parse_bound(covers["to"], zone).latest
    earliest = first if bound.earliest is None else bound.earliest
    latest = last if bound.latest is None else bound.latest
    return earliest is not None and latest is not None and earliest <= latest


@st.composite
def acts(draw: st.DrawFn, when: st.SearchStrategy[str]) -> dict[str, Any]:
    """Return one written event without id, causes and versions."""
    type_ = draw(
        st.sampled_from(
            ["hired"] * 10
            + ["fired", "resigned", "departed"] * 2
            + ["post_created", "post_abolished", "post_changed", "founded", "dissolved", "stated", "leave_started"]
        )
    )
    fields: dict[str, Any] = {"type": type_, "at": draw(when)}
    if type_ == "hired":
        fields |= {"who": draw(few(people)), "to": draw(few(posts))}
        _maybe(draw, fields, "capacity", st.sampled_from(["interim", "acting", "observer"]), 4)
        others = [party for party in PEOPLE[:3] if party not in fields["who"]]
        if others:
            _maybe(draw, fields, "replaces", few(st.sampled_from(others)), 2)
    elif type_ in {"fired", "resigned", "departed", "leave_started"}:
        fields |= {"who": draw(few(people)), "from": draw(few(posts))}
    elif type_.startswith("post"):
        fields["post"] = draw(posts)
        if type_ == "post_changed":
            fields["seats"] = draw(st.sampled_from(["1", "2", "many"]))
    elif type_ in {"founded", "dissolved"}:
        fields["organization"] = "org"
    return fields


@st.composite
def versions(draw: st.DrawFn, of: dict[str, Any], when: st.SearchStrategy[str]) -> list[dict[str, Any]]:
    """Return rival readings of an event."""
    rivals = []
    for _ in range(draw(st.integers(1, 2))):
        version: dict[str, Any] = {}
        _maybe(draw, version, "at", when, 7)
        _maybe(draw, version, "announced", exact_or_day, 2)
        _maybe(draw, version, "claim", claims, 3)
        if of["type"] == "hired":
            _maybe(draw, version, "capacity", st.sampled_from(["regular", "interim", "observer"]), 3)
            _maybe(draw, version, "to", few(posts), 2)
        if "who" in of and "replaces" not in of:
            _maybe(draw, version, "who", few(people), 3)
        rivals.append(version or {"at": draw(when)})
    return rivals


@st.composite
def records(draw: st.DrawFn, max_events: int = 12, rival: bool = True, mend: bool = True) -> Record:
    """Return a valid record."""
    covers = draw(st.sampled_from([COVERS, COVERS, COVERS, None, {"from": "2023-11-04", "to": "2023-11-06"}]))
    when = times.filter(lambda text: _is_upright(text, covers))
    events = draw(st.lists(acts(when), max_size=max_events))
    ranks = draw(st.permutations(range(len(events))))
    for index, event in enumerate(events):
        event["id"] = f"e{index}"
        _maybe(draw, event, "claim", claims, 4)
        _maybe(draw, event, "announced", exact_or_day, 2)
        earlier = [f"e{other}" for other in range(len(events)) if ranks[other] < ranks[index]]
        if earlier:
            _maybe(draw, event, "because", st.lists(st.sampled_from(earlier), min_size=1, max_size=2, unique=True), 1)
        if rival:
            _maybe(draw, event, "versions", versions(event, when), 1)
    if mend and events:
        events += draw(st.lists(mendings(events, when), max_size=2))
    posts_ = {post: dict(told) if isinstance(told, dict) else {"title": told} for post, told in POSTS.items()}
    for told in posts_.values():
        _maybe(draw, told, "covers", st.sampled_from(["partial", {"from": "2023-11-05"}, {"to": "2023-11-06"}]), 2)
    header: dict[str, Any] = {"posts": posts_, "covers": covers or {}}
    return make_record(events, **header)


@st.composite
def mendings(draw: st.DrawFn, events: list[dict[str, Any]], when: st.SearchStrategy[str]) -> dict[str, Any]:
    """Return a correction or retraction of one of *events*."""
    target = draw(st.sampled_from(events))
    mending: dict[str, Any] = {
        "type": draw(st.sampled_from(["corrected", "corrected", "retracted"])),
        "at": "2024-06-01",
    }
    mending["event"] = target["id"]
    _maybe(draw, mending, "announced", exact_or_day, 4)
    _maybe(draw, mending, "claim", claims, 2)
    if mending["type"] == "corrected":
        with_: dict[str, Any] = {}
        _maybe(draw, with_, "at", when.map(bound_fields), 7)
        _maybe(draw, with_, "claim", claims, 3)
        if "who" in target and "replaces" not in target:
            _maybe(draw, with_, "who", few(people), 3)
        mending["with"] = with_ or {"claim": "reported"}
    return mending
