"""Drawn runs: keyed, so that nothing shifts anything else; each can be replayed by the engine."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from govsim.service.forecast_views import ForecastView
from govsim.service.gov import Gov
from govsim.simulate import running
from govsim.simulate.exact import PATIENT, exact_law
from govsim.simulate.keys import site_key, uniform, uniforms
from govsim.simulate.paths import Paths
from govsim.simulate.program import Program
from govsim.simulate.states import States
from tests.service.scenarios import NEW, write_house

from .models import Data, coin, decision, hours, outcome, prepared, simulated, values

BACK = "holds('ada', 'co/ceo', '2022-06-01')"


def counts(view: ForecastView) -> list[tuple[int | None, ...]]:
    return [
        (None if one.true is None else one.true.count, one.unknown.count, *(share.count for _, share in one.values))
        for one in view.outcomes
    ]


def random_scenario(seed: int) -> Data:
    """Return a scenario that touches events, variables and later decisions in one of many ways."""
    rng = random.Random(seed)  # noqa: S311 - a model to test with, no secret
    decisions: list[dict[str, Any]] = []
    for number, at in enumerate(sorted(rng.sample(hours(200), 5))):
        options: dict[str, Any] = {}
        for name in ("a", "b", "c")[: rng.choice((2, 2, 3))]:
            option: dict[str, Any] = {"weight": rng.choice(["1", "2", "0.05", "n + 1", "1 + count('co/board')"])}
            then: list[dict[str, Any]] = []
            if rng.random() < 0.5:
                then.append({"let": {"n": rng.choice(["n + 1", "0", "n * 2"])}})
            if rng.random() < 0.3:
                who, id_ = rng.choice(["cleo", "dan"]), f"new-{number}-{name}"
                then.append({"insert": {**NEW, "id": id_, "who": who, "at": "2022-05-15"}})
            if rng.random() < 0.2:
                option["events"] = [rng.choice(["out", "ada-back"])]
            if rng.random() < 0.15:
                then.append({"omit": "out"})
            if rng.random() < 0.1:
                then.append({"stop": "true"})
            options[name] = {**option, **({"then": then} if then else {})}
        more: dict[str, Any] = {}
        if rng.random() < 0.5:
            conditions = ["n < 2", "chose('d0') == 'a'", "holds('ada', 'co/ceo')", "count('co/board') == 3"]
            more["when"] = rng.choice(conditions)
        decisions.append(decision(f"d{number}", options, at=at, **more))
    outcomes = {"n": "n", "back": BACK, "in": "holds('cleo', 'co/club', '2022-06-01')", "last": "chose('d4')"}
    return {"variables": {"n": "0"}, "decisions": decisions, "outcomes": outcomes}


@pytest.mark.parametrize("seed", range(25))
def test_merged_states_and_every_path_of_the_engine_give_one_law(tmp_path: Path, seed: int) -> None:
    program = Program(prepared(tmp_path, **random_scenario(seed)).plan, {})
    merged, plain = exact_law(States(program), PATIENT), exact_law(Paths(program), PATIENT)
    assert merged is not None
    assert plain is not None
    assert merged.outcomes == plain.outcomes
    assert merged.decisions == plain.decisions
    assert all(sum(values.values()) == 1 for values in merged.outcomes.values())


@pytest.mark.parametrize("seed", range(10))
def test_drawn_runs_agree_with_the_exact_law(tmp_path: Path, seed: int) -> None:
    fields = random_scenario(seed)
    exact = simulated(tmp_path, {"runs": 40_000, "seed": seed}, **fields)
    assert exact.method == "exact"
    for one in exact.outcomes:
        shares = [share for _, share in one.values] + ([one.true] if one.true else [])
        expected = [(share.count, float(share.exact or 0) * exact.runs) for share in shares]
        chi = sum((count - mean) ** 2 / mean for count, mean in expected if mean)
        assert all(count == 0 for count, mean in expected if not mean)
        assert chi < 30, (one.id, expected)  # six values at most: 30 is one in 60,000


@pytest.mark.parametrize("seed", range(6))
def test_every_drawn_run_is_one_that_the_engine_comes_to_as_well(tmp_path: Path, seed: int) -> None:
    simulated(tmp_path, {"runs": 10}, **random_scenario(seed))
    forecasts = Gov(None).scenarios.forecasts
    for run in range(40):
        replayed, view = forecasts.replay(tmp_path / "what-if.yaml", run)
        assert replayed.agrees, (seed, run)
        assert [one.id for one in view.decisions if one.state == "chosen"] == [name for name, _ in replayed.choices]


def test_a_replayed_run_is_kept_as_a_branch(tmp_path: Path, gov: Gov) -> None:
    prepared(tmp_path, **random_scenario(3))
    gov.load(tmp_path / "house.yaml")
    _, view = gov.scenarios.forecasts.replay(tmp_path / "what-if.yaml", 5, branch="run-5")
    assert view.branch == "run-5"
    assert [branch.name for branch in gov.branches.list()] == ["main", "run-5"]


def test_the_numbers_of_one_run_and_of_many_are_the_same() -> None:
    key = site_key(7, "press")
    runs = np.array([0, 1, 2, 999_999_999, 2**63], dtype=np.uint64)
    assert uniforms(key, runs).tolist() == [uniform(key, int(run)) for run in runs]


def test_the_numbers_are_uniform_and_sites_have_nothing_to_do_with_each_other() -> None:
    runs = np.arange(100_000, dtype=np.uint64)
    one, two = uniforms(site_key(1, "a"), runs), uniforms(site_key(1, "b"), runs)
    cells = np.bincount((one * 100).astype(int), minlength=100)
    assert ((cells - 1_000) ** 2 / 1_000).sum() < 160  # chi-square of 99 degrees: one in 10,000
    assert abs(np.corrcoef(one, two)[0, 1]) < 0.015
    assert abs(np.corrcoef(one[1:], one[:-1])[0, 1]) < 0.015
    assert 0 <= one.min() < one.max() < 1


def test_batches_and_workers_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fields = random_scenario(4)
    whole = simulated(tmp_path, {"runs": 5_000, "seed": 3}, **fields)
    monkeypatch.setattr(running, "BATCH", 700)
    assert counts(simulated(tmp_path, {"runs": 5_000, "seed": 3}, **fields)) == counts(whole)
    assert counts(simulated(tmp_path, {"runs": 5_000, "seed": 3, "workers": 3}, **fields)) == counts(whole)
    assert counts(simulated(tmp_path, {"runs": 5_000, "seed": 4}, **fields)) != counts(whole)


def test_a_decision_added_elsewhere_or_never_taken_leaves_every_run_as_it_was(tmp_path: Path) -> None:
    fields = random_scenario(4)
    base = simulated(tmp_path, {"seed": 3}, **fields)
    veto = decision(
        "veto",
        {"no": {"weight": "0", "then": [{"stop": "true"}]}, "go": "1"},
        at="2022-05-03 00:30",
    )
    other = {**fields, "decisions": [veto, *fields["decisions"]]}
    assert counts(simulated(tmp_path, {"seed": 3}, **other)) == counts(base)
    turned = {**fields, "decisions": fields["decisions"][::-1]}
    assert counts(simulated(tmp_path, {"seed": 3}, **turned)) == counts(base)


def test_runs_are_not_identical(tmp_path: Path) -> None:
    coins = [coin(f"c{number}", at=at) for number, at in enumerate(hours(30))]
    view = simulated(tmp_path, variables={"n": "0"}, decisions=coins, outcomes={"n": "n"})
    assert sum(share.count > 0 for _, share in outcome(view, "n").values) > 10


def test_drawing_ends_once_the_interval_is_narrow_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "BATCH", 500)
    flip: Data = {"variables": {"n": "0"}, "decisions": [coin("c")], "outcomes": {"n": "n == 1"}}
    options = {"runs": 100_000, "method": "sampled", "half_width": 0.02}
    view = simulated(tmp_path, options, **flip)
    found = outcome(view, "n").true
    assert found is not None
    assert view.why == "enough"
    assert 0.03 < found.high - found.low <= 0.04
    assert simulated(tmp_path, {**options, "workers": 2}, **flip).runs == view.runs


def test_an_interrupt_gives_what_there_is_so_far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "BATCH", 100)

    def progress(done: int, of: int) -> None:
        assert of == 100_000
        if done == 300:
            raise KeyboardInterrupt

    flip: Data = {"variables": {"n": "0"}, "decisions": [coin("c")], "outcomes": {"n": "n == 1"}}
    view = simulated(tmp_path, {"runs": 100_000, "method": "sampled", "progress": progress}, **flip)
    found = outcome(view, "n").true
    assert found is not None
    assert (view.runs, view.why) == (300, "interrupted")
    assert found.high - found.low > 0.1


def test_a_watcher_may_end_the_drawing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "BATCH", 500)
    view = simulated(
        tmp_path,
        {"runs": 5_000, "progress": lambda done, _: done < 1_500},
        variables={"n": "0"},
        decisions=[coin("c")],
        outcomes={"n": "n"},
    )
    assert (view.runs, view.asked, view.why) == (1_500, 5_000, "interrupted")


def test_a_draft_is_forecast_before_it_is_saved(tmp_path: Path) -> None:
    write_house(tmp_path)
    draft = Gov(None, [tmp_path / "house.yaml"]).scenarios.draft("house")
    draft.set("variables", {"n": "0"})
    draft.set("decisions", [coin("c", "1/3")])
    draft.set("outcomes", {"n": "n"})
    view = draft.forecast(runs=100)
    assert values(view, "n") == {0: "2/3", 1: "1/3"}


def test_history_chosen_throughout_is_certain(tmp_path: Path) -> None:
    press = decision("press", {"yes": {"weight": "1/9", "events": ["ada-back"]}, "no": "8/9"})
    view = simulated(tmp_path, fixed={"press": "yes"}, decisions=[press], outcomes={"back": BACK})
    found = outcome(view, "back").true
    assert found is not None
    assert (found.exact, found.count) == (Fraction(1), view.runs)
