"""The bundled what-ifs come out as their authors say, and each makes its main point."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.conftest import ROOT
from tests.seeds.whatifs import NAMES, of_fate, outcome, root_of, run, successors, written

# -- every file


@pytest.mark.parametrize("name", NAMES)
def test_every_expectation_of_a_bundled_scenario_holds(name: str) -> None:
    expected = run(name).expect
    assert [(one.text, one.got) for one in expected if not one.ok] == []
    assert 4 <= len(expected) <= 10


@pytest.mark.parametrize("name", NAMES)
def test_a_bundled_scenario_says_what_it_is_about(name: str) -> None:
    lines = (ROOT / "scenarios" / f"{name}.yaml").read_text().splitlines()
    comment = lines[: next(index for index, line in enumerate(lines) if not line.startswith("#"))]
    assert 3 <= len(comment) <= 6
    assert comment[0].startswith("# What if ")
    assert any(line.startswith("# Assumed: ") for line in comment)
    assert written(name)["scenario"] == name
    assert written(name)["title"]
    assert written(name)["outcomes"]


@pytest.mark.parametrize("name", [name for name in NAMES if "decisions" in written(name)])
def test_every_decision_asks_a_question_and_weighs_its_answers(name: str) -> None:
    for decision in written(name)["decisions"]:
        assert decision["actor"]
        assert decision["question"].endswith("?")
        assert len(decision["options"]) >= 2
        for option in decision["options"].values():
            assert option["title"]
            assert "weight" in option


def test_most_what_ifs_are_of_the_weekend_and_there_are_some_of_each_other_record() -> None:
    assert Counter(written(name)["record"] for name in NAMES) == {"openai-2023": 11, "disney-2022": 3, "uber-2017": 4}


# -- what comes of the agreement of 21 November 2023, and so falls without it

AGREED = {
    "agreement-in-principle",
    "altman-looks-forward",
    "microsoft-offer-lapses",
    "brockman-says-back",
    "shear-pleased",
    "altman-agrees-to-inquiry",
    "shear-ends",
    "shear-inquiry-lapses",
    "initial-board",
    "initial-board-chair",
    "three-directors-leave",
    "altman-returns",
    "brockman-president-again",
    "return-announced",
    "microsoft-observer",
    "wilmerhale-retained",
    "templeton-observer",
    "wilmerhale-review-done",
    "altman-rejoins-board",
    "three-directors-elected",
    "board-of-seven",
    "nakasone-director",
    "apple-observer-expected",
    "observer-seat-given-up",
    "apple-observer-off",
    "no-observers",
    "kolter-director",
    "ogunlesi-director",
    "summers-leaves-board",
}


# -- the weekend


def test_with_three_votes_on_each_side_everything_that_rests_on_the_removal_falls_with_the_vote() -> None:
    view = run("sutskever-votes-no")
    assert root_of(view, "altman-fired") == root_of(view, "shear-ends") == ("not_carried", "board-vote")
    assert of_fate(view, "dropped") >= AGREED
    assert successors(view, "openai/ceo") == ["sam-altman"]


def test_with_three_votes_on_each_side_nobody_is_told_or_called() -> None:
    view = run("sutskever-votes-no")
    for event in ("sutskever-texts-altman", "murati-told", "sutskever-texts-brockman"):
        assert event in of_fate(view, "dropped")
        assert root_of(view, event) == ("not_carried", "board-vote")


def test_three_votes_of_six_decide_only_if_they_are_taken_to() -> None:
    view = run("a-director-is-absent")
    assert root_of(view, "altman-fired") == ("not_carried", "board-vote")
    acted = run("a-director-is-absent", three_votes_for="act")
    assert of_fate(acted, "dropped", "omitted") == set()
    assert (outcome(view, "vote"), outcome(acted, "vote")) == ("valid", "void")


def test_a_board_that_resigns_on_saturday_spares_everybody_the_second_chief_and_the_letter() -> None:
    view = run("investors-press-and-board-resigns")
    assert successors(view, "openai/ceo") == ["mira-murati", "sam-altman"]
    assert root_of(view, "letter-738") == ("needs", "answer-to-the-investors")
    # Summers sits on the board since Saturday and leaves it as recorded, whoever gave him the seat.
    assert AGREED - of_fate(view, "dropped") == {"summers-leaves-board"}
    as_recorded = run("investors-press-and-board-resigns", answer_to_the_investors="hold-on")
    assert of_fate(as_recorded, "dropped", "omitted", "changed", "inserted") == set()


def test_a_letter_with_few_names_decides_only_where_somebody_decides_by_it() -> None:
    view = run("only-forty-percent-sign")
    assert of_fate(view, "dropped") == AGREED
    assert successors(view, "openai/ceo") == ["emmett-shear"]
    assert of_fate(run("only-forty-percent-sign", settle_or_hold_out="settle"), "dropped") == set()


def test_without_an_offer_there_is_no_letter_and_altman_returns_all_the_same() -> None:
    assert of_fate(run("microsoft-makes-no-offer"), "dropped") == {
        "nadella-on-openai",
        "altman-replies",
        "brockman-replies",
        "others-to-follow",
        "staff-letter",
        "letter-650",
        "letter-700",
        "letter-702",
        "letter-738",
        "microsoft-move-unfinished",
        "nadella-interviews",
        "microsoft-offer-lapses",
    }


def test_without_an_interim_chief_the_post_is_empty_until_altman_is_back() -> None:
    view = run("no-interim-chief")
    assert successors(view, "openai/ceo") == ["sam-altman", "sam-altman"]
    assert outcome(view, "back-by-noon-of-the-29th") is None
    assert of_fate(view, "dropped") == {
        "murati-plans-rehire",
        "sutskever-tells-staff",
        "board-memo",
        "staff-shun-shear",
        "nadella-on-openai",
        "shear-accepts",
        "shear-on-removal",
        "shear-plans-inquiry",
        "shear-plans-reform",
        "talks-on-tuesday",
        "shear-pleased",
        "shear-ends",
        "shear-inquiry-lapses",
    }


def test_nothing_recorded_rests_on_a_change_of_sides_unless_the_board_holds_out() -> None:
    view = run("sutskever-does-not-change-sides")
    assert [(decision.option, decision.how) for decision in view.decisions] == [("settle", "history")]
    assert of_fate(view, "dropped") == set()
    held_out = run("sutskever-does-not-change-sides", settle_or_hold_out="hold-out")
    assert of_fate(held_out, "dropped") == AGREED
    assert outcome(held_out, "altman-back") is False


def test_notice_changes_something_only_if_somebody_asks_for_time_and_gets_it() -> None:
    view = run("board-tells-them-first")
    assert root_of(view, "staff-letter") == ("needs", "go-on-or-wait")
    assert successors(view, "openai/chair") == ["greg-brockman"]
    silent = run("board-tells-them-first", brockman_answers="takes-note", microsoft_answers="takes-note")
    assert [decision.state for decision in silent.decisions] == ["chosen", "chosen", "not_reached"]
    assert of_fate(silent, "dropped") == set()
    assert outcome(silent, "altman-removed") is True


# -- Disney


def test_without_a_renewal_only_what_the_scenario_writes_happens_and_nobody_follows_by_itself() -> None:
    view = run("chapek-is-not-renewed")
    assert of_fate(view, "kept") == set()
    assert of_fate(view, "changed", "inserted") == {"chapek-renewal-vote", "contract-runs-out"}
    assert {reason.kind for fate in view.fates if fate.fate == "dropped" for reason in fate.reasons} == {"history"}
    assert successors(view, "disney/ceo") == ["bob-chapek"]
    assert successors(run("chapek-is-not-renewed", who_follows="iger"), "disney/ceo") == ["bob-chapek", "bob-iger"]
    assert outcome(run("chapek-is-not-renewed", who_follows="parker"), "vacant-in-march") is False


def test_without_iger_the_board_keeps_chapek_or_turns_to_parker() -> None:
    view = run("iger-declines")
    assert successors(view, "disney/ceo") == ["bob-chapek", "mark-parker"]
    assert of_fate(view, "dropped") == {
        "board-recalls-iger",
        "chapek-out",
        "iger-ceo-again",
        "iger-contract",
        "chapek-leaves-board",
        "iger-director-again",
        "restructuring",
        "iger-contract-extended",
        "damaro-elected",
        "damaro-announced",
        "damaro-ceo",
        "damaro-director",
        "iger-senior-adviser",
    }
    assert successors(run("iger-declines", without_iger="keep-chapek"), "disney/ceo") == ["bob-chapek"]
    accepted = run("iger-declines", iger_answers="accept")
    assert of_fate(accepted, "dropped", "inserted") == set()
    assert accepted.decisions[1].state == "not_reached"


# -- Uber


def test_if_kalanick_stays_there_is_no_search_and_if_he_is_dismissed_it_goes_as_recorded() -> None:
    search = {
        "search-for-a-chief",
        "immelt-withdraws",
        "whitman-ahead",
        "board-chooses-khosrowshahi",
        "khosrowshahi-announced",
        "khosrowshahi-starts",
        "khosrowshahi-director",
    }
    gone = {"kalanick-resigns", "committee-runs-company"}
    assert of_fate(run("kalanick-does-not-resign"), "dropped") == search | gone
    dismissed = run("kalanick-does-not-resign", the_board_decides="dismiss")
    assert of_fate(dismissed, "dropped") == gone
    assert successors(dismissed, "uber/ceo") == ["travis-kalanick", "dara-khosrowshahi"]


def test_without_seats_to_fill_there_is_no_suit_and_nine_directors_carry_the_reforms() -> None:
    view = run("kalanick-gets-no-seats-to-fill")
    assert of_fate(view, "dropped") == {
        "burns-thain-appointed",
        "uber-surprised",
        "benchmark-sues",
        "letter-to-benchmark",
        "suit-to-arbitration",
        "benchmark-drops-suit",
    }
    assert "board-approves-reforms" in of_fate(view, "changed")
    assert outcome(view, "directors-who-vote") == 9
