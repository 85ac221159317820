"""Design, section 4: the status of a post, posts that begin and end, single seats, posts within an organ."""

from __future__ import annotations

from typing import Any

import pytest

from .builders import POSTS, ask, codes, departed, event, hired, holders, instant, last_instant, status

NOON = "2023-11-06 12:00"
DAY = "2023-11-06"
ADA = hired("ada", "2023-02-01 00:00")
ADA_SURE, ADA_MAYBE = "ada regular certain", "ada regular possible"
BOTH = ["org/board", "org/chair"]


def posts(**ceo: Any) -> dict[str, Any]:
    return {**POSTS, "org/ceo": {"title": "Chief executive", **ceo}}


# -- status


def test_outside_what_is_covered_a_post_is_unknown_and_nobody_is_listed() -> None:
    events = [hired("ada", "2022-01-01")]
    for at in (instant("2023-01-01") - 1, last_instant("2024-12-31") + 1):
        assert (status(events, at), holders(events, at)) == ("unknown", set())
    for at in (instant("2023-01-01"), last_instant("2024-12-31")):
        assert (status(events, at), holders(events, at)) == ("held", {ADA_SURE})


def test_covers_may_be_narrowed_per_post() -> None:
    narrow = posts(covers={"from": "2023-03-01", "to": "2023-03-31"})
    assert status([ADA], "2023-02-15", posts=narrow) == "unknown"
    assert status([ADA], "2023-03-15", posts=narrow) == "held"
    assert status([ADA], "2023-04-01", posts=narrow) == "unknown"


def test_a_post_is_absent_until_it_can_have_been_created() -> None:
    events = [event("post_created", DAY, post="org/ceo")]
    assert status(events, instant(DAY) - 1) == "absent"
    assert status(events, DAY) == "vacant"


def test_a_post_is_absent_once_it_is_certainly_abolished_and_nobody_is_listed() -> None:
    events = [ADA, event("post_abolished", DAY, post="org/ceo")]
    assert status(events, last_instant(DAY) - 1) == "unknown"
    assert (status(events, last_instant(DAY)), holders(events, last_instant(DAY))) == ("absent", set())


def test_a_post_is_absent_until_its_organisation_can_have_been_founded() -> None:
    events = [event("founded", DAY, organization="org"), event("post_created", "2023-11-04", post="org/cfo")]
    assert status(events, instant(DAY) - 1) == "absent"
    assert status(events, DAY) == "vacant"
    assert status(events, instant(DAY) - 1, "org/cfo") == "absent"


def test_a_post_is_absent_once_its_organisation_is_certainly_dissolved() -> None:
    events = [ADA, event("dissolved", NOON, organization="org")]
    assert status(events, instant(NOON) - 1) == "held"
    assert (status(events, NOON), holders(events, NOON)) == ("absent", set())


def test_a_post_without_post_created_exists_from_the_start() -> None:
    assert status([event("stated", NOON)], "2023-01-01") == "vacant"


def test_a_post_abolished_twice_stays_absent() -> None:
    events = [
        event("post_abolished", "2023-11-05", post="org/ceo"),
        event("post_abolished", "2023-11-07", post="org/ceo"),
    ]
    assert status(events, "2023-11-06") == "absent"
    assert status(events, "2023-11-08") == "absent"


@pytest.mark.parametrize(
    ("begin", "end", "of"),
    [("post_created", "post_abolished", {"post": "org/ceo"}), ("founded", "dissolved", {"organization": "org"})],
)
def test_what_was_told_to_begin_twice_still_ends(begin: str, end: str, of: dict[str, str]) -> None:
    events = [event(begin, "2023-02-01", **of), event(begin, "2023-03-01", **of), event(end, NOON, **of)]
    assert status(events, "2023-11-07") == "absent"


def test_a_post_created_again_exists_again() -> None:
    events = [
        event("post_created", "2023-02-01", post="org/ceo"),
        event("post_abolished", "2023-03-01 00:00", post="org/ceo"),
        event("post_created", "2023-04-01", post="org/ceo"),
    ]
    assert [status(events, at) for at in ("2023-01-15", "2023-02-15", "2023-03-15", "2023-04-15")] == [
        "absent",
        "vacant",
        "absent",
        "vacant",
    ]


def test_absent_comes_before_disputed() -> None:
    events = [hired("ada", "2023-11-05", versions=[{"who": "ben"}]), event("post_created", NOON, post="org/ceo")]
    assert status(events, instant(NOON) - 1) == "absent"
    assert status(events, NOON) == "disputed"


