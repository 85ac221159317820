"""The bundled forecasts: laws computed by hand, assumptions in plain sight, and the engine beside the draws."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import product

import pytest

from govsim.service.forecast_views import ForecastView
from govsim.service.forecasting import Forecasts
from tests.conftest import ROOT
from tests.seeds.whatifs import FORECASTS, over, run, written


def forecasts(name: str) -> Forecasts:
    return over(written(name)["record"]).scenarios.forecasts


@cache
def drawn(name: str) -> ForecastView:
    return forecasts(name).simulate(ROOT / "scenarios" / f"{name}.yaml", runs=20_000)


def share(view: ForecastView, name: str) -> float:
    found = next(one for one in view.outcomes if one.id == name).true
    assert found is not None
    return found.probability


@pytest.mark.parametrize("name", FORECASTS)
def test_run_as_written_it_goes_as_in_fact(name: str) -> None:
    expected = run(name).expect
    assert len(expected) >= 4
    assert [(one.text, one.got) for one in expected if not one.ok] == []


@pytest.mark.parametrize("name", FORECASTS)
def test_a_forecast_says_what_is_recorded_and_what_is_assumed(name: str) -> None:
    text = (ROOT / "scenarios" / f"{name}.yaml").read_text()
    assert text.startswith("# What if ")
    assert "# Recorded" in text
    assert "# Assumed: every " in text
    assert all("assumed" in parameter["note"] for parameter in written(name)["parameters"].values())
    told = "\n".join(drawn(name).assumptions)
    for parameter in written(name)["parameters"]:
        assert f"{parameter} = " in told


@pytest.mark.parametrize("name", FORECASTS)
def test_drawn_runs_are_what_the_engine_replays(name: str) -> None:
    for number in range(12):
        replayed, _ = forecasts(name).replay(ROOT / "scenarios" / f"{name}.yaml", number)
        assert replayed.agrees, number


def test_the_vote_that_removes_altman_needs_all_four_who_cast_it() -> None:
    view = drawn("the-weekend")
    chance = 0.90 * 0.95 * 0.95 * 0.75
    assert abs(share(view, "altman-removed") - chance) < 0.015
    removal = next(motion for motion in view.motions if motion.id == "removal")
    assert removal.members[0].party == "ilya-sutskever"  # the least likely of the four turns it most often
    assert 0 < share(view, "altman-back") < share(view, "altman-removed")


def test_a_board_with_fewer_than_four_of_six_cannot_settle() -> None:
    view = forecasts("the-weekend").simulate(
        ROOT / "scenarios" / "the-weekend.yaml", runs=4_000, choose={"removal": "carried", "seats": "leave-open"}
    )
    unable, back = share(view, "board-unable-to-act"), share(view, "altman-back")
    assert unable > 0.1
    assert back + unable <= 1


def test_kalanick_stays_as_often_as_can_be_computed_by_hand() -> None:
    stays = Fraction(3, 10)
    for against in (Fraction(3, 10), Fraction(4, 10), Fraction(5, 10)):
        chances = [Fraction(15, 100), Fraction(15, 100), Fraction(9, 10), against, against, against]
        carried = Fraction(0)
        for votes in product((True, False), repeat=6):
            if sum(votes) >= 5:
                part = Fraction(1)
                for vote, chance in zip(votes, chances, strict=True):
                    part *= chance if vote else 1 - chance
                carried += part
        stays *= 1 - carried
    view = drawn("uber-after-the-letter")
    assert view.method == "exact"
    found = {one.id: one.true.exact for one in view.outcomes if one.true is not None}
    assert found["kalanick-still-chief"] == stays
    assert found["khosrowshahi-chief"] == (1 - stays) * Fraction(4, 10)


def test_iger_comes_back_where_the_board_acts_and_he_accepts() -> None:
    view = drawn("disney-after-chapek")
    acts = next(one for one in view.decisions if one.id == "board-acts")
    chance = {id_: one.probability for id_, _, one in acts.options}["acts"]
    assert abs(share(view, "iger-back") - 0.8 * chance) < 0.015
    assert abs(share(view, "parker-interim") - 0.2 * 0.4 * chance) < 0.01
