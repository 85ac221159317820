"""Scenarios carried out, checked, and followed along every path."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from govsim.documents.scenario_file import ScenarioFile, read_scenario
from govsim.documents.scenario_text import data_text
from govsim.documents.yaml_tree import read_text
from govsim.ledger.store import Ledger
from govsim.model.errors import DocumentError, GovsimError, Problem
from govsim.model.instant import zone_named
from govsim.resources import shipped
from govsim.service.bases import Bases
from govsim.service.drafts import Draft
from govsim.service.expecting import expect_views
from govsim.service.making import make_branch
from govsim.service.pivoting import PivotsView, pivots_view
from govsim.service.prepared import Prepared, past_of
from govsim.service.preparing import prepared_of
from govsim.service.scenario_views import CheckedView, DecisionView, PathsView, PathView, RunView
from govsim.service.whatif_view import ask_with, run_view
from govsim.whatif.paths import paths_of
from govsim.whatif.run import WhatIf

if TYPE_CHECKING:
    from govsim.service.forecasting import Forecasts
    from govsim.whatif.choosing import Ask

Answer = Callable[[DecisionView], str | None]
"""Asked at a decision that nothing else answers: returns an option, or None to leave it open."""

MOST_PATHS = 1_000


class Scenarios:
    """What can be done with scenario files."""

    def __init__(self, ledger: Ledger | None, files: Sequence[Path] | None) -> None:
        self._ledger = ledger
        self.bases = Bases(ledger, files)

    def prepare(self, path: str | Path, choose: Mapping[str, str] | None = None) -> Prepared:
        """Return a scenario file ready to run.

        Raises:
            DocumentError: the file has mistakes, or its record is not to be found.
            NotFoundError: there is no such decision or option to choose.
        """
        return self.prepare_text(read_scenario(shipped("scenarios", path)), choose)

    def prepare_text(
        self, file: ScenarioFile, choose: Mapping[str, str] | None = None, *, branch: str = "main"
    ) -> Prepared:
        """Return an opened scenario ready to run, on a branch of the ledger where its record is there."""
        found = None if file.record is None else self.bases.find(file.record, file.path, branch)
        if found is None or file.record is None:
            raise file.no_record(self.bases.known(file.path))
        return prepared_of(file, file.record, found, choose)

    def target(self, path: str | Path) -> tuple[str, Path | None]:
        """Return the record that a scenario file is about, and the file it is in where the ledger does not hold it.

        Raises:
            DocumentError: the scenario has mistakes, or its record is not to be found.
        """
        prepared = self.prepare(path)
        return prepared.plan.scenario.record, prepared.found.path

    def zone(self, record: str, beside: Path | None, zone: str | None) -> tzinfo:
        """Return the zone to show times in: the one given, else the record's, else UTC."""
        if zone is not None:
            return zone_named(zone)
        found = self.bases.find(record, beside)
        return zone_named((found.base.world.headers[record].zone if found else None) or "UTC")

    def run(
        self,
        path: str | Path,
        *,
        choose: Mapping[str, str] | None = None,
        branch: str | None = None,
        ask: Answer | None = None,
    ) -> RunView:
        """Carry a scenario out and return what came of it; over the ledger it becomes a branch.

        Args:
            path: the scenario file.
            choose: options that are fixed, by decision.
            branch: how the branch is called; the default is the scenario's id.
            ask: whom to ask at decisions that nothing else answers.

        Raises:
            DocumentError: the file has mistakes, or its record is not to be found.
            GovsimError: there is a branch of that name that this scenario did not make.
        """
        prepared = self.prepare(path, choose)
        return self.carry_out(prepared, branch, ask_with(prepared.plan, ask) if ask is not None else None)

    def carry_out(
        self, prepared: Prepared, branch: str | None = None, ask: Ask | None = None, *, must_branch: bool = False
    ) -> RunView:
        """Run a scenario and return what came of it; where its record is in the ledger, that becomes a branch.

        Raises:
            GovsimError: a branch is asked for, and its record is not in the ledger; or its name is taken.
        """
        return self.keep(prepared, prepared.run(ask), branch, must_branch=must_branch)

    def keep(
        self, prepared: Prepared, whatif: WhatIf, branch: str | None = None, *, must_branch: bool = False
    ) -> RunView:
        """Return what came of a what-if that has been run; where its record is in the ledger, that becomes a branch.

        Raises:
            GovsimError: a branch is asked for, and its record is not in the ledger; or its name is taken.
        """
        found, name = prepared.found, None
        if found.position is not None and self._ledger is not None:
            name = make_branch(self._ledger, whatif, prepared.file.text, found.position, branch, found.branch)
        elif branch is not None or must_branch:
            what = f"the record '{prepared.plan.scenario.record}' is not in the ledger, so that no branch can be made"
            raise GovsimError(what, hint="`govsim load FILE` first")
        return run_view(whatif, past_of(whatif, name), name, prepared.file.where, prepared.notes)

    def view(self, prepared: Prepared, whatif: WhatIf | None = None) -> RunView:
        """Return what comes of a scenario, by default when it is run as written, without making a branch."""
        if whatif is None:
            return run_view(prepared.run(), prepared.past, None, prepared.file.where, prepared.notes)
        return run_view(whatif, past_of(whatif, None), None, prepared.file.where, prepared.notes)

    def draft(self, record: str, *, scenario: str = "draft", title: str | None = None, branch: str = "main") -> Draft:
        """Return an empty what-if on a record, to be changed, previewed and kept.

        Args:
            record: the id of a record that is to be found.
            scenario: its id, by which its branch is called.
            title: what people call it.
            branch: the branch of the ledger that it starts from.

        Raises:
            DocumentError: there is no such record.
        """
        head = {"scenario": scenario, **({"title": title} if title else {}), "record": record}
        return Draft(self, data_text(head), Path("draft"), branch)

    def open_draft(self, path: str | Path, *, branch: str = "main") -> Draft:
        """Return a scenario file as a draft.

        Raises:
            DocumentError: the file has mistakes, or its record is not to be found.
        """
        return Draft(self, read_text(Path(path), "scenario"), Path(path), branch)

    def draft_of_branch(self, name: str) -> Draft:
        """Return the scenario that a branch was made from as a draft, on the branch that it was forked from.

        What its decisions were answered with when it was run is answered so again.

        Raises:
            NotFoundError: there is no such branch.
            GovsimError: it was not made from a scenario.
        """
        if self._ledger is None:
            raise GovsimError("only files are read here, there is no ledger", hint="name one with --ledger")
        branch = self._ledger.branch(name)
        meta = branch.made_from
        text = meta.get("text")
        if not text:
            raise GovsimError(f"the branch '{name}' was not made from a scenario", hint="begin a what-if on it")
        parent = next((one.name for one in self._ledger.branches() if one.branch_id == branch.parent_id), "main")
        draft = Draft(self, text, Path(name), parent)
        for decision, option in meta.get("choose", {}).items():
            if all(view.option != option for view in draft.view().decisions if view.id == decision):
                draft.choose(decision, option)
        return Draft(self, draft.text, Path(name), parent)

    def pivots(self, record: str | Path, outcome: str) -> PivotsView:
        """Return every single change of a record that turns an outcome.

        Args:
            record: the id of a record that is to be found, or a record file.
            outcome: an expression, as under ``outcomes`` of a scenario.

        Raises:
            NotFoundError: there is no such record.
            GovsimError: the expression cannot be read, or divides by zero.
        """
        return pivots_view(self.bases, record, outcome)

    def check(self, *paths: str | Path) -> list[CheckedView]:
        """Return whether the expectations in scenario files hold.

        Raises:
            DocumentError: with the mistakes in all of the files.
        """
        checked: list[CheckedView] = []
        problems: list[Problem] = []
        for path in paths:
            try:
                prepared = self.prepare(path)
                whatif = prepared.run()
                expect = tuple(expect_views(whatif, past_of(whatif, None), prepared.file.where))
                checked.append(CheckedView(str(path), prepared.plan.scenario.scenario, expect))
            except DocumentError as failure:
                problems += failure.problems
        if problems:
            raise DocumentError(problems)
        return checked

    @property
    def forecasts(self) -> Forecasts:
        """What comes of scenario files when their decisions are drawn: ``simulate``, ``replay``."""
        from govsim.service.forecasting import Forecasts  # noqa: PLC0415 - only to simulate

        return Forecasts(self)

    def paths(self, path: str | Path, *, choose: Mapping[str, str] | None = None, most: int = MOST_PATHS) -> PathsView:
        """Return every way through the decisions of a scenario and what comes of each, at most *most*.

        The scenario's own ``choose`` and ``default`` count for nothing here; *choose* fixes answers.

        Raises:
            DocumentError: the file has mistakes, or its record is not to be found.
        """
        prepared = self.prepare(path, choose)
        with prepared.answering():
            found, complete = paths_of(prepared.plan, prepared.choices, most)
            views = tuple(
                PathView(choices, tuple(whatif.outcomes.items()), sum(fate.kind == "dropped" for fate in whatif.fates))
                for choices, whatif in found
            )
        return PathsView(prepared.plan.scenario.scenario, views, complete)