def test_a_disputed_end_of_a_post_does_not_make_it_absent() -> None:
    events = [ADA, event("post_abolished", NOON, post="org/ceo", claim="disputed")]
    assert (status(events, NOON), holders(events, NOON)) == ("disputed", {ADA_MAYBE})


@pytest.mark.parametrize(
    ("capacity", "expected"), [("regular", "held"), ("interim", "acting"), ("acting", "acting"), ("observer", "vacant")]
)
def test_the_capacity_of_a_certain_holder_gives_the_status(capacity: str, expected: str) -> None:
    assert status([hired("ada", NOON, capacity=capacity)], "2023-11-07") == expected


def test_a_regular_holder_comes_before_an_interim_one() -> None:
    events = [hired("ada", NOON, "org/board", capacity="interim"), hired("ben", NOON, "org/board")]
    assert status(events, NOON, "org/board") == "held"


def test_with_only_possible_holders_a_post_is_unknown() -> None:
    assert status([hired("ada", DAY)], NOON) == "unknown"


def test_nobody_is_vacant_but_unknown_where_the_cover_is_partial() -> None:
    events = [event("stated", NOON)]
    assert status(events, NOON) == "vacant"
    assert status(events, NOON, posts=posts(covers="partial")) == "unknown"


def test_with_a_holder_a_partial_cover_makes_no_difference() -> None:
    assert status([ADA], NOON, posts=posts(covers="partial")) == "held"


def test_seats_and_open_seats_follow_the_changes() -> None:
    events = [
        ADA,
        event("post_changed", NOON, post="org/ceo", seats="3"),
        hired("ben", "2023-11-07", capacity="observer"),
    ]
    before, after = (ask(events).roster.state("org/ceo", instant(at)) for at in ("2023-11-06 11:59", "2023-11-08"))
    assert (before.seats, before.open) == (1, 0)
    assert (after.seats, after.open) == (3, 2)


def test_with_many_seats_there_is_no_number_of_them() -> None:
    state = ask([hired("ada", NOON, "org/board")]).roster.state("org/board", instant(NOON))
    assert (state.seats, state.open) == (None, None)


# -- single seats


def test_hired_in_another_capacity_closes_the_old_tenure_and_opens_the_new_at_that_instant() -> None:
    events = [hired("ada", "2023-02-01", capacity="interim"), hired("ada", NOON)]
    assert holders(events, instant(NOON) - 1) == {"ada interim certain"}
    assert holders(events, NOON) == {ADA_SURE}
    assert holders([*events, departed("ada", "2023-11-07")], "2023-11-08") == set()
    assert codes(events) == set()


def test_nobody_sits_yet_in_a_tenure_that_certainly_begins_later() -> None:
    """A cause that lies later is a finding; the hiring of the 4th stays certain and ends nothing."""
    events = [hired("ada", "2023-11-07", capacity="interim"), hired("ada", "2023-11-04 12:00", because="e0")]
    assert codes(events) == {"because-after", "already-held"}
    assert holders(events, "2023-11-05") == {ADA_SURE}


def test_replaces_ends_the_tenure_of_the_one_named() -> None:
    events = [ADA, hired("ben", DAY, replaces="ada")]
    assert holders(events, instant(DAY) - 1) == {ADA_SURE}
    assert holders(events, NOON) == {ADA_MAYBE, "ben regular possible"}
    assert holders(events, last_instant(DAY)) == {"ben regular certain"}
    assert codes(events) == set()


def test_replaces_takes_a_list() -> None:
    events = [
        hired(["ada", "ben"], "2023-02-01", "org/board"),
        hired("cleo", NOON, "org/board", replaces=["ada", "ben"]),
    ]
    assert holders(events, NOON, "org/board") == {"cleo regular certain"}


def test_replaces_ends_nothing_in_other_posts() -> None:
    events = [hired("ada", "2023-02-01", ["org/ceo", "org/board"]), hired("ben", NOON, replaces="ada")]
    assert holders(events, NOON, "org/board") == {ADA_SURE}


def test_a_list_of_people_and_posts_is_a_cross_product() -> None:
    events = [
        hired(["ada", "ben"], "2023-02-01", ["org/board", "org/cfo"]),
        departed(["ada", "ben"], NOON, ["org/board", "org/cfo"]),
    ]
    for post in ("org/board", "org/cfo"):
        assert holders(events, "2023-03-01", post) == {ADA_SURE, "ben regular certain"}
        assert holders(events, NOON, post) == set()


