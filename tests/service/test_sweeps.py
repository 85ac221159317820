"""Sweeps: each point is a forecast of its own over the same runs, told as a table, JSON and a picture."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from govsim.model.errors import DocumentError, GovsimError
from govsim.service.gov import Gov
from govsim.service.sweep_axes import axis_of
from govsim.service.sweep_lines import sweep_lines
from govsim.service.sweep_svg import sweep_svg
from govsim.service.sweep_views import SweepView
from govsim.simulate.worlds import FeedbackError, Worlds
from tests.service.executors import models
from tests.service.scenarios import write_house, write_scenario

PRESS: dict[str, Any] = {
    "id": "press",
    "at": "2022-05-03 12:00",
    "options": {
        "yes": {"weight": "p", "events": ["ada-back"], "then": [{"let": {"n": "n + 2"}}]},
        "no": {"weight": "1 - p"},
    },
}
FIELDS: dict[str, Any] = {
    "title": "Back <or> not",
    "parameters": {"p": {"value": "0.5"}},
    "variables": {"n": "1", "word": "a", "idle": "3"},
    "decisions": [PRESS],
    "outcomes": {"back": "holds('ada', 'co/ceo', '2022-06-01')", "n": "n", "answer": "chose('press')"},
}


def swept(folder: Path, *axes: str, options: dict[str, Any] | None = None, **fields: Any) -> SweepView:
    write_house(folder)
    path = write_scenario(folder, **{**FIELDS, **fields})
    return Gov(None).scenarios.forecasts.sweep(path, axes, **{"runs": 1_000, **(options or {})})


def test_an_axis_goes_from_one_value_to_the_other_exactly() -> None:
    axis = axis_of("letter_share=0:1:0.05")
    assert (axis.name, len(axis.values), axis.values[3]) == ("letter_share", 21, Fraction(3, 20))
    assert axis.values[-1] == 1
    assert axis_of("x=-1:1/2:1/3").values == tuple(Fraction(number, 3) for number in range(-3, 2))
    assert list(map(str, axis_of("x=2:2:1").values)) == ["2"]
    assert list(map(str, axis_of(" x = 0 : 1 : 0.4 ").values)) == ["0", "2/5", "4/5"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("x", "is no sweep"),
        ("x=0:1", "is no sweep"),
        ("=0:1:1", "is no sweep"),
        ("x=0:1:nan", "is no sweep"),
        ("x=0:1e99:1", "is no sweep"),
        ("x=0:1/0:1", "holds what is no number"),
        ("x=0:1:0", "is not above 0"),
        ("x=0:1:-1", "is not above 0"),
        ("x=1:0:1", "ends before it begins"),
        ("x=0:1:0.000001", "1,000,001 points"),
    ],
)
def test_what_is_no_axis_is_told_with_the_right_form(written: str, said: str) -> None:
    with pytest.raises(GovsimError) as failure:
        axis_of(written)
    assert said in str(failure.value)


@pytest.mark.parametrize(
    ("axes", "said"),
    [
        (["pp=0:1:1"], "did you mean 'p'?"),
        (["zz=0:1:1"], "there is p, n"),
        (["word=0:1:1"], "does not begin with a number"),
        (["idle=0:1:1"], "nothing in the scenario reads 'idle'"),
        (["p=0:1:1", "p=0:1:1"], "'p' is swept twice"),
        (["p=0:1:0.001", "n=0:1:0.001"], "1,002,001 points"),
    ],
)
def test_an_axis_that_is_none_of_the_scenario_is_told(tmp_path: Path, axes: list[str], said: str) -> None:
    with pytest.raises(GovsimError) as failure:
        swept(tmp_path, *axes)
    assert said in str(failure.value)


def test_a_point_at_which_weights_are_none_is_a_mistake_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"what-if\.yaml:\d+:\d+: the weight of 'no' at 'press' comes to -1/2"):
        swept(tmp_path, "p=0:1.5:0.5")


@pytest.mark.parametrize("method", ["auto", "sampled"])
def test_every_point_is_what_a_forecast_with_these_numbers_says(tmp_path: Path, method: str) -> None:
    view = swept(tmp_path, "p=0:1:0.25", "n=0:2:1", options={"method": method})
    assert len(view.points) == 15
    for point in view.points:
        p, n = map(str, point.at)
        fields = {**FIELDS, "parameters": {"p": {"value": p}}, "variables": {**FIELDS["variables"], "n": n}}
        path = write_scenario(tmp_path, name="one.yaml", **fields)
        options: dict[str, Any] = {"method": method}
        alone = Gov(None).scenarios.forecasts.simulate(path, runs=1_000, **options)
        assert point.outcomes == alone.outcomes
        assert point.method == alone.method == ("exact" if method == "auto" else "sampled")


def test_so_it_is_where_numbers_and_crowds_are_drawn(tmp_path: Path) -> None:
    path = models.written(tmp_path)
    forecasts = Gov(None).scenarios.forecasts
    view = forecasts.sweep(path, ["p=0.2:0.8:0.3"], runs=700, seed=5)
    for point in view.points:
        parameters = {**models.FIELDS["parameters"], "p": {"value": str(point.at[0])}}
        alone = forecasts.simulate(models.written(tmp_path, parameters=parameters), runs=700, seed=5)
        assert point.outcomes == alone.outcomes


def test_points_are_drawn_over_the_same_runs_so_that_more_is_never_less(tmp_path: Path) -> None:
    view = swept(tmp_path, "p=0:1:0.01", options={"method": "sampled", "runs": 60})
    counts = [point.outcomes[0].true.count for point in view.points if point.outcomes[0].true is not None]
    assert len(counts) == 101
    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (0, 60)


def test_exact_points_are_exact_and_each_drawn_one_has_its_interval(tmp_path: Path) -> None:
    view = swept(tmp_path, "p=0:1:0.25")
    back, mean, *answers = view.curves
    assert [(level.level, level.low, level.high) for level in back.levels if level] == [
        (p / 4, p / 4, p / 4) for p in range(5)
    ]
    assert [level.level for level in mean.levels if level] == [1 + p / 2 for p in range(5)]
    assert [curve.name for curve in answers] == ["answer is 'no'", "answer is 'yes'"]
    drawn = swept(tmp_path, "p=0:1:0.25", options={"method": "sampled"})
    for curve in drawn.curves:
        exact = next(one for one in view.curves if one.name == curve.name)
        for level, true in zip(curve.levels[1:4], exact.levels[1:4], strict=True):
            assert level is not None
            assert true is not None
            assert level.low < level.level < level.high
            assert level.low <= true.level <= level.high


def test_a_sweep_reads_as_a_table(tmp_path: Path) -> None:
    lines = sweep_lines(swept(tmp_path, "p=0:1:0.5", "n=1:2:1"))
    assert lines[0] == "Back <or> not"
    assert lines[1].startswith("HYPOTHETICAL")
    assert lines[4].split() == ["p", "n", "95", "%"]
    assert lines[7].split() == ["0.5", "1", "█" * 10 + "░" * 10, "50.0", "%", "exact"]
    assert "n (mean)" in lines
    assert "6 points, 6 of them enumerated; 1,000 runs each, the same at all, seed 0" in lines
    assert "  p = 0.5" in lines


def test_a_sweep_as_json_has_axes_points_and_their_outcomes(tmp_path: Path) -> None:
    told = swept(tmp_path, "p=0:1:1/2", options={"method": "sampled"}).to_json()
    assert (told["hypothetical"], told["runs"], told["stopped"], told["asked_points"]) == (True, 1_000, None, 3)
    assert told["sweep"] == [{"name": "p", "values": [0, "1/2", 1]}]
    middle = told["points"][1]
    assert (middle["at"], middle["runs"], middle["method"]) == ({"p": 0.5}, 1_000, "sampled")
    back, number, _ = middle["outcomes"]
    assert back["low"] < 0.5 < back["high"]
    assert number["mean_low"] < number["mean"] < number["mean_high"]


@pytest.mark.parametrize(
    ("axes", "shape", "marks"),
    [(["p=0:1:0.5"], "circle", 3), (["p=0:1:0.5", "n=1:4:1"], "g", 12)],
)
def test_a_picture_has_a_mark_with_its_numbers_for_every_point(
    tmp_path: Path, axes: list[str], shape: str, marks: int
) -> None:
    view = swept(tmp_path, *axes, options={"method": "sampled"})
    root = ET.fromstring(sweep_svg(view))  # noqa: S314 - our own
    marked = [mark for mark in root.iter() if mark.tag.endswith(f"}}{shape}")]
    titles = [one.text for mark in marked for one in mark if one.tag.endswith("title")]
    assert len(titles) == marks * len(view.curves)
    assert any(text and text.startswith("p 0.5") and " to " in text for text in titles)
    texts = ["".join(one.itertext()) for one in root.iter() if one.tag.endswith("text")]
    assert "Back <or> not" in texts
    assert any(text.startswith("HYPOTHETICAL") for text in texts)


def test_a_picture_has_no_third_axis(tmp_path: Path) -> None:
    third = {"variables": {"n": "1", "m": "1"}, "outcomes": {"n": "n + m"}}
    view = swept(tmp_path, "p=0:1:1", "n=0:1:1", "m=0:1:1", **third)
    assert len(view.points) == 8
    with pytest.raises(GovsimError, match="one or two axes"):
        sweep_svg(view)


def test_a_sweep_that_is_ended_keeps_the_points_so_far(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    def enough(done: int, of: int) -> bool:
        told.append((done, of))
        return done < 3_000

    view = swept(tmp_path, "p=0:1:0.1", options={"progress": enough})
    assert (view.why, len(view.points), view.asked) == ("interrupted", 3, 11)
    assert told[-1] == (3_000, 11_000)
    assert any(line.startswith("3 points of 11, interrupted") for line in sweep_lines(view))


def test_where_states_cannot_be_merged_every_point_is_drawn_along_paths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    merged = {method: swept(tmp_path, "p=0:1:0.5", options={"method": method}) for method in ("auto", "sampled")}
    asked: list[bool] = []

    def refuses(*_: object) -> None:
        asked.append(True)
        raise FeedbackError("what is answered later changes what was seen")

    monkeypatch.setattr(Worlds, "_check", refuses)
    for method, view in merged.items():
        assert swept(tmp_path, "p=0:1:0.5", options={"method": method}).points == view.points
    assert asked
