"""Design, section 4: clocks, claims, versions and corrections, sentence by sentence."""

from __future__ import annotations

from .builders import (
    POSTS,
    ask,
    bound_fields,
    codes,
    departed,
    event,
    findings,
    hired,
    holders,
    instant,
    last_instant,
    status,
)

NOON = "2023-11-06 12:00"
DAY = "2023-11-06"
ADA = hired("ada", "2023-02-01 00:00")
ADA_SURE, ADA_MAYBE = "ada regular certain", "ada regular possible"


def disputed_by(events: list[dict[str, object]], at: str, post: str = "org/ceo") -> set[str]:
    return {ref.removeprefix("r/") for ref in ask(events).roster.state(post, instant(at)).disputed_by}


# -- clocks


def test_known_at_admits_what_was_announced_by_then() -> None:
    events = [ADA, departed("ada", NOON, announced="2023-11-06 12:28")]
    before = instant("2023-11-06 12:28") - 1
    assert ask(events, known_at="2023-11-06 12:28").holders_at("org/ceo", instant(NOON)) == set()
    assert ask(events, known_at="2023-11-06 12:27").holders_at("org/ceo", before) == {("ada", "regular", "certain")}


def test_without_announced_an_event_is_known_when_it_certainly_happened() -> None:
    events = [hired("ada", DAY)]
    assert holders(events, "2023-11-07", known_at="2023-11-06 23:59") == set()
    assert holders(events, "2023-11-07", known_at="2023-11-07") == {ADA_SURE}


def test_what_is_announced_some_time_that_day_is_known_at_the_end_of_the_day() -> None:
    events = [hired("ada", NOON, announced="2023-11-07")]
    assert holders(events, "2023-11-08", known_at="2023-11-07 23:59") == set()
    assert holders(events, "2023-11-08", known_at="2023-11-08") == {ADA_SURE}


def test_trust_names_the_weakest_claim_admitted() -> None:
    events = [hired("ada", NOON), hired("ben", NOON, "org/cfo", claim="reported")]
    assert holders(events, "2023-11-07", "org/cfo") == {"ben regular certain"}
    assert holders(events, "2023-11-07", "org/cfo", trust="reported") == {"ben regular certain"}
    assert holders(events, "2023-11-07", "org/cfo", trust="confirmed") == set()
    assert holders(events, "2023-11-07", trust="confirmed") == {ADA_SURE}


def test_what_is_filtered_out_causes_no_findings() -> None:
    events = [ADA, hired("ben", NOON, claim="reported")]
    assert codes(events) == {"overlap"}
    assert codes(events, trust="confirmed") == set()


def test_each_reading_is_admitted_by_its_own_clocks() -> None:
    """The blog of that day says noon; a book of December says eleven."""
    rival = {"at": "2023-11-06 11:00", "announced": "2023-12-01"}
    events = [ADA, departed("ada", NOON, announced=DAY, versions=[rival])]
    assert status(events, "2023-11-06 11:30") == "disputed"
    assert status(events, "2023-11-06 11:30", known_at="2023-11-30") == "held"


def test_a_reading_inherits_the_clocks_it_does_not_state() -> None:
    events = [ADA, departed("ada", NOON, announced="2023-12-01", versions=[{"at": "2023-11-06 11:00"}])]
    assert status(events, "2023-11-06 11:30", known_at="2023-11-30") == "held"
    assert status(events, "2023-11-06 13:00", known_at="2023-11-30") == "held"
    assert status(events, "2023-11-06 11:30", known_at="2023-12-02") == "disputed"


def test_a_rival_reading_that_is_known_first_is_the_one_shown() -> None:
    rival = {"at": "2023-11-06 11:00", "announced": DAY}
    events = [ADA, departed("ada", NOON, announced="2023-12-01", versions=[rival])]
    assert status(events, "2023-11-06 11:30", known_at="2023-11-30") == "vacant"


# -- versions


def test_a_post_is_disputed_only_where_the_readings_give_different_holders() -> None:
    events = [ADA, departed("ada", NOON, versions=[{"at": "2023-11-06 12:28"}])]
    assert status(events, instant(NOON) - 1) == "held"
    assert status(events, NOON) == "disputed"
    assert status(events, instant("2023-11-06 12:28") - 1) == "disputed"
    assert status(events, "2023-11-06 12:28") == "vacant"
    assert disputed_by(events, NOON) == {"e1"}


