"""What the tests of the bundled what-ifs share: to carry one out, and to read what became of it."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from govsim.service.gov import Gov
from govsim.service.scenario_views import ReasonView, RunView
from tests.conftest import ROOT

FORECASTS = ["disney-after-chapek", "the-weekend", "uber-after-the-letter"]
"""Those made to be drawn and not to be run."""
FILES = [file for file in sorted((ROOT / "scenarios").glob("*.yaml")) if file.stem not in FORECASTS]
NAMES = [file.stem for file in FILES]


@cache
def written(name: str) -> dict[str, Any]:
    """Return what a scenario file says, as plain data."""
    read: dict[str, Any] = yaml.safe_load((ROOT / "scenarios" / f"{name}.yaml").read_text())
    return read


@cache
def over(record: str) -> Gov:
    """Return govsim over one bundled record, without a ledger."""
    return Gov(None, [ROOT / "seeds" / f"{record}.yaml"])


def run(name: str, **choose: str) -> RunView:
    """Return a bundled scenario carried out; *choose* turns decisions round, with _ for - in their ids."""
    given = {decision.replace("_", "-"): option for decision, option in choose.items()}
    return over(written(name)["record"]).run(ROOT / "scenarios" / f"{name}.yaml", choose=given)


def of_fate(view: RunView, *kinds: str) -> set[str]:
    """Return the events of some fates, without their record."""
    return {fate.id.partition("/")[2] for fate in view.fates if fate.fate in kinds}


def outcome(view: RunView, name: str) -> object:
    """Return what an outcome comes to."""
    return dict(view.outcomes)[name]


def root_of(view: RunView, event: str) -> tuple[str, str]:
    """Return the last link of the reasons why an event falls: what kind it is, and the event that it turns on."""
    (fate,) = (fate for fate in view.fates if fate.id.partition("/")[2] == event)
    last = fate.reasons[-1]
    return last.kind, (last.event or "").partition("/")[2]


def reason_of(view: RunView, event: str) -> ReasonView:
    """Return the nearest reason why an event falls."""
    (fate,) = (fate for fate in view.fates if fate.id.partition("/")[2] == event)
    return fate.reasons[0]


def verdicts(view: RunView) -> dict[str, tuple[str, bool]]:
    """Return what each expectation on a verdict got, and whether that is as expected."""
    return {
        one.text.removeprefix("the verdict on ").partition(" ")[0]: (str(one.got), one.ok)
        for one in view.expect
        if one.text.startswith("the verdict on ")
    }


def successors(view: RunView, post: str) -> list[str]:
    """Return who holds a post in turn from the fork on, where that is otherwise than recorded."""
    (changed,) = (changed for changed in view.posts if changed.post == post)
    return [tenure.party for tenure in changed.now]
