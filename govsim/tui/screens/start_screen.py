"""The start screen: what can be opened, a line each: the last place, records, branches, scenarios."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from govsim.tui.choices import Choice
from govsim.tui.screens.choose_screen import ChooseScreen

if TYPE_CHECKING:
    from govsim.service.catalogue import CatalogueView


class StartScreen(ChooseScreen):
    """A list like any other; what it gives back is ``record:ID``, ``branch:NAME``, ``file:PATH`` or ``last:``."""

    DEFAULT_CSS = """
    StartScreen Box { width: 100; }
    """

    def __init__(self, view: CatalogueView, last: str | None) -> None:
        told = "Type to narrow the list. A record is what happened; a scenario is a what-if written as a file."
        super().__init__("govsim: open", list(start_choices(view, last)), told=told)


def start_choices(view: CatalogueView, last: str | None) -> Iterator[Choice]:
    """Yield the lines, what was open last before all else."""
    if last is not None:
        yield Choice("last:", f"Go on where you were: {last}", "last place")
    for record in view.records:
        where = "record, ledger" if record.file is None else "record, file"
        yield Choice(f"record:{record.record}", record.title, where)
    for branch in view.branches:
        made = f" from the scenario {branch.scenario}" if branch.scenario else ""
        yield Choice(f"branch:{branch.name}", f"{branch.name}{made}", "branch, hypothetical")
    for scenario in view.scenarios:
        where = "scenario, bundled" if scenario.bundled else "scenario"
        yield Choice(f"file:{scenario.file}", f"{scenario.title} ({scenario.record})", where)