def test_until_closes_nothing() -> None:
    events = [hired("ada", "2023-02-01", until="2023-03-01")]
    assert holders(events, NOON) == {ADA_SURE}


def test_leave_ends_no_tenure() -> None:
    events = [ADA, event("leave_started", NOON, who="ada", from_="org/ceo")]
    assert holders(events, "2023-11-07") == {ADA_SURE}


def test_an_offer_opens_no_tenure() -> None:
    assert holders([event("offered", NOON, who="ada", to="org/ceo")], "2023-11-07") == set()


@pytest.mark.parametrize("type_", ["post_abolished", "dissolved"])
def test_the_end_of_a_post_leaves_its_holder_possible_during_the_window(type_: str) -> None:
    end = {"post_abolished": {"post": "org/ceo"}, "dissolved": {"organization": "org"}}[type_]
    events = [ADA, event(type_, DAY, **end)]
    assert holders(events, instant(DAY) - 1) == {ADA_SURE}
    assert holders(events, NOON) == {ADA_MAYBE}


# -- posts within an organ


def test_a_post_within_an_organ_ends_with_the_same_bounds_as_the_tenure_in_the_organ() -> None:
    events = [hired("ada", "2023-02-01", BOTH), departed("ada", DAY, "org/board")]
    assert holders(events, instant(DAY) - 1, "org/chair") == {ADA_SURE}
    assert holders(events, DAY, "org/chair") == {ADA_MAYBE}
    assert holders(events, last_instant(DAY), "org/chair") == set()


def test_a_post_within_an_organ_ends_when_its_holder_turns_observer() -> None:
    events = [hired("ada", "2023-02-01", BOTH), hired("ada", NOON, "org/board", capacity="observer")]
    assert holders(events, instant(NOON) - 1, "org/chair") == {ADA_SURE}
    assert holders(events, NOON, "org/chair") == set()


@pytest.mark.parametrize(("old", "new"), [("interim", "regular"), ("regular", "acting")])
def test_another_change_of_capacity_in_the_organ_does_not_end_the_post_within(old: str, new: str) -> None:
    """The text names two causes, the end in the organ and the turn to observer; a change does not interrupt."""
    events = [
        hired("ada", "2023-02-01", "org/board", capacity=old),
        hired("ada", "2023-03-01", "org/chair"),
        hired("ada", NOON, "org/board", capacity=new),
    ]
    assert holders(events, "2023-11-07", "org/chair") == {ADA_SURE}


def test_a_replaced_member_loses_the_post_within_the_organ() -> None:
    events = [hired("ada", "2023-02-01", BOTH), hired("ben", NOON, "org/board", replaces="ada")]
    assert holders(events, NOON, "org/chair") == set()


def test_abolishing_the_organ_ends_the_posts_within_it() -> None:
    events = [hired("ada", "2023-02-01", BOTH), event("post_abolished", NOON, post="org/board")]
    assert holders(events, NOON, "org/chair") == set()


def test_the_posts_of_other_members_go_on() -> None:
    events = [hired(["ada", "ben"], "2023-02-01", "org/board"), hired("ben", "2023-02-01", "org/chair")]
    assert holders([*events, departed("ada", NOON, "org/board")], NOON, "org/chair") == {"ben regular certain"}


def test_a_holder_with_no_tenure_in_the_organ_is_not_ended() -> None:
    events = [hired("ada", "2023-02-01", "org/chair"), departed("ada", NOON, "org/board")]
    assert holders(events, "2023-11-07", "org/chair") == {ADA_SURE}


def test_a_post_within_that_certainly_began_after_the_end_in_the_organ_is_not_ended() -> None:
    """The hiring to the board, some time by the 8th, sorts last; but the chair of the 7th is no business of the 5th."""
    events = [
        departed("ada", "2023-11-05", "org/board"),
        hired("ada", "2023-11-07 12:00", "org/chair"),
        hired("ada", "[..2023-11-08]", "org/board"),
    ]
    assert holders(events, "2023-11-09", "org/chair") == {ADA_SURE}


def test_an_explicit_closing_at_the_same_bounds_is_no_finding() -> None:
    events = [hired("ada", "2023-02-01", BOTH), departed("ada", DAY, BOTH)]
    assert codes(events) == set()
    assert holders(events, last_instant(DAY), "org/chair") == set()