def test_the_main_body_is_the_reading_shown() -> None:
    events = [ADA, departed("ada", NOON, versions=[{"at": "2023-11-06 12:28"}])]
    assert holders(events, "2023-11-06 12:10") == set()
    turned = [ADA, departed("ada", "2023-11-06 12:28", versions=[{"at": NOON}])]
    assert holders(turned, "2023-11-06 12:10") == {ADA_SURE}


def test_readings_that_differ_in_presence_dispute() -> None:
    """One says noon, the other only that day: before noon certain against possible."""
    events = [ADA, departed("ada", NOON, versions=[{"at": DAY}])]
    assert status(events, instant(DAY) - 1) == "held"
    assert status(events, DAY) == "disputed"
    assert status(events, last_instant(DAY)) == "vacant"


def test_capacity_alone_does_not_dispute() -> None:
    events = [hired("ada", NOON, versions=[{"capacity": "interim"}])]
    assert status(events, "2023-11-07") == "held"
    assert holders(events, "2023-11-07") == {ADA_SURE}


def test_a_capacity_that_makes_a_change_of_a_new_start_disputes_the_presence() -> None:
    """Out and in again on the 6th: as regular she can be out for hours, as interim it is a change without a break."""
    events = [ADA, departed("ada", DAY), hired("ada", DAY, versions=[{"capacity": "interim"}])]
    assert holders([*events[:2], hired("ada", DAY)], NOON) == {ADA_MAYBE}
    assert holders([*events[:2], hired("ada", DAY, capacity="interim")], NOON) == {ADA_SURE}
    assert status(events, NOON) == "disputed"
    assert status(events, "2023-11-07") == "held"


def test_a_version_that_names_somebody_else_disputes() -> None:
    events = [hired("ada", NOON, versions=[{"who": "ben"}])]
    assert status(events, "2023-11-07") == "disputed"
    assert holders(events, "2023-11-07") == {ADA_SURE}


def test_a_version_that_changes_nothing_does_not_dispute() -> None:
    events = [hired("ada", NOON, versions=[{"note": "another source"}])]
    assert status(events, "2023-11-07") == "held"


def test_a_version_disputes_a_post_that_only_it_names() -> None:
    events = [hired("ada", NOON, versions=[{"to": "org/cfo"}])]
    assert status(events, "2023-11-07") == "disputed"
    assert status(events, "2023-11-07", "org/cfo") == "disputed"


def test_readings_of_the_end_in_an_organ_dispute_the_post_within_it() -> None:
    events = [
        hired("ada", "2023-02-01", ["org/board", "org/chair"]),
        departed("ada", NOON, "org/board", versions=[{"at": "2023-11-06 13:00"}]),
    ]
    assert status(events, "2023-11-06 12:30", "org/chair") == "disputed"
    assert status(events, "2023-11-06 13:00", "org/chair") == "vacant"


def test_readings_of_a_start_do_not_dispute_after_a_common_end_in_the_organ() -> None:
    """Whenever she took the chair, she lost it with her seat on the board: both readings say so."""
    events = [
        hired("ada", "2023-02-01", "org/board"),
        hired("ada", "2023-03-01", "org/chair", versions=[{"at": "2023-04-01"}]),
        departed("ada", NOON, "org/board"),
    ]
    assert status(events, "2023-03-15", "org/chair") == "disputed"
    assert status(events, "2023-05-01", "org/chair") == "held"
    assert status(events, "2023-11-07", "org/chair") == "vacant"


def test_readings_of_the_end_in_an_organ_dispute_what_lies_two_levels_within() -> None:
    nested = {**POSTS, "org/head": {"title": "Head of the chair's office", "within": "org/chair"}}
    events = [
        hired("ada", "2023-02-01", ["org/board", "org/chair", "org/head"]),
        departed("ada", NOON, "org/board", versions=[{"at": "2023-11-06 13:00"}]),
    ]
    assert status(events, "2023-11-06 12:30", "org/head", posts=nested) == "disputed"
    assert status(events, "2023-11-06 13:00", "org/head", posts=nested) == "vacant"


