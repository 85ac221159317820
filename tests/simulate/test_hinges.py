"""What a forecast hangs on: only what was changed differs, and answers, parameters and chance are told apart."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from govsim.model.errors import GovsimError
from govsim.service.forecasting import Forecasts
from govsim.service.gov import Gov
from govsim.service.hinge_views import ComparisonView, DifferenceView, HingeView
from tests.service.scenarios import write_house, write_scenario

from .models import Data, coin, decision, exactly, hours, simulated

ONCE, TWICE, LATER = hours(3)
OUTCOMES = {"two": "n == 2", "n": "n"}


def forecasts() -> Forecasts:
    return Gov(None).scenarios.forecasts


def compared(folder: Path, base: Data, other: Data, runs: int = 20_000) -> ComparisonView:
    write_house(folder)
    (folder / "base").mkdir()
    write_house(folder / "base")
    return forecasts().compare(write_scenario(folder, **other), write_scenario(folder / "base", **base), runs=runs)


def differing(view: ComparisonView, name: str) -> DifferenceView:
    return next(one for one in view.outcomes if one.outcome == name)


def hinge(folder: Path, name: str, runs: int = 4_000, **fields: Any) -> HingeView:
    write_house(folder)
    found = forecasts().hinges(write_scenario(folder, **fields), runs=runs)
    return next(one for one in found.outcomes if one.outcome == name)


def model(*more: Data, weight: str = "1/2") -> Data:
    decisions = [coin("a", "1/2", at=ONCE), coin("b", weight, at=TWICE), *more]
    return {"variables": {"n": "0"}, "decisions": decisions, "outcomes": OUTCOMES}


def test_a_veto_that_is_never_used_leaves_every_run_as_it_was(tmp_path: Path) -> None:
    veto = decision("veto", {"no": "1", "yes": {"weight": "0", "then": [{"let": {"n": "0"}}]}}, at=LATER)
    view = compared(tmp_path, model(), model(veto))
    assert all((one.difference, one.gained, one.lost) == (0.0, 0, 0) for one in view.outcomes)
    assert view.changed == ("veto: no 1, yes 0",)


def test_only_runs_that_the_change_turns_count_and_the_interval_holds_the_difference(tmp_path: Path) -> None:
    view = compared(tmp_path, model(), model(weight="0.55"))
    two, number = differing(view, "two"), differing(view, "n")
    assert two.lost == 0  # a greater chance takes no yes away
    assert two.low < 0.5 * 0.05 < two.high
    assert number.low < 0.05 < number.high
    # Independent seeds would have a variance of 0.25 * 0.75 + 0.275 * 0.725 a run.
    assert two.gained / view.runs < (0.25 * 0.75 + 0.275 * 0.725) / 10


def test_scenarios_with_nothing_in_common_are_not_compared(tmp_path: Path) -> None:
    with pytest.raises(GovsimError, match="no outcome in common"):
        compared(tmp_path, model(), {**model(), "outcomes": {"other": "n"}})


def test_fixing_an_answer_says_what_comes_of_it_and_how_often_it_matters(tmp_path: Path) -> None:
    two = hinge(tmp_path, "two", **model(weight="1/4"))
    assert [one.decision for one in two.switches] == ["b", "a"]  # b turns it in half of the runs, a in a quarter
    b, a = two.switches
    assert (b.options[0][:2], b.options[1][2], a.options[1][2]) == (("yes", "yes"), 0.0, 0.0)
    assert abs(b.options[0][2] - 0.5) < 0.03
    assert abs(a.options[0][2] - 0.25) < 0.03
    assert abs(two.switches[0].turned - 0.5) < 0.03
    assert abs(two.switches[1].turned - 0.25) < 0.03


def test_an_answer_that_comes_to_nothing_is_not_told(tmp_path: Path) -> None:
    idle = decision("idle", {"x": "1", "y": "1"}, at=LATER)
    assert "idle" not in {one.decision for one in hinge(tmp_path, "two", **model(idle)).switches}


def test_parameters_swing_an_outcome_over_their_priors_and_chance_is_kept_apart(tmp_path: Path) -> None:
    parameters: Data = {
        "p": {"value": "0.5", "prior": {"uniform": ["0.2", "0.8"]}},
        "q": {"value": "0.5", "prior": {"uniform": ["0.45", "0.55"]}},
        "r": "0.3",
    }
    fields = {**model(coin("c", "p", at=LATER), weight="q"), "parameters": parameters}
    fields["outcomes"] = {"c": "chose('c') == 'yes'"}
    found = hinge(tmp_path, "c", **fields)
    swing = found.swings[0]
    assert (swing.parameter, [round(value, 2) for value in swing.values]) == ("p", [0.26, 0.74])
    assert [round(level, 1) for level in swing.levels] == [0.3, 0.7]
    assert [one.parameter for one in found.swings] == ["p", "q"]
    assert found.swings[1].spread == 0.0
    assert found.doubt is not None
    low, middle, high = found.doubt
    assert 0.19 < low < 0.3 < 0.4 < middle < 0.6 < 0.7 < high < 0.81


def test_what_comes_up_again_is_one_answer_fixed_every_time(tmp_path: Path) -> None:
    again = coin("c", "1/3", at=ONCE, every="1h", times="3")
    found = hinge(tmp_path, "n", variables={"n": "0"}, decisions=[again], outcomes={"n": "n"})
    (switch,) = found.switches
    assert [level for _, _, level in switch.options] == [3.0, 0.0]
    view = simulated(tmp_path, fixed={"c": "yes"}, variables={"n": "0"}, decisions=[again], outcomes={"all": "n == 3"})
    assert exactly(view, "all") == "1"


def test_directors_with_each_others_chances_have_each_others_laws(tmp_path: Path) -> None:
    def law(chances: dict[str, str]) -> tuple[str, dict[str, int]]:
        motion = {"id": "m", "at": "2022-05-03", "motion": {"organ": "co/board", "for": chances}}
        view = simulated(
            tmp_path,
            {"runs": 20_000},
            bylaws={"co": {"organs": {"co/board": {"majority": {"more_than": "1/2", "of": "in_office"}}}}},
            decisions=[motion],
            outcomes={"carried": "chose('m') == 'carried'"},
        )
        return exactly(view, "carried"), {one.party: one.pivotal.count for one in view.motions[0].members}

    first, turns = law({"ada": "0.9", "ben": "0.2", "cleo": "0.4"})
    second, turned = law({"ada": "0.2", "ben": "0.9", "cleo": "0.4"})
    assert (
        first
        == second
        == str(
            Fraction("0.9") * Fraction("0.2") * Fraction("0.6")
            + Fraction("0.4") * (1 - Fraction("0.1") * Fraction("0.8"))
        )
    )
    assert abs(turns["ada"] - turned["ben"]) < 400
    assert abs(turns["ben"] - turned["ada"]) < 400
