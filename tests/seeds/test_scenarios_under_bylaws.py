"""The bundled what-ifs that turn on the bylaws: one rule is changed, or one rule decides, and nothing else."""

from __future__ import annotations

import pytest

from tests.seeds.whatifs import of_fate, outcome, reason_of, root_of, run, successors, verdicts, written

PRESENT, IN_OFFICE = "majority-of-those-present", "majority-of-those-in-office"


@pytest.mark.parametrize(
    "name",
    [
        PRESENT,
        IN_OFFICE,
        "investors-have-a-consent-right",
        "uber-two-thirds",
        "uber-dual-class",
        "disney-board-majority",
    ],
)
def test_what_turns_on_the_bylaws_is_held_to_them_and_says_what_they_make_of_it(name: str) -> None:
    assert written(name)["enforce"] is True
    assert verdicts(run(name))


# -- two readings of one majority


def test_two_readings_are_one_and_the_same_change_under_two_layers() -> None:
    present, in_office = written(PRESENT), written(IN_OFFICE)
    assert present["changes"] == in_office["changes"]
    assert present["enforce"] == in_office["enforce"]
    (one,) = present["bylaws"]["openai"]["organs"].values()
    (other,) = in_office["bylaws"]["openai"]["organs"].values()
    assert set(one) == set(other) == {"majority"}
    assert (one["majority"]["more_than"], one["majority"]["of"]) == ("1/2", "present")
    assert (other["majority"]["more_than"], other["majority"]["of"]) == ("1/2", "in_office")


def test_three_of_four_present_carry_the_removal_and_everything_goes_as_recorded() -> None:
    view = run(PRESENT)
    assert of_fate(view, "dropped", "omitted") == set()
    assert of_fate(view, "changed") == {"board-vote"}


def test_the_same_three_of_six_in_office_do_not_and_the_reason_names_the_rule() -> None:
    view = run(IN_OFFICE)
    for act in ("altman-fired", "brockman-removed", "murati-told"):
        assert root_of(view, act) == ("not_carried", "board-vote")
        assert reason_of(view, act).provision == "openai/board.majority"
    assert successors(view, "openai/ceo") == ["sam-altman"]


# -- a consent


def test_without_an_answer_the_removal_is_pending_and_altman_stays() -> None:
    view = run("investors-have-a-consent-right")
    reason = reason_of(view, "altman-fired")
    assert (reason.kind, reason.provision) == ("verdict", "investor-consent")
    assert "consent" in reason.text
    assert "void" not in reason.text
    assert successors(view, "openai/ceo") == ["sam-altman"]


def test_a_refusal_makes_the_removal_void_and_a_consent_lets_everything_go_as_recorded() -> None:
    refused = reason_of(run("investors-have-a-consent-right", microsoft_answers="refuse"), "altman-fired")
    assert (refused.kind, refused.provision, refused.event) == (
        "verdict",
        "investor-consent",
        "openai-2023/microsoft-refuses",
    )
    assert "void" in refused.text
    given = run("investors-have-a-consent-right", microsoft_answers="consent")
    assert of_fate(given, "dropped", "changed", "omitted") == set()
    assert of_fate(given, "inserted") == {"microsoft-consents"}


def test_a_consent_to_the_removal_of_the_chief_stops_nobody_elses() -> None:
    view = run("investors-have-a-consent-right")
    assert "brockman-removed" in of_fate(view, "kept")
    assert outcome(view, "vote") == "valid"


# -- Uber


def test_six_of_eleven_carry_a_motion_and_remove_no_chief_between_the_deal_and_the_listing() -> None:
    view = run("uber-two-thirds")
    reason = reason_of(view, "removal-by-six")
    assert (reason.kind, reason.provision) == ("verdict", "remove-ceo")
    assert "void" in reason.text
    assert verdicts(view)["vote-by-six"] == ("valid", True)


@pytest.mark.parametrize(
    ("answer", "removal"), [("eight-in-february", "removal-by-eight"), ("six-in-december", "removal-in-december")]
)
def test_eight_of_eleven_do_and_six_did_before_the_deal(answer: str, removal: str) -> None:
    view = run("uber-two-thirds", when_and_how_many=answer)
    assert removal in of_fate(view, "inserted")
    assert outcome(view, "removed") is True
    assert outcome(view, "chief-in-march") is False


def test_the_five_investors_and_an_ally_have_half_of_the_votes_by_class_and_not_by_share() -> None:
    by_class = run("uber-dual-class")
    assert "kalanick-off-the-board" in of_fate(by_class, "inserted")
    by_share = run("uber-dual-class", how_votes_count="one-share-one-vote")
    assert root_of(by_share, "kalanick-off-the-board") == ("not_carried", "consent-of-shareholders")
    assert outcome(by_share, "kalanick-a-director") is True


# -- Disney


def test_a_vote_that_nobody_counted_is_undetermined_and_what_rests_on_it_happens() -> None:
    view = run("disney-board-majority")
    assert of_fate(view, "dropped", "changed", "inserted") == set()
    assert outcome(view, "recall") == "undetermined"


def test_a_recall_without_a_quorum_is_void_and_leaves_everybody_where_they_were() -> None:
    view = run("disney-board-majority", who_comes="two")
    assert outcome(view, "recall") == "void"
    assert {"chapek-out", "iger-ceo-again", "iger-director-again"} <= of_fate(view, "dropped")
    assert (reason_of(view, "chapek-out").kind, reason_of(view, "chapek-out").provision) == (
        "verdict",
        "disney/board.quorum",
    )
    assert reason_of(view, "iger-ceo-again").event == "disney-2022/chapek-out"
    assert outcome(view, "iger-next-day") is False
