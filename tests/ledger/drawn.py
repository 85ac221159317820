"""What two random records hold that share an organisation and two of its posts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from govsim.ledger.appending import Draft
from govsim.model.events import BRANCH_TYPES, EVENT_TYPES, AboutEvent, Event
from govsim.model.header import Header
from govsim.model.instant import zone_named
from tests.replay.builders import COVERS, PEOPLE, POSTS, ZONE, bound_fields
from tests.replay.strategies import acts, claims, exact_or_day, people, posts, times, versions

RECORDS = "first", "second"
SHARED_POSTS = "org/ceo", "org/cfo"
A_DAY = "2023-11-05"


def header(record: str, narrow: Any = None, **fields: Any) -> Header:
    """Return the header of a record: the first declares every post, the second those that are shared."""
    declared = {post: POSTS[post] for post in (POSTS if record == "first" else SHARED_POSTS)}
    told = {post: dict(said) if isinstance(said, dict) else {"title": said} for post, said in declared.items()}
    if narrow is not None:
        told["org/ceo"]["covers"] = narrow
    written = {
        "record": record,
        "zone": ZONE,
        "covers": COVERS if record == "first" else {},
        "people": {party: party for party in PEOPLE},
        "organizations": {"org": "Org"},
        "posts": told,
        **fields,
    }
    return Header.model_validate(written, context={"zone": zone_named(ZONE)})


def event_of(fields: dict[str, Any]) -> Event:
    """Return an event that an author wrote."""
    kind = {**EVENT_TYPES, **BRANCH_TYPES}[fields["type"]]
    return kind.model_validate(fields, context={"zone": zone_named(ZONE)})


def dated(written: Any) -> Any:
    """Return what was written with a day in place of an unknown time."""
    if isinstance(written, dict):
        is_unknown = written.get("text") == "unknown"
        return bound_fields(A_DAY) if is_unknown else {key: dated(value) for key, value in written.items()}
    return [dated(item) for item in written] if isinstance(written, list | tuple) else written


def for_second(written: Any, *, founding: bool) -> Any:
    """Return what was written with posts that both records declare in place of those that only the first does."""
    if isinstance(written, dict):
        said = {key: for_second(value, founding=founding) for key, value in written.items()}
        if said.get("type") in {"founded", "dissolved"} and not founding:
            return {"id": said["id"], "type": "stated", "at": said["at"]}
        return said
    if isinstance(written, list):
        items = [for_second(item, founding=founding) for item in written]
        return [item for index, item in enumerate(items) if item not in items[:index]]
    return {"org/board": "org/cfo", "org/chair": "org/ceo"}.get(written, written)


headers = st.builds(
    header,
    st.sampled_from(RECORDS),
    narrow=st.sampled_from([None, "partial", {"from": "2023-11-05"}, {"to": "2023-11-06"}]),
    covers=st.sampled_from([COVERS, {}, {"from": "2023-10-01", "to": "2025-06-30"}, {**COVERS, "partial": True}]),
    title=st.sampled_from([None, "One", "Two"]),
)
hires = st.fixed_dictionaries({"type": st.just("hired"), "at": exact_or_day, "who": people, "to": posts})
leaves = st.fixed_dictionaries(
    {"type": st.sampled_from(["departed", "resigned", "fired"]), "at": exact_or_day, "who": people, "from": posts}
)
offers = st.fixed_dictionaries({"type": st.just("offered"), "at": exact_or_day, "who": people, "to": posts})
plain = st.one_of(hires, leaves)
told = st.one_of(plain, plain, plain, acts(times), acts(exact_or_day), acts(st.just("unknown")), offers)


@st.composite
def happenings(draw: st.DrawFn, its: Sequence[Event], causes: Sequence[str], id_: str) -> dict[str, Any]:
    """Return something that happened; *its* are the events that its record holds, *causes* the ids that it may name."""
    fields: dict[str, Any] = {"id": id_, **draw(told)}
    extra = draw(st.integers(0, 15))
    offered = [event.id for event in its if event.type == "offered"]
    if extra == 0:
        fields["claim"] = draw(claims)
    elif extra == 1:
        fields["announced"] = draw(exact_or_day)
    elif extra == 2:
        fields["versions"] = draw(versions(fields, times))
    elif extra in {3, 4, 5} and causes:
        fields["because"] = draw(st.lists(st.sampled_from(causes), min_size=1, max_size=2, unique=True))
    elif extra == 6 and offered:
        return {"id": id_, "type": "withdrawn", "at": draw(exact_or_day), "event": draw(st.sampled_from(offered))}
    return fields


@st.composite
def mendings(draw: st.DrawFn, target: Event, kinds: Sequence[str], id_: str) -> dict[str, Any]:
    """Return an event about another one."""
    fields: dict[str, Any] = {"id": id_, "type": draw(st.sampled_from(kinds)), "at": "2024-06-01", "event": target.id}
    if fields["type"] in {"corrected", "changed"}:
        with_: dict[str, Any] = {}
        if isinstance(target, AboutEvent):
            with_["why"] = "better known"
            if hasattr(target, "with_"):
                with_["with"] = {"at": bound_fields(draw(exact_or_day))}
        else:
            if hasattr(target, "who") and not getattr(target, "replaces", ()) and draw(st.booleans()):
                with_["who"] = [draw(people)]
            if draw(st.booleans()):
                with_["claim"] = draw(claims)
            if not with_ or draw(st.booleans()):
                with_["at"] = bound_fields(draw(times))
        fields["with"] = with_
    if draw(st.integers(0, 3)) == 0:
        fields["announced"] = draw(exact_or_day)
    if draw(st.integers(0, 7)) == 0:
        fields["claim"] = draw(claims)
    return fields


def is_about(draft: Draft) -> bool:
    """Return True for a draft that says how another event is to be read."""
    return isinstance(draft.content, AboutEvent)


def ids_of(drafts: Sequence[Draft]) -> set[str]:
    """Return the refs of the events among drafts."""
    return {f"{draft.record}/{draft.content.id}" for draft in drafts if isinstance(draft.content, Event)}
