"""What a scenario comes to, to the last digit: every answer here can be worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from math import comb
from pathlib import Path

import pytest

from govsim.model.errors import DocumentError, GovsimError
from govsim.simulate import source
from govsim.simulate.exact import Bounds
from tests.service.scenarios import CHANGED_VOTE

from .models import Data, coin, decision, exactly, hours, outcome, simulated, values

BACK = "holds('ada', 'co/ceo', '2022-06-01')"


def test_an_option_that_lists_a_recorded_event_has_its_weight(tmp_path: Path) -> None:
    press = decision("press", {"yes": {"weight": "0.7", "events": ["ada-back"]}, "no": {"weight": "0.3"}})
    view = simulated(tmp_path, decisions=[press], outcomes={"back": BACK})
    assert (view.method, exactly(view, "back")) == ("exact", "7/10")


def test_weights_are_normalised_and_a_weight_is_1_unless_said(tmp_path: Path) -> None:
    press = decision("press", {"yes": {"events": ["ada-back"]}, "no": 3, "never": 2})
    assert exactly(simulated(tmp_path, decisions=[press], outcomes={"back": BACK}), "back") == "1/6"


def test_what_the_file_chooses_counts_for_nothing(tmp_path: Path) -> None:
    press = decision("press", {"yes": {"events": ["ada-back"]}, "no": 1}, default="no")
    view = simulated(tmp_path, decisions=[press], choose={"press": "no"}, outcomes={"back": BACK})
    assert exactly(view, "back") == "1/2"


def test_an_answer_that_is_fixed_is_certain(tmp_path: Path) -> None:
    press = decision("press", {"yes": {"weight": "0", "events": ["ada-back"]}, "no": 1})
    view = simulated(tmp_path, fixed={"press": "yes"}, decisions=[press], outcomes={"back": BACK})
    assert exactly(view, "back") == "1"


def test_a_decision_reads_what_earlier_ones_led_to(tmp_path: Path) -> None:
    first = decision("first", {"go": {"weight": "1/3", "events": ["ada-back"]}, "stay": "2/3"}, at="2022-05-05")
    second = decision(
        "second", {"out": {"weight": "1/4", "then": [{"let": {"n": "1"}}]}, "in": "3/4"}, at="2022-05-11", when=BACK_NOW
    )
    view = simulated(tmp_path, variables={"n": "0"}, decisions=[first, second], outcomes={"out": "n == 1"})
    assert exactly(view, "out") == "1/12"
    reached = next(one for one in view.decisions if one.id == "second").reached
    assert reached.exact == Fraction(1, 3)


BACK_NOW = "holds('ada', 'co/ceo')"


def test_a_weight_may_read_variables_and_earlier_answers(tmp_path: Path) -> None:
    times = hours(3)
    weights = decision("last", {"a": "n", "b": "2 - n / 2"}, at=times[2], when="chose('one') == 'yes'")
    view = simulated(
        tmp_path,
        variables={"n": "0"},
        decisions=[coin("one", "1/2", at=times[0]), coin("two", "1/4", at=times[1]), weights],
        outcomes={"a": "chose('last') == 'a'"},
    )
    # reached with n = 2 (1/8): 2 to 1, and with n = 1 (3/8): 1 to 3/2
    assert exactly(view, "a") == str(Fraction(1, 8) * Fraction(2, 3) + Fraction(3, 8) * Fraction(2, 5))


def test_sixty_coins_are_a_binomial_law(tmp_path: Path) -> None:
    coins = [coin(f"c{number}", "0.3", at=at) for number, at in enumerate(hours(60))]
    view = simulated(tmp_path, variables={"n": "0"}, decisions=coins, outcomes={"n": "n", "most": "n >= 30"})
    p = Fraction(3, 10)
    law = {k: comb(60, k) * p**k * (1 - p) ** (60 - k) for k in range(61)}
    assert values(view, "n") == {k: str(part) for k, part in law.items()}
    assert exactly(view, "most") == str(sum(law[k] for k in range(30, 61)))
    assert outcome(view, "n").mean_exact == 18


def test_an_absorbing_walk_ends_where_it_is_absorbed(tmp_path: Path) -> None:
    options = {
        "up": {"weight": "2/3", "then": [{"let": {"x": "x + 1"}}]},
        "down": {"weight": "1/3", "then": [{"let": {"x": "x - 1"}}]},
    }
    steps = [decision(f"s{number}", options, at=at, when="0 < x and x < 3") for number, at in enumerate(hours(40))]
    view = simulated(tmp_path, variables={"x": "1"}, decisions=steps, outcomes={"top": "x == 3", "ruin": "x == 0"})
    mass, top, ruin = {1: Fraction(1)}, Fraction(0), Fraction(0)
    for _ in range(40):
        moved = {at: Fraction(0) for at in range(4)}
        for at, part in mass.items():
            moved[at + 1] += part * Fraction(2, 3)
            moved[at - 1] += part * Fraction(1, 3)
        top, ruin, mass = top + moved[3], ruin + moved[0], {1: moved[1], 2: moved[2]}
    assert (exactly(view, "top"), exactly(view, "ruin")) == (str(top), str(ruin))


def test_stop_ends_the_decisions_and_not_recorded_history(tmp_path: Path) -> None:
    halt = decision("halt", {"stop": {"weight": "1/5", "then": [{"stop": "true"}]}, "on": "4/5"}, at="2022-05-05")
    later = coin("later", "1", at="2022-05-06")
    view = simulated(
        tmp_path,
        variables={"n": "0"},
        decisions=[halt, later],
        outcomes={"moved": "n == 1", "back": BACK},
    )
    assert (exactly(view, "moved"), exactly(view, "back")) == ("4/5", "1")


def test_an_unknown_condition_is_not_met_and_is_reported(tmp_path: Path) -> None:
    vague = {
        "insert": {"id": "vague", "type": "hired", "at": "[2022-05-05..2022-05-20]", "who": "cleo", "to": "co/club"}
    }
    ask = coin("ask", "1/2", at="2022-05-10", when="holds('cleo', 'co/club')")
    view = simulated(
        tmp_path,
        variables={"n": "0"},
        changes=[vague],
        decisions=[ask],
        outcomes={"moved": "n == 1", "in": "holds('cleo', 'co/club', '2022-05-10')"},
    )
    assert exactly(view, "moved") == "0"
    assert view.decisions[0].unknown.exact == 1
    unknown = outcome(view, "in").unknown
    assert (unknown.exact, unknown.count) == (Fraction(1), 1_000)


def test_a_motion_that_is_changed_on_the_way_lets_its_effects_fall(tmp_path: Path) -> None:
    whip = decision(
        "whip",
        {"turn": {"weight": "0.05", "then": [{"change": "vote", "set": CHANGED_VOTE}]}, "leave": "0.95"},
        at="2022-05-01 08:00",
    )
    view = simulated(tmp_path, decisions=[whip], outcomes={"stays": "holds('ada', 'co/ceo', '2022-05-02')"})
    assert exactly(view, "stays") == "1/20"


def test_a_division_by_zero_is_a_mistake_only_where_it_is_reached(tmp_path: Path) -> None:
    times = hours(2)
    divides = decision("divides", {"a": "1 / n", "b": "1"}, at=times[1])
    never = decision("first", {"zero": "0", "one": {"weight": "1", "then": [{"let": {"n": "1"}}]}}, at=times[0])
    view = simulated(tmp_path, variables={"n": "0"}, decisions=[never, divides], outcomes={"n": "n"})
    assert view.method == "exact"
    never["options"]["zero"]["weight"] = "1/1000"
    with pytest.raises(DocumentError, match=r"what-if\.yaml:\d+:\d+: '1 / n' divides by zero"):
        simulated(tmp_path, variables={"n": "0"}, decisions=[never, divides], outcomes={"n": "n"})


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ({"a": "n - 1", "b": "1"}, "comes to -1 here"),
        ({"a": "n", "b": "n * 2"}, "are all zero here"),
        ({"a": "signed('later')", "b": "1"}, "is unknown here"),
    ],
)
def test_weights_that_are_none_are_a_mistake_with_a_place(tmp_path: Path, weights: dict[str, str], said: str) -> None:
    later = {"insert": {"id": "later", "type": "letter_sent", "at": "2022-05-02", "by": "co", "to": "co/board"}}
    with pytest.raises(DocumentError, match=rf"what-if\.yaml:\d+:\d+: .*{said}"):
        simulated(
            tmp_path, variables={"n": "0"}, changes=[later], decisions=[decision("d", weights)], outcomes={"n": "n"}
        )


def test_too_many_states_are_drawn_and_refused_where_they_are_to_be_exact(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubling = [coin(f"c{k}", "1/2", {"n": "n * 2 + 1"}, at=at) for k, at in enumerate(hours(16))]
    shifts = [
        {**one, "options": {**one["options"], "no": {"weight": "1/2", "then": [{"let": {"n": "n * 2"}}]}}}
        for one in doubling
    ]
    fields: Data = {"variables": {"n": "0"}, "decisions": shifts, "outcomes": {"odd": "n > 32767"}}
    view = simulated(tmp_path, **fields)
    assert view.method == "sampled"
    found = outcome(view, "odd").true
    assert found is not None
    assert found.exact is None
    assert found.low <= 0.5 <= found.high
    monkeypatch.setattr(source, "PATIENT", Bounds(1_000, 10))
    with pytest.raises(GovsimError, match="too many states"):
        simulated(tmp_path, {"method": "exact"}, **fields)


def test_a_scenario_without_decisions_is_certain(tmp_path: Path) -> None:
    view = simulated(tmp_path, changes=[{"omit": "letter"}], outcomes={"back": BACK})
    assert exactly(view, "back") == "0"
