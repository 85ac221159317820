"""Scenarios of a small house as data, forecast without any file but their own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from govsim.service.forecast_views import ForecastView, OutcomeView
from govsim.service.gov import Gov
from govsim.service.prepared import Prepared
from tests.service.scenarios import write_house, write_scenario

Data = dict[str, Any]


def decision(id_: str, options: Mapping[str, Any], at: str = "2022-05-03 12:00", **fields: Any) -> Data:
    """Return a decision; an option may be written as its weight alone."""
    written = {
        name: option if isinstance(option, dict) else {"weight": str(option)} for name, option in options.items()
    }
    return {"id": id_, "at": at, "options": written, **fields}


def coin(id_: str, weight: str = "1/2", let: Mapping[str, str] | None = None, **fields: Any) -> Data:
    """Return a decision that adds one to a variable or does not."""
    then = [{"let": dict(let or {"n": "n + 1"})}]
    options = {"yes": {"weight": weight, "then": then}, "no": {"weight": f"1 - {weight}"}}
    return decision(id_, options, **fields)


def hours(count: int) -> list[str]:
    """Return so many instants, an hour apart."""
    return [f"2022-05-{3 + number // 24:02} {number % 24:02}:00" for number in range(count)]


def prepared(folder: Path, **fields: Any) -> Prepared:
    return Gov(None).scenarios.prepare(written(folder, **fields))


def simulated(
    folder: Path, options: Mapping[str, Any] | None = None, fixed: Mapping[str, str] | None = None, **fields: Any
) -> ForecastView:
    """Return the forecast of a scenario; *options* are those of ``simulate``, *fixed* its ``choose``."""
    path = written(folder, **fields)
    return Gov(None).scenarios.forecasts.simulate(path, choose=fixed, **{"runs": 1_000, **(options or {})})


def written(folder: Path, **fields: Any) -> Path:
    """Write the house and a scenario of it; what stands in it twice is written out twice, as in a file."""
    write_house(folder)
    return write_scenario(folder, **json.loads(json.dumps(fields)))


def outcome(view: ForecastView, name: str) -> OutcomeView:
    return next(one for one in view.outcomes if one.id == name)


def exactly(view: ForecastView, name: str) -> str:
    """Return the exact probability of a truth as text."""
    found = outcome(view, name).true
    assert found is not None
    return str(found.exact)


def values(view: ForecastView, name: str) -> dict[Any, str]:
    """Return the exact probability of each value of an outcome."""
    return {value: str(share.exact) for value, share in outcome(view, name).values}