def test_a_rival_reading_moves_the_unknown_times_that_lean_on_it() -> None:
    """Ben's end leans on Ada's start, through hers: only where that is the 7th does it come after his start."""
    events = [
        hired("ada", "unknown", versions=[{"at": "2023-11-07"}]),
        departed("ben", "unknown", "org/cfo"),
        hired("ben", NOON, "org/cfo"),
    ]
    first, second = (ask([{**events[0], "at": at, "versions": []}, *events[1:]]) for at in ("unknown", "2023-11-07"))
    assert first.order == ["r/e0", "r/e1", "r/e2"]
    assert second.order == ["r/e2", "r/e0", "r/e1"]
    # Either way Ben's start can have come before his end, and the closing finds it: nothing to dispute.
    assert status(events, "2023-11-08", "org/cfo") == "unknown"


def test_a_rival_reading_disputes_another_post_through_an_unknown_time_that_leans_on_it() -> None:
    """The end of the board leans on the statement: of the 1st it finds no Ada there, of the 5th it ends her tenure."""
    events = [
        event("stated", "2023-11-01", versions=[{"at": "2023-11-05"}]),
        event("post_abolished", "unknown", post="org/board"),
        hired("ada", "2023-11-03", "org/board"),
    ]
    first, second = (ask([{**events[0], "at": at, "versions": []}, *events[1:]]) for at in ("2023-11-01", "2023-11-05"))
    at = instant("2023-11-04")
    assert first.holders_at("org/board", at) == {("ada", "regular", "certain")}
    assert second.holders_at("org/board", at) == {("ada", "regular", "possible")}
    assert status(events, at, "org/board") == "disputed"


def test_a_rival_reading_with_a_weak_claim_does_not_doubt_that_the_event_happened() -> None:
    """``claim: disputed`` doubts a *whole* event; here it belongs to one reading, which says 12:28."""
    events = [ADA, departed("ada", NOON, versions=[{"at": "2023-11-06 12:28", "claim": "disputed"}])]
    assert status(events, "2023-11-06 12:10") == "disputed"
    assert status(events, "2023-11-07") == "vacant"


# -- corrections


def test_a_correction_keeps_id_and_position_and_reads_otherwise() -> None:
    mend = event("corrected", "2024-01-01", event="e0", with_={"at": bound_fields("2023-11-07 12:00")})
    events = [hired("ada", NOON), mend]
    assert holders(events, NOON) == set()
    assert holders(events, "2023-11-07 12:00") == {ADA_SURE}
    assert ask(events).order == ["r/e0"]


def test_the_last_correction_of_a_field_wins() -> None:
    mends = [event("corrected", "2024-01-01", event="e0", with_={"who": who}) for who in ("ben", "cleo")]
    assert holders([hired("ada", NOON), *mends], NOON) == {"cleo regular certain"}


def test_a_retracted_event_is_read_as_if_not_written() -> None:
    events = [ADA, departed("ada", NOON), event("retracted", "2024-01-01", event="e1")]
    assert holders(events, "2023-11-07") == {ADA_SURE}


def test_a_correction_without_announced_holds_at_every_k() -> None:
    mend = event("corrected", "2024-06-01", event="e0", with_={"who": "ben"})
    assert holders([hired("ada", NOON), mend], "2023-11-07", known_at="2023-11-08") == {"ben regular certain"}


def test_an_announced_correction_holds_from_then_on() -> None:
    mend = event("corrected", "2024-06-01", announced="2024-03-01 00:00", event="e0", with_={"who": "ben"})
    events = [hired("ada", NOON), mend]
    assert holders(events, "2023-11-07", known_at="2024-02-29") == {ADA_SURE}
    assert holders(events, "2023-11-07", known_at="2024-03-01") == {"ben regular certain"}


def test_the_day_of_a_correction_plays_no_part_in_replay() -> None:
    """Neither in the order, nor for an unknown time after it, nor for what the record covers."""
    mend = event("corrected", "2030-01-01", event="e0", with_={"note": "mended"})
    events = [hired("ada", NOON), mend, hired("ben", "unknown", "org/cfo"), hired("cleo", "2023-11-07", "org/board")]
    assert ask(events).order == ["r/e0", "r/e2", "r/e3"]
    assert findings(events) == set()
