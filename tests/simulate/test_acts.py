"""Votes, resignations, draws and crowds have the laws computed by hand, and the engine agrees run by run."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import comb, exp, sqrt
from pathlib import Path

import pytest

from govsim.service.gov import Gov
from govsim.simulate.engine import drawn_run
from govsim.simulate.forecast import outcomes_of
from govsim.simulate.program import Program
from tests.conftest import ROOT

from .models import Data, coin, decision, exactly, hours, outcome, prepared, simulated, values

CRISIS = ROOT / "tests" / "simulate" / "crisis" / "crisis.yaml"
MOTION: Data = {"id": "m", "at": "2022-05-03 12:00"}


def poisson_binomial(chances: list[Fraction]) -> list[Fraction]:
    law = [Fraction(0)] * (len(chances) + 1)
    for votes in product((0, 1), repeat=len(chances)):
        part = Fraction(1)
        for vote, chance in zip(votes, chances, strict=True):
            part *= chance if vote else 1 - chance
        law[sum(votes)] += part
    return law


def test_a_vote_is_a_poisson_binomial_law(tmp_path: Path) -> None:
    chances = {"ada": "0.9", "ben": "0.3", "cleo": "0.55"}
    rules = {"co": {"organs": {"co/board": {"majority": {"more_than": "1/2", "of": "in_office"}}}}}
    motion = {**MOTION, "motion": {"organ": "co/board", "for": chances}}
    view = simulated(tmp_path, bylaws=rules, decisions=[motion], outcomes={"carried": "chose('m') == 'carried'"})
    law = poisson_binomial([Fraction(chance) for chance in chances.values()])
    assert exactly(view, "carried") == str(law[2] + law[3])
    pivotal = {one.party: one.pivotal for one in view.motions[0].members}
    others = poisson_binomial([Fraction("0.3"), Fraction("0.55")])
    assert pivotal["ada"].low < float(others[1]) < pivotal["ada"].high  # one of the other two is for it


def test_at_even_chances_members_turn_a_vote_as_often_as_banzhaf_counts(tmp_path: Path) -> None:
    weights = {"ada": "3", "ben": "2", "cleo": "2"}
    rules = {"co": {"organs": {"co/board": {"weights": weights, "majority": {"more_than": "1/2", "of": "in_office"}}}}}
    motion = {**MOTION, "motion": {"organ": "co/board", "for": "1/2"}}
    options = {"runs": 20_000}
    view = simulated(tmp_path, options, bylaws=rules, decisions=[motion], outcomes={"n": "1"})
    for member in view.motions[0].members:
        assert member.pivotal.low < 0.5 < member.pivotal.high  # any two of the three carry it: half of the four ways


def test_who_resigns_again_and_again_is_gone_with_the_chance_of_at_least_once(tmp_path: Path) -> None:
    leaving = {
        "id": "go",
        "at": "2022-05-03 12:00",
        "every": "1h",
        "times": "5",
        "resignations": {"from": "co/board", "chance": {"cleo": "1/10"}},
    }
    there = {"there": "holds('cleo', 'co/board', '2022-06-01')"}
    view = simulated(tmp_path, decisions=[leaving], outcomes=there)
    assert exactly(view, "there") == str(Fraction(9, 10) ** 5)


def test_a_clock_counts_its_times(tmp_path: Path) -> None:
    again = coin("c", "1/3", {"n": "n + t"}, at="2022-05-03 12:00", every="1h", times="3", tick="t")
    view = simulated(tmp_path, variables={"n": "0"}, decisions=[again], outcomes={"n": "n", "t": "t"})
    law: dict[int, Fraction] = {}
    for up in product((0, 1), repeat=3):
        part = Fraction(1)
        for one in up:
            part *= Fraction(1, 3) if one else Fraction(2, 3)
        total = sum(tick for tick, one in enumerate(up, start=1) if one)
        law[total] = law.get(total, Fraction(0)) + part
    assert values(view, "n") == {total: str(part) for total, part in sorted(law.items())}
    assert values(view, "t") == {3: "1"}


def test_what_a_clock_inserts_moves_with_it_and_keeps_its_causes(tmp_path: Path) -> None:
    back: Data = {"id": "back", "type": "hired", "at": "2022-05-03 13:00", "who": "cleo", "to": "co/club"}
    said = {"id": "said", "type": "stated", "at": "2022-05-03 14:00", "who": "cleo", "because": ["back"]}
    options = {"yes": {"weight": "1/2", "then": [{"insert": back}, {"insert": said}]}, "no": "1/2"}
    again = decision("c", options, every="1d", times="2", when="not holds('cleo', 'co/club')")
    outcomes = {
        "first": "holds('cleo', 'co/club', '2022-05-04')",
        "second": "holds('cleo', 'co/club', '2022-05-05')",
        "said": "happened('said-2')",
    }
    view = simulated(tmp_path, decisions=[again], outcomes=outcomes)
    assert [exactly(view, name) for name in outcomes] == ["1/2", "3/4", "1/4"]


@pytest.mark.parametrize(
    ("draw", "mean", "spread"),
    [
        ({"uniform": ["2", "4"]}, 3.0, sqrt(4 / 12)),
        ({"normal": ["1", "2"]}, 1.0, 2.0),
        ({"beta": ["2", "6"]}, 0.25, sqrt(12 / (64 * 9))),
        ({"triangular": ["0", "1", "5"]}, 2.0, sqrt((25 + 1 - 5) / 18)),
        ({"logistic": ["1", "1"]}, 1.0, 3.14159265 / sqrt(3)),
    ],
)
def test_what_is_drawn_has_the_mean_of_its_law(tmp_path: Path, draw: Data, mean: float, spread: float) -> None:
    asked = decision("d", {"a": "1"})
    view = simulated(tmp_path, {"runs": 20_000}, draws={"x": draw}, decisions=[asked], outcomes={"x": "x"})
    found = outcome(view, "x").mean
    assert found is not None
    assert abs(found - mean) < 4 * spread / sqrt(20_000)


def test_few_values_drawn_are_exact(tmp_path: Path) -> None:
    draws: Data = {"rain": {"bernoulli": "0.3"}, "hour": {"integers": ["1", "6"]}}
    outcomes = {"late": "rain and hour >= 5", "hour": "hour"}
    view = simulated(tmp_path, draws=draws, decisions=[decision("d", {"a": "1"})], outcomes=outcomes)
    assert exactly(view, "late") == str(Fraction(3, 10) * Fraction(2, 6))
    assert outcome(view, "hour").mean_exact == Fraction(7, 2)


def test_a_crowd_asked_once_is_a_binomial_law(tmp_path: Path) -> None:
    crowd: Data = {"size": "12", "threshold": {"uniform": ["0", "1"]}}
    ask = {**MOTION, "signing": {"crowd": "c", "pressure": "0.5", "chance": "0.4", "share": "s"}}
    view = simulated(tmp_path, {"runs": 40_000}, crowds={"c": crowd}, decisions=[ask], outcomes={"n": "s * 12"})
    chance, squares = 0.5 * 0.4, 0.0
    counts = {round(float(value)): share.count for value, share in outcome(view, "n").values}  # type: ignore[arg-type]
    for number in range(6):
        expected = 40_000 * comb(12, number) * chance**number * (1 - chance) ** (12 - number)
        squares += (counts[number] - expected) ** 2 / expected
    assert squares < 22.5  # chi-square with 6 degrees of freedom goes beyond that once in a thousand


def test_a_crowd_asked_again_keeps_whom_the_pressure_reached(tmp_path: Path) -> None:
    crowd: Data = {"size": "1000000000", "threshold": {"logistic": ["0.3", "0.1"]}}
    ask = {
        **MOTION,
        "every": "1h",
        "times": "3",
        "tick": "t",
        "signing": {"crowd": "c", "pressure": "0.4 - t / 10", "chance": "0.5", "share": "s"},
    }
    view = simulated(tmp_path, {"runs": 50}, crowds={"c": crowd}, decisions=[ask], outcomes={"s": "s"})
    reached = 1 / (1 + exp(0))  # the first pressure, 0.3, reaches half; what falls later lets nobody go
    mean = outcome(view, "s").mean
    assert mean is not None
    assert abs(mean - reached * (1 - 0.5**3)) < 1e-4  # a thousand million people leave no room for chance


def test_a_shock_moves_all_thresholds_of_a_run_together(tmp_path: Path) -> None:
    crowd: Data = {"size": "1000000", "threshold": {"uniform": ["0", "1"]}, "shock": {"uniform": ["-0.2", "0.2"]}}
    ask = {**MOTION, "signing": {"crowd": "c", "pressure": "0.5", "share": "s"}}
    view = simulated(tmp_path, {"runs": 4_000}, crowds={"c": crowd}, decisions=[ask], outcomes={"s": "s"})
    found = outcome(view, "s").quantiles
    assert found is not None
    assert [round(part, 1) for part in found] == [0.3, 0.5, 0.7]


@pytest.mark.parametrize(
    ("policy", "share"),
    [
        ({"chance": "0.3", "option": "a"}, "3/10"),
        ({"scripted": "b"}, "0"),
        ({"threshold": "n", "at_least": "2", "option": "a"}, "1/4"),
        ({"table": [{"when": "n == 2", "weights": {"a": "1"}}, {"weights": {"a": "1", "b": "3"}}]}, "7/16"),
        ({"follow": "first"}, "1/2"),
        ({"follow": "first", "chance": "0.8"}, "1/2"),
    ],
)
def test_a_policy_decides_as_it_says(tmp_path: Path, policy: Data, share: str) -> None:
    times = hours(3)
    first = decision("first", {"a": {"weight": "1", "then": [{"let": {"n": "n + 1"}}]}, "b": "1"}, at=times[0])
    then = coin("then", "1/2", at=times[1])
    led = decision("led", {"a": "1", "b": "1"}, at=times[2], policy=policy)
    view = simulated(
        tmp_path, variables={"n": "0"}, decisions=[first, then, led], outcomes={"a": "chose('led') == 'a'"}
    )
    assert exactly(view, "a") == share


def test_a_logistic_policy_is_drawn(tmp_path: Path) -> None:
    led = decision("led", {"a": "1", "b": "1"}, policy={"logistic": "1 - 2", "option": "a"})
    view = simulated(tmp_path, {"runs": 20_000}, decisions=[led], outcomes={"a": "chose('led') == 'a'"})
    found = outcome(view, "a").true
    assert found is not None
    assert (view.method, found.low < 1 / (1 + exp(1)) < found.high) == ("sampled", True)


def test_a_table_without_a_row_that_applies_is_a_mistake(tmp_path: Path) -> None:
    table = {"table": [{"when": "n == 7", "weights": {"a": "1"}}]}
    with pytest.raises(Exception, match=r"what-if\.yaml:\d+:\d+: no row of the policy of 'd' applies here"):
        simulated(
            tmp_path, variables={"n": "0"}, decisions=[decision("d", {"a": "1"}, policy=table)], outcomes={"n": "n"}
        )


def test_the_engine_comes_to_the_outcomes_of_every_run_of_the_crisis() -> None:
    ready = Gov(None).scenarios.prepare(CRISIS)
    program = Program(ready.plan, {})
    for run in range(60):
        choices, outcomes = outcomes_of(ready.plan, {}, 7, run)
        whatif, drawer = drawn_run(program, 7, run)
        assert drawer.choices == choices
        for name, value in whatif.outcomes.items():
            found = outcomes[name]
            same = value == found if not isinstance(value, Fraction) else abs(value - found) < 1e-9  # type: ignore[operator]
            assert same, (run, name, value, found)


def test_the_crisis_has_the_law_of_its_hand_written_models() -> None:
    # 0.8669 0.0600 0.0731 came of 200,000 runs in which every one of the 770 is followed on their own.
    view = Gov(None).scenarios.forecasts.simulate(CRISIS, runs=100_000)
    for name, share in (("incumbent", 0.8669), ("interim", 0.0600), ("external", 0.0731)):
        found = outcome(view, name).true
        assert found is not None
        assert abs(found.probability - share) < 4 * sqrt(share * (1 - share) * (1 / 100_000 + 1 / 200_000))


def test_a_replayed_vote_is_an_event_that_names_those_who_voted(tmp_path: Path) -> None:
    rules = {"co": {"organs": {"co/board": {"majority": {"more_than": "1/2", "of": "in_office"}}}}}
    out = {"insert": {"id": "cleo-out", "type": "fired", "at": "2022-05-03 12:00", "who": "cleo", "from": "co/board"}}
    motion = {
        **MOTION,
        "motion": {"organ": "co/board", "for": {"ben": "1", "cleo": "1"}},
        "options": {"carried": {"then": [out]}},
    }
    ready = prepared(tmp_path, bylaws=rules, decisions=[motion], outcomes={"n": "1"})
    whatif, drawer = drawn_run(Program(ready.plan, {}), 0, 0)
    assert drawer.votes == {"m": (("ben", "cleo"), ())}
    happened = {fate.ref for fate in whatif.fates if fate.kind == "inserted"}
    assert {"house/m-vote", "house/cleo-out"} <= happened
