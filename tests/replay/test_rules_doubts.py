"""Design, section 4: events that may not have happened, sentence by sentence."""

from __future__ import annotations

from .builders import ask, codes, departed, event, hired, holders, instant, last_instant, status

NOON = "2023-11-06 12:00"
DAY = "2023-11-06"
ADA = hired("ada", "2023-02-01 00:00")
ADA_SURE, ADA_MAYBE = "ada regular certain", "ada regular possible"


def disputed_by(events: list[dict[str, object]], at: str, post: str = "org/ceo") -> set[str]:
    return {ref.removeprefix("r/") for ref in ask(events).roster.state(post, instant(at)).disputed_by}


def test_a_disputed_opening_gives_a_possible_holder() -> None:
    """The disputed screen."""
    events = [hired("ada", NOON, claim="disputed")]
    assert holders(events, instant(NOON) - 1) == set()
    assert holders(events, NOON) == {ADA_MAYBE}
    assert status(events, NOON) == "disputed"
    assert disputed_by(events, NOON) == {"e0"}


def test_a_disputed_closing_leaves_the_old_holder_possible() -> None:
    events = [ADA, departed("ada", NOON, claim="disputed")]
    assert holders(events, instant(NOON) - 1) == {ADA_SURE}
    assert holders(events, NOON) == {ADA_MAYBE}
    assert status(events, NOON) == "disputed"


def test_a_disputed_closing_leaves_the_tenure_open_to_later_closings() -> None:
    events = [ADA, departed("ada", NOON, claim="disputed"), departed("ada", "2023-11-07 12:00")]
    assert holders(events, "2023-11-07 11:59") == {ADA_MAYBE}
    assert holders(events, "2023-11-07 12:00") == set()
    assert codes(events) == set()


def test_a_post_is_disputed_from_the_earliest_until_the_next_undisputed_change_is_certain() -> None:
    events = [ADA, departed("ada", DAY, claim="disputed"), hired("ben", "2023-11-08")]
    assert status(events, instant(DAY) - 1) == "held"
    assert status(events, DAY) == "disputed"
    assert status(events, last_instant("2023-11-08") - 1) == "disputed"
    assert status(events, last_instant("2023-11-08")) == "held"


def test_a_disputed_change_does_not_end_the_dispute_before_it() -> None:
    events = [ADA, departed("ada", NOON, claim="disputed"), hired("ben", "2023-11-08", claim="disputed")]
    assert disputed_by(events, "2023-11-09") == {"e1", "e2"}


def test_a_sure_creation_ends_the_dispute_over_a_doubted_one() -> None:
    events = [
        event("post_created", "2023-11-05", post="org/ceo", claim="disputed"),
        event("post_created", DAY, post="org/ceo"),
    ]
    assert status(events, NOON) == "disputed"
    assert status(events, "2023-11-07") == "vacant"


def test_a_change_of_another_post_does_not_end_a_dispute() -> None:
    events = [ADA, departed("ada", NOON, claim="disputed"), hired("ben", "2023-11-08", "org/cfo")]
    assert status(events, "2023-11-09") == "disputed"


def test_a_disputed_change_of_capacity_leaves_the_holder_certain() -> None:
    """Whether it happened or not she is there; she keeps the old capacity until the new one is certain: never."""
    events = [hired("ada", "2023-02-01", capacity="interim"), hired("ada", NOON, claim="disputed")]
    assert holders(events, "2023-11-07") == {"ada interim certain"}
    assert status(events, "2023-11-07") == "disputed"


def test_a_departure_after_a_disputed_hiring_and_a_sure_one_ends_the_stay() -> None:
    events = [
        hired("ada", "2023-02-01", claim="disputed"),
        hired("ada", "2023-03-01"),
        departed("ada", NOON),
    ]
    assert holders(events, "2023-05-01") == {ADA_SURE}
    assert holders(events, NOON) == set()


def test_a_departure_after_a_disputed_change_of_capacity_ends_the_stay() -> None:
    events = [
        hired("ada", "2023-02-01", capacity="interim"),
        hired("ada", NOON, claim="disputed"),
        departed("ada", "2023-11-08 12:00"),
    ]
    assert holders(events, "2023-11-08 12:00") == set()


def test_a_change_of_capacity_confirmed_after_a_disputed_one_does_not_interrupt() -> None:
    events = [
        hired("ada", "2023-02-01", capacity="interim"),
        hired("ada", "2023-11-05 12:00", claim="disputed"),
        hired("ada", "2023-11-08"),
    ]
    assert holders(events, "2023-11-08 12:00") == {"ada interim certain"}
    assert holders(events, "2023-11-09") == {ADA_SURE}


def test_a_disputed_end_in_the_organ_leaves_the_post_within_it_disputed() -> None:
    events = [
        hired("ada", "2023-02-01", ["org/board", "org/chair"]),
        departed("ada", NOON, "org/board", claim="disputed"),
    ]
    assert holders(events, NOON, "org/chair") == {ADA_MAYBE}
    assert status(events, NOON, "org/chair") == "disputed"


def test_a_disputed_turn_to_observer_leaves_the_post_within_the_organ_disputed() -> None:
    """As an observer she would have lost the chair; whether she became one is in doubt."""
    events = [
        hired("ada", "2023-02-01", ["org/board", "org/chair"]),
        hired("ada", NOON, "org/board", capacity="observer", claim="disputed"),
    ]
    assert holders(events, NOON, "org/chair") == {ADA_MAYBE}
    assert status(events, NOON, "org/chair") == "disputed"


def test_a_disputed_observer_who_never_was_a_member_keeps_what_he_holds() -> None:
    """Ben chairs without a seat on the board (not-member): nothing of his ends there, in doubt or not."""
    events = [
        hired("ben", "2023-02-01", "org/chair"),
        hired("ben", NOON, "org/board", capacity="observer", claim="disputed"),
    ]
    assert holders(events, NOON, "org/chair") == {"ben regular certain"}
    assert status(events, NOON, "org/chair") == "held"


def test_a_second_disputed_end_in_the_organ_disputes_a_chair_taken_after_the_first() -> None:
    events = [
        hired("ada", "2023-02-01", "org/board"),
        departed("ada", "2023-03-01", "org/board", claim="disputed"),
        hired("ada", "2023-04-01", "org/chair"),
        departed("ada", NOON, "org/board", claim="disputed"),
    ]
    assert status(events, "2023-05-01", "org/chair") == "held"
    assert holders(events, NOON, "org/chair") == {ADA_MAYBE}


def test_a_version_that_is_sure_of_a_doubted_hiring_disputes_beyond_the_next_change() -> None:
    """Possible in the reading shown, certain in the other: the sets differ as long as she may sit."""
    events = [
        hired("ada", NOON, "org/board", claim="disputed", versions=[{"claim": "confirmed"}]),
        hired("ben", DAY, "org/board"),
    ]
    assert status(events, "2023-11-08", "org/board") == "disputed"
