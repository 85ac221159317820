"""What must hold between what-ifs: changes that change nothing, in whatever order, and histories told twice."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from govsim.model.events import AnyOf, Event, LetterSigned, Resolved, Withdrawn
from govsim.model.record import Record
from govsim.replay.findings import findings_of
from govsim.replay.fold import replay
from govsim.replay.log import log_of
from govsim.replay.timeline import make_timeline
from tests.replay.builders import PEOPLE, POSTS, make_record
from tests.replay.strategies import records

from .cases_base import Fields, make_scenario
from .drawn_records import orderly_records, wild_records
from .product import MistakenError, ProductRun, run_product
from .strategies import DAYS, earliest, plain
from .test_naive_whatif import SLOW

orderly = orderly_records()
any_record = st.one_of(orderly_records(), wild_records(), records())
LATE = "2023-12-20"


def run(record: Record, fork: Fields | None = None, **fields: Any) -> ProductRun:
    """Return what comes of a scenario; no case where it cannot be asked."""
    try:
        return run_product(record, make_scenario({"fork": fork, **fields}))
    except MistakenError:
        assume(False)
        raise


def order_of(record: Record) -> list[str]:
    return plain(record).recorded_order


def by_id(record: Record) -> dict[str, Event]:
    """Return the events as the record reads, corrections made."""
    return dict(plain(record).recorded)


def told(got: ProductRun) -> tuple[Any, ...]:
    """Return everything that a what-if says of events and decisions, and what its branch holds."""
    return got.fates, got.decisions, [(record, event.dump()) for record, event in got.whatif.own()]


def is_sound(record: Record) -> bool:
    """Return whether the record says nothing against itself, so that no event of it falls when it is judged."""
    found = {finding.code for finding in findings_of(replay(make_timeline(log_of([record]))))}
    return not found & {"overlap", "not-held", "already-held", "post-absent"} and not any(
        isinstance(event, Resolved) and event.effects and not event.carried for event in record.events
    )


def draw_ids(data: st.DataObject, record: Record, least: int = 1, most: int = 1) -> list[str]:
    """Return some events, no case where there are too few."""
    order = [id_ for id_ in order_of(record) if not by_id(record)[id_].at.is_unknown]
    assume(len(order) >= least)
    return data.draw(st.lists(st.sampled_from(order), min_size=least, max_size=most, unique=True))


# -- nothing is changed


@SLOW
@given(any_record)
def test_an_empty_scenario_is_history_event_for_event(record: Record) -> None:
    got = run(record)
    assert got.whatif.own() == []
    assert set(got.fates.values()) <= {"kept"}
    assert list(got.fates) == order_of(record)
    rows = make_timeline(log_of([record])).rows
    assert make_timeline(got.whatif.log).rows == rows


@SLOW
@given(orderly, st.data())
def test_a_record_that_is_sound_stands_when_it_is_judged_from_anywhere(record: Record, data: st.DataObject) -> None:
    assume(is_sound(record))
    [id_] = draw_ids(data, record)
    got = run(record, {data.draw(st.sampled_from(["before", "after"])): id_})
    assert set(got.fates.values()) <= {"kept"}
    assert got.whatif.own() == []


@SLOW
@given(any_record, st.data())
def test_what_is_left_out_and_put_back_changes_nothing(record: Record, data: st.DataObject) -> None:
    [id_] = draw_ids(data, record)
    back = {"insert": by_id(record)[id_].dump()}
    assert told(run(record, {"before": id_}, changes=[{"omit": id_}, back])) == told(run(record, {"before": id_}))


@SLOW
@given(any_record, st.data())
def test_an_event_changed_to_what_it_is_stays(record: Record, data: st.DataObject) -> None:
    [id_] = draw_ids(data, record)
    fields = {name: value for name, value in by_id(record)[id_].dump().items() if name not in {"id", "type"}}
    if "votes" in fields and "carried" not in fields:
        del fields["votes"]  # votes that a scenario writes are counted anew
    wanted = data.draw(st.lists(st.sampled_from(sorted(fields)), min_size=1, unique=True))
    if "carried" in fields and "votes" in wanted:
        wanted.append("carried")
    change = {"change": id_, "set": {name: fields[name] for name in wanted}}
    assert told(run(record, {"before": id_}, changes=[change])) == told(run(record, {"before": id_}))


@SLOW
@given(any_record, st.data())
def test_a_decision_that_leads_to_nothing_changes_nothing(record: Record, data: st.DataObject) -> None:
    [id_] = draw_ids(data, record)
    days = [day for day in [*DAYS, LATE] if earliest(day) >= plain(record).recorded_keys[id_]]
    assume(days)
    at = data.draw(st.sampled_from(days))
    decision = {"id": "d", "at": at, "options": {"yes": {}, "no": {}}}
    choose = data.draw(st.sampled_from([{}, {"d": "yes"}, {"d": "no"}]))
    got = told(run(record, {"before": id_}, decisions=[decision], choose=choose))
    without = told(run(record, {"before": id_}))
    assert (got[0], got[2]) == (without[0], without[2])


@SLOW
@given(any_record, st.data())
def test_a_variable_that_nobody_asks_for_changes_nothing(record: Record, data: st.DataObject) -> None:
    first, *more = draw_ids(data, record, 1, 3)
    changes = [{"omit": id_} for id_ in [first, *more]]
    assert told(run(record, changes=changes, variables={"share": "1/2"})) == told(run(record, changes=changes))


# -- what nobody depends on

NOBODYS = [
    {"type": "stated", "id": "alone"},
    {"type": "hired", "id": "alone", "who": "eve", "to": "club/member"},
    {"type": "fired", "id": "alone", "who": "eve", "from": "club/member"},
    {"type": "post_created", "id": "alone", "post": "club/member"},
    {"type": "founded", "id": "alone", "organization": "club"},
    {"type": "letter_sent", "id": "alone"},
]


@SLOW
@given(any_record, st.sampled_from(NOBODYS), st.sampled_from(DAYS))
def test_leaving_out_what_nobody_depends_on_drops_nothing_else(record: Record, alone: Fields, day: str) -> None:
    header = {
        "people": {party: party for party in (*PEOPLE, "eve")},
        "organizations": {"org": "Org", "club": "Club"},
        "posts": {**POSTS, "club/member": "Member"},
        "covers": {
            name: side.text
            for name, side in (("from", record.header.covers.from_), ("to", record.header.covers.to))
            if side
        },
    }
    larger = make_record([*(event.dump() for event in record.events), {**alone, "at": day}], **header)
    fork = {"before": "alone"}
    with_it, without = run(larger, fork), run(larger, fork, changes=[{"omit": "alone"}])
    assert without.fates == {**with_it.fates, "alone": "omitted"}


def is_alone(record: Record, id_: str) -> bool:
    """Return whether no event has this one among its causes, effects, subjects, or beside it for want of a time."""
    events = by_id(record).values()
    ids = [event.id for event in events]
    follower = ids[ids.index(id_) + 1 :][:1]
    named = {
        other
        for event in events
        for cause in event.because
        for other in ((*cause.any,) if isinstance(cause, AnyOf) else (cause,))
    }
    named |= {effect for event in events if isinstance(event, Resolved) for effect in event.effects}
    named |= {
        event.letter if isinstance(event, LetterSigned) else event.event
        for event in events
        if isinstance(event, LetterSigned | Withdrawn)
    }
    return id_ not in named and not any(
        reading.at.is_unknown for other in follower for reading in by_id(record)[other].readings()
    )


@SLOW
@given(any_record, st.data())
def test_leaving_out_a_remark_that_nothing_names_drops_nothing_else(record: Record, data: st.DataObject) -> None:
    remarks = [id_ for id_, event in by_id(record).items() if event.type in {"stated", "withdrawn", "letter_sent"}]
    remarks = [id_ for id_ in remarks if id_ in order_of(record) and is_alone(record, id_)]
    assume(remarks)
    id_ = data.draw(st.sampled_from(remarks))
    expected = run(record, {"before": id_}).fates | {id_: "omitted"}
    assert run(record, {"before": id_}, changes=[{"omit": id_}]).fates == expected


# -- order


@SLOW
@given(any_record, st.data())
def test_a_set_of_omissions_comes_to_the_same_in_any_order(record: Record, data: st.DataObject) -> None:
    ids = draw_ids(data, record, 2, 3)
    ends = [told(run(record, changes=[{"omit": id_} for id_ in some])) for some in permutations(ids)]
    assert all(end == ends[0] for end in ends)


@SLOW
@given(any_record, st.data())
def test_a_change_before_its_own_fork_is_a_mistake(record: Record, data: st.DataObject) -> None:
    order = order_of(record)
    assume(len(order) > 1)
    late = data.draw(st.integers(1, len(order) - 1))
    early = order[data.draw(st.integers(0, late - 1))]
    for side in ("before", "after"):
        with pytest.raises(MistakenError, match="lies before the fork"):
            run_product(record, make_scenario({"fork": {side: order[late]}, "changes": [{"omit": early}]}))
    with pytest.raises(MistakenError, match="lies before the fork"):
        run_product(
            record, make_scenario({"fork": {"after": early}, "changes": [{"change": early, "set": {"note": "x"}}]})
        )


# -- outcomes and answers

OUTCOMES = {
    f"h-{party}-{post.replace('/', '-')}": f"holds('{party}', '{post}')" for party in PEOPLE[:3] for post in POSTS
}
VACANT = {f"v-{post.replace('/', '-')}": f"vacant('{post}')" for post in POSTS}


@SLOW
@given(orderly, st.data())
def test_outcomes_are_what_the_branch_says_at_the_end(record: Record, data: st.DataObject) -> None:
    ids = draw_ids(data, record, 1, 2)
    got = run(record, changes=[{"omit": id_} for id_ in ids], outcomes={**OUTCOMES, **VACANT})
    for post in POSTS:
        there = got.holders(post, got.whatif.end)
        for party in PEOPLE[:3]:
            presence = there.get(party, ("no", ""))[0]
            said = got.whatif.outcomes[f"h-{party}-{post.replace('/', '-')}"]
            assert said == {"certain": True, "possible": None, "no": False}[presence], (party, post)
        state = got.roster.state(post, got.whatif.end)
        said = got.whatif.outcomes[f"v-{post.replace('/', '-')}"]
        if state.status in {"held", "acting", "absent"}:
            assert said is False
        elif state.status == "vacant":
            assert said is True


@SLOW
@given(any_record, st.data())
def test_choosing_what_history_chose_reproduces_it(record: Record, data: st.DataObject) -> None:
    [id_] = draw_ids(data, record)
    keys = plain(record).recorded_keys
    later = [other for other in order_of(record) if keys[other] >= keys[id_]]
    listed = data.draw(st.lists(st.sampled_from(later), min_size=1, max_size=3, unique=True))
    other = data.draw(
        st.sampled_from(
            [{}, {"then": [{"insert": {"id": "new", "type": "stated", "at": LATE}}]}, {"then": [{"stop": "true"}]}]
        )
    )
    decision = {
        "id": "d",
        "at": by_id(record)[id_].at.text,
        "options": {"other": other, "as-it-was": {"events": listed}},
    }
    assume(make_scenario({"decisions": [decision]}).decisions[0].at.earliest is not None)
    got = run(record, {"before": id_}, decisions=[decision], choose="history")
    without = run(record, {"before": id_})
    assert got.decisions == {"d": ("chosen", "as-it-was")}
    assert (got.fates, got.whatif.own()) == (without.fates, without.whatif.own())
