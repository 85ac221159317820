"""Random models with everything that can be drawn: the columns, the engine's replay and plain Python agree."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from math import sqrt
from pathlib import Path

import pytest

from govsim.simulate.engine import drawn_run
from govsim.simulate.forecast import outcomes_of
from govsim.simulate.program import Program

from .models import Data, decision, outcome, prepared, simulated

RULES = {"co": {"organs": {"co/board": {"quorum": {"at_least": "0", "of": "in_office", "minimum": "2"}}}}}
NUMBERS = ["x / 3", "s", "n / 5", "1/4", "p", "1 - s", "x * s", "0.5 + n / 10 - x"]
CONDITIONS = [
    "x > 0.4",
    "s >= 1/2",
    "n > 1",
    "rain",
    "not rain or n == 0",
    "holds('ada', 'co/board')",
    "s < x and rain",
]


def number(rng: random.Random) -> str:
    return rng.choice(NUMBERS)


def policy(rng: random.Random, before: list[str]) -> Data:
    kinds: list[Data] = [
        {"chance": number(rng), "option": "a"},
        {"logistic": f"2 * ({number(rng)}) - 1", "option": "b"},
        {"threshold": number(rng), "at_least": number(rng), "option": "a"},
        {
            "table": [
                {"when": rng.choice(CONDITIONS), "weights": {"a": "1", "b": "s + 1/2"}},
                {"weights": {"a": "1", "b": "3"}},
            ]
        },
        {"scripted": rng.choice("ab")},
    ]
    if before:
        kinds.append({"follow": rng.choice(before), "chance": number(rng)})
    return rng.choice(kinds)


def model(seed: int) -> Data:
    """Return a scenario of six to nine random decisions."""
    rng = random.Random(seed)  # noqa: S311 - a model to test with, no secret
    decisions: list[Data] = []
    singles: list[str] = []
    for index in range(rng.randint(6, 9)):
        at = f"2022-05-{3 + index:02} 12:00"
        one: Data = {"id": f"d{index}", "at": at}
        if rng.random() < 0.4:
            one["when"] = rng.choice(CONDITIONS)
        again = rng.random() < 0.3
        if again:
            one |= {"every": "1h", "times": "3", "tick": "t"}
        kind = rng.randrange(5)
        lets = [{"let": {"n": "n + 1"}}]
        if kind == 0:
            one |= {"motion": {"organ": "co/board", "for": {"ada": number(rng), "others": number(rng)}}}
            one["options"] = {"carried": {"then": lets}, "fails": {}}
        elif kind == 1:
            one["resignations"] = {"from": "co/board", "chance": {"ada": number(rng), "others": "0.1"}}
        elif kind == 2:
            one["signing"] = {"crowd": rng.choice(["c", "k"]), "pressure": number(rng), "chance": "0.6", "share": "s"}
        elif kind == 3:
            one |= {"draw": {"triangular": ["0", "p", "2"]}, "into": "x"}
        else:
            options: Data = {"a": {"weight": f"1 + {number(rng)}", "then": lets}, "b": {}}
            if rng.random() < 0.2:
                options["b"] = {"then": [{"stop": "true"}]}
            one["options"] = options
            if rng.random() < 0.6:
                one["policy"] = policy(rng, singles)
            if not again:
                singles.append(one["id"])
        decisions.append(one)
    return {
        "bylaws": RULES,
        "variables": {"n": "0", "s": "0", "x": "1/2"},
        "parameters": {"p": "0.3"},
        "draws": {"rain": {"bernoulli": "0.4"}, "z": {"uniform": ["0", "1"]}},
        "crowds": {
            "c": {"size": "40", "threshold": {"uniform": ["0", "1"]}, "shock": {"normal": ["0", "0.1"]}},
            "k": {
                "strata": [
                    {"size": "5", "threshold": {"logistic": ["0.3", "0.1"]}},
                    {"size": "2000", "threshold": {"beta": ["2", "3"]}},
                ]
            },
        },
        "decisions": decisions,
        "outcomes": {
            "n": "n",
            "x": "x + z",
            "s": "s",
            "ada": "holds('ada', 'co/board', '2022-06-01')",
            "board": "count('co/board', '2022-06-01')",
        },
    }


@pytest.mark.parametrize("seed", range(20))
def test_every_run_in_columns_is_what_the_engine_replays(tmp_path: Path, seed: int) -> None:
    ready = prepared(tmp_path, **model(seed))
    program = Program(ready.plan, {})
    for run in range(15):
        choices, outcomes = outcomes_of(ready.plan, {}, seed, run)
        whatif, drawer = drawn_run(program, seed, run)
        assert drawer.choices == choices
        for name, value in whatif.outcomes.items():
            found = outcomes[name]
            if isinstance(value, Fraction) and isinstance(found, Fraction):
                assert abs(value - found) < Fraction(1, 10**9), (run, name)
            else:
                assert value == found, (run, name)


def test_a_model_has_the_law_that_plain_python_draws(tmp_path: Path) -> None:
    draws: Data = {"push": {"uniform": ["0", "1"]}}
    walk = decision(
        "w",
        {"up": {"then": [{"let": {"n": "n + 1"}}]}, "down": {"then": [{"let": {"n": "n - 1"}}]}},
        every="1h",
        times="6",
        when="-2 < n and n < 2",
        policy={"chance": "0.3 + push / 2 - n / 10", "option": "up"},
    )
    view = simulated(
        tmp_path, {"runs": 40_000}, variables={"n": "0"}, draws=draws, decisions=[walk], outcomes={"n": "n"}
    )
    rng, plain = random.Random(5), Counter[int]()  # noqa: S311 - the same
    for _ in range(40_000):
        push, at = rng.random(), 0
        for _ in range(6):
            if -2 < at < 2:
                at += 1 if rng.random() < 0.3 + push / 2 - at / 10 else -1
        plain[at] += 1
    drawn = {int(value): share.count for value, share in outcome(view, "n").values}  # type: ignore[arg-type]
    assert set(drawn) == set(plain)
    squares = sum((drawn[at] - plain[at]) ** 2 / (drawn[at] + plain[at]) for at in plain)
    assert squares < 18.5  # chi-square with four degrees of freedom goes beyond that once in a thousand
    assert sqrt(squares) > 0  # two streams, not one
