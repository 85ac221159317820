"""What the bylaws say of acts: each rule of the design on one small company."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.verdicts import FIRE, failed, judged, operands, vote

HALF_OF = {of: {"more_than": "1/2", "of": of} for of in ("authorised", "in_office", "present", "cast", "outstanding")}
POWER = {"id": "fire", "organ": "org/board", "act": "fired", "target": "org/ceo"}


def board(**rules: Any) -> dict[str, Any]:
    return {"organs": {"org/board": rules}}


@pytest.mark.parametrize(
    ("of", "status", "numbers"),
    [
        ("authorised", "void", {"for": "3", "authorised": "9"}),
        ("in_office", "void", {"for": "3", "in_office": "6"}),
        ("present", "valid", {"for": "3", "present": "5"}),
        ("cast", "valid", {"for": "3", "cast": "4"}),
    ],
)
def test_one_vote_is_worth_another_thing_under_each_denominator(of: str, status: str, numbers: dict[str, str]) -> None:
    bylaws = board(authorised="9", majority=HALF_OF[of])
    votes = vote(["ada", "ben", "cleo"], ["dan"], abstain=["eva"], absent=["finn"], carried="true")
    found = judged([votes, FIRE], bylaws)
    assert found["vote"].status == status
    assert numbers.items() <= operands(found["vote"], "org/board.majority").items()
    assert found["out"].status == status


def test_a_quorum_counts_the_seats_that_nobody_fills() -> None:
    bylaws = board(authorised="13", quorum=HALF_OF["authorised"], majority=HALF_OF["present"])
    found = judged([vote(["ada", "ben", "cleo", "dan"], abstain=["eva", "finn"], carried="true"), FIRE], bylaws)
    assert (found["vote"].status, failed(found["vote"])) == ("void", ["org/board.quorum"])
    assert operands(found["vote"], "org/board.quorum")["authorised"] == "13"


def test_a_defeated_resolution_is_valid_and_its_act_void() -> None:
    found = judged([vote(["ada"], ["ben", "cleo"]), FIRE], board(majority=HALF_OF["cast"]))
    assert found["vote"].status == "valid"
    assert (found["out"].status, failed(found["out"])) == ("void", ["org/board.majority"])


def test_strangers_and_observers_have_no_vote() -> None:
    observer = {"id": "o", "type": "hired", "at": "2020-03-01", "who": "gus", "to": "org/board", "capacity": "observer"}
    found = judged([observer, vote(["ada", "ben", "gus"], ["cleo", "dan"])], board(majority=HALF_OF["cast"]))
    assert operands(found["vote"], "org/board.majority") == {
        "for": "2",
        "cast": "4",
        "needed": "more than 1/2 of cast",
    }


@pytest.mark.parametrize(
    ("majority", "votes", "status"),
    [
        (HALF_OF["cast"], (["ada", "ben"], ["cleo", "dan"]), "valid"),
        (HALF_OF["cast"], (["ben", "cleo"], ["ada", "dan"]), "void"),
        (HALF_OF["in_office"], (["ada", "ben"], ["cleo", "dan"]), "void"),
        ({"at_least": "5/6", "of": "cast"}, (["ada", "ben"], ["cleo", "dan"]), "void"),
    ],
    ids=["the chair is for it", "the chair is against it", "one vote more is not enough", "no bare majority"],
)
def test_the_chair_breaks_a_tie_by_a_second_vote(majority: Any, votes: Any, status: str) -> None:
    found = judged([vote(*votes, carried="true")], board(majority=majority, tie_break="chair"))
    assert found["vote"].status == status


def test_nobody_is_no_part_of_nothing() -> None:
    found = judged([vote([], carried="true", absent=["ada"])], board(majority={"at_least": "1/2", "of": "cast"}))
    assert found["vote"].status == "void"
    found = judged([vote([], ["ada"], carried="true")], board(majority={"at_least": "1/2", "of": "cast"}))
    assert found["vote"].status == "void"


@pytest.mark.parametrize(
    ("signed", "status", "failing"),
    [
        (["ada", "ben", "cleo", "dan", "eva", "finn"], "valid", []),
        (["ada", "ben", "cleo", "dan", "eva"], "void", ["org/board.written_consent"]),
        (["ada", "ben"], "void", ["org/board.quorum", "org/board.written_consent"]),
    ],
)
def test_a_written_consent_needs_all_and_a_quorum_by_itself(signed: list[str], status: str, failing: list[str]) -> None:
    """Applied Energetics v. Farley, 239 A.3d 409 (Del. Ch. 2020): the number that signs must itself be a quorum."""
    rules = board(authorised="6", quorum=HALF_OF["authorised"], written_consent={"at_least": "1", "of": "in_office"})
    found = judged([vote(signed, method="written_consent", carried="true")], rules)
    assert (found["vote"].status, failed(found["vote"])) == (status, failing)


@pytest.mark.parametrize(
    ("notified", "status", "passed"),
    [("2021-05-30 12:00", "valid", True), ("2021-05-31", "voidable", False), (None, "valid", None)],
)
def test_a_missed_notice_makes_a_resolution_voidable(notified: str | None, status: str, passed: bool | None) -> None:
    told: dict[str, Any] = {} if notified is None else {"notified": notified}
    found = judged([vote(["ada", "ben"], **told)], board(majority=HALF_OF["cast"], notice="48h"))
    assert found["vote"].status == status
    assert next(one.passed for one in found["vote"].reasons if one.provision == "org/board.notice") is passed


@pytest.mark.parametrize(
    ("act", "status"),
    [
        ({**FIRE, "by": "org/members"}, "void"),
        ({**FIRE, "by": "org/board"}, "undetermined"),
        (FIRE, "undetermined"),
    ],
)
def test_what_a_power_says_without_a_resolution(act: dict[str, Any], status: str) -> None:
    found = judged([act], {"powers": [POWER]})
    assert found["out"].status == status
    assert [reason.provision for reason in found["out"].reasons] == ["fire"]


def test_a_resolution_of_another_organ_is_no_power() -> None:
    member = {"id": "m", "type": "hired", "at": "2020-03-01", "who": "ada", "to": "org/members"}
    found = judged([member, vote(["ada"], organ="org/members"), FIRE], {"powers": [POWER]})
    assert (found["out"].status, failed(found["out"])) == ("void", ["fire"])


def test_an_act_that_nothing_names_is_undetermined_without_reasons() -> None:
    found = judged([FIRE], {"powers": [{**POWER, "act": "hired"}]})
    assert (found["out"].status, found["out"].reasons) == ("undetermined", ())


def test_a_power_may_ask_for_more_than_its_organ() -> None:
    rules = {
        **board(majority=HALF_OF["cast"]),
        "powers": [{**POWER, "majority": {"at_least": "2/3", "of": "in_office"}}],
    }
    found = judged([vote(["ada", "ben", "cleo"], ["dan"]), FIRE], rules)
    assert (found["vote"].status, found["out"].status, failed(found["out"])) == ("valid", "void", ["fire"])
    found = judged([vote(["ada", "ben", "cleo", "dan"], ["eva"]), FIRE], rules)
    assert found["out"].status == "valid"


CONSENT = {"id": "veto", "holder": "bank", "act": "fired", "target": "org/ceo", "capacity": "regular"}


@pytest.mark.parametrize(
    ("answers", "status"),
    [([], "pending"), (["consented"], "valid"), (["refused"], "void"), (["refused", "consented"], "valid")],
)
def test_a_consent_is_given_refused_or_still_to_come(answers: list[str], status: str) -> None:
    said = [
        {"id": f"a{day}", "type": kind, "at": f"2021-06-{day:02}", "who": "bank", "act": "out"}
        for day, kind in enumerate(answers, 3)
    ]
    rules = {**board(majority=HALF_OF["cast"]), "consents": [CONSENT]}
    found = judged([vote(["ada", "ben"]), FIRE, *said], rules)
    assert found["out"].status == status


def test_a_consent_over_another_act_or_capacity_changes_nothing() -> None:
    rules = board(majority=HALF_OF["cast"])
    without = judged([vote(["ada", "ben"]), FIRE], rules)["out"]
    for other in ({**CONSENT, "act": "hired"}, {**CONSENT, "capacity": "interim"}, {**CONSENT, "target": "org/chair"}):
        assert judged([vote(["ada", "ben"]), FIRE], {**rules, "consents": [other]})["out"] == without


def test_a_later_resolution_ratifies_what_was_void() -> None:
    later = vote(["ada", "ben", "cleo", "dan"], id="again", at="2021-07-01")
    found = judged([vote(["ada"], ["ben"], carried="true"), FIRE, later], board(majority=HALF_OF["in_office"]))
    assert found["out"].status == "ratified"


def test_weights_are_summed_in_every_denominator() -> None:
    """Bushell v Faith [1970] AC 1099: shares that counted threefold kept a director from being removed."""
    weights = {"ada": "300", "ben": "100", "cleo": "100"}
    rules = board(majority=HALF_OF["cast"], weights=weights)
    found = judged([vote(["ben", "cleo"], ["ada"], carried="true")], rules)
    assert found["vote"].status == "void"
    assert operands(found["vote"], "org/board.majority")["for"] == "200"
    rules = board(quorum={"at_least": "3/5", "of": "outstanding"}, majority=HALF_OF["cast"], weights=weights)
    found = judged([vote(["ben", "cleo"], carried="true")], rules)
    assert failed(found["vote"]) == ["org/board.quorum"]


def test_stakes_are_read_at_the_record_date() -> None:
    invested = [
        {"id": "i1", "type": "invested", "at": "2020-05-01", "who": "ada", "in": "org", "stake": "60%"},
        {"id": "i2", "type": "divested", "at": "2021-05-15", "who": "ada", "in": "org", "stake": "10%"},
        {"id": "i3", "type": "invested", "at": "2020-05-01", "who": "ben", "in": "org", "stake": "30%"},
    ]
    rules = board(majority=HALF_OF["cast"], weights="stakes")
    assert judged([*invested, vote(["ada"], ["ben"], carried="true")], rules)["vote"].status == "void"
    dated = board(majority=HALF_OF["cast"], weights="stakes", record_date="2021-05-01")
    assert judged([*invested, vote(["ada"], ["ben"], carried="true")], dated)["vote"].status == "valid"


def test_adopted_bylaws_count_from_their_day_on_and_key_by_key() -> None:
    adopted = {
        "id": "new",
        "type": "bylaws_adopted",
        "at": "2021-01-01",
        "organization": "org",
        "bylaws": board(majority=HALF_OF["in_office"]),
    }
    rules = board(quorum=HALF_OF["in_office"], majority=HALF_OF["present"])
    before = vote(["ada", "ben", "cleo"], ["dan"], id="before", at="2020-06-01", effects=[], carried="true")
    after = vote(["ada", "ben", "cleo"], ["dan"], carried="true")
    found = judged([before, adopted, after, FIRE], rules)
    assert (found["before"].status, found["vote"].status) == ("valid", "void")
    layers = {reason.provision: reason.layer for reason in found["vote"].reasons}
    assert layers == {"org/board.quorum": "r", "org/board.majority": "r/new"}


def test_a_law_gives_what_bylaws_leave_out() -> None:
    found = judged([vote(["ada", "ben", "cleo", "dan"], ["eva"]), FIRE], {"law": "delaware-corp"})
    layers = {reason.layer for reason in found["vote"].reasons}
    assert (found["vote"].status, layers) == ("valid", {"delaware-corp"})


def test_members_who_are_only_possible_leave_it_undetermined() -> None:
    """Three votes are more than half of five and not of six."""
    leaves = {"id": "l", "type": "resigned", "at": "2021-06", "who": "finn", "from": "org/board"}
    found = judged(
        [leaves, vote(["ada", "ben", "cleo"], ["dan"], carried="true")], board(majority=HALF_OF["in_office"])
    )
    assert found["vote"].status == "undetermined"
    assert operands(found["vote"], "org/board.majority")["in_office"] == "5 to 6"


def test_votes_that_nobody_recorded_settle_nothing() -> None:
    silent = {**vote([], carried="true"), "votes": None}
    found = judged([silent, FIRE], board(majority=HALF_OF["in_office"]))
    assert (found["vote"].status, found["out"].status) == ("undetermined", "undetermined")
