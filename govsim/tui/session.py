"""A session: one record, its lines of history, and the what-if in the making; it asks service/ and draws nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from govsim.model.errors import GovsimError
from govsim.model.instant import Instant
from govsim.service.gov import Gov
from govsim.service.past import Clocks, Past
from govsim.tui.line import Line
from govsim.tui.walk import Walk

if TYPE_CHECKING:
    from govsim.service.branch_views import BranchView, DiffView, EventDiff
    from govsim.service.drafts import Draft
    from govsim.service.forecast_views import ForecastView
    from govsim.service.ripple import RippleView
    from govsim.service.scenario_views import RunView

MAIN = "main"


class Row(NamedTuple):
    """One line of history in the tree."""

    name: str
    depth: int
    said: str
    beside: str


@dataclass(frozen=True, slots=True)
class Trial:
    """A what-if as it would be after one more change, and what that change would do to the one before."""

    draft: Draft
    ripple: RippleView
    said: str


class Session:
    """What the screen walks through. The draft is a line of its own until it is kept as a branch or given up."""

    def __init__(self, gov: Gov, record: str, zone: str | None = None) -> None:
        """Read the record before any screen opens, so that a mistake is a message and not a broken screen.

        Raises:
            GovsimError: there is no such record, or no such zone.
        """
        self.gov, self.record, self.zone_asked = gov, record, zone
        header = gov.past().header(record)
        self.zone: tzinfo = gov.display_zone(zone, list(header.posts))
        self.draft: Draft | None = None
        self.base = MAIN
        """The branch that the draft starts from."""
        self.file: Path | None = None
        """The scenario file that the draft was opened from or saved to."""
        self.forecasts: dict[Line, ForecastView] = {}
        """What was forecast for a line as it is; a line that changes is another."""
        self._walks: dict[object, Walk] = {}
        self._shelved: tuple[Draft, str, Path | None] | None = None
        self._compared: tuple[Past, Past, tuple[EventDiff, ...]] | None = None

    # -- lines

    @property
    def keeps_branches(self) -> bool:
        """True where there is a ledger to keep branches in, and it holds the record."""
        return self.gov.holds(self.record)

    def branches(self) -> list[BranchView]:
        """Return the branches that hold this record, a parent before its children."""
        if not self.keeps_branches:
            return []
        found = self.gov.branches.list()
        children: dict[str | None, list[BranchView]] = {}
        for branch in found:
            children.setdefault(branch.parent, []).append(branch)
        ordered: list[BranchView] = []

        def add(parent: str | None) -> None:
            for branch in children.get(parent, []):
                ordered.append(branch)
                add(branch.name)

        add(None)
        return ordered

    def rows(self) -> list[Row]:
        """Return the tree: recorded history, its branches, and the what-if that is being made."""
        rows: list[Row] = []
        depths: dict[str | None, int] = {None: -1}
        for branch in self.branches():
            depths[branch.name] = depths.get(branch.parent, 0) + 1
            own = f"{branch.events} own event{'' if branch.events == 1 else 's'}" if branch.parent else ""
            rows.append(Row(branch.name, depths[branch.name], "hypothetical" if branch.parent else "recorded", own))
        if not rows:
            rows.append(Row(MAIN, 0, "recorded", ""))
        if self.draft is not None:
            at = next((number for number, row in enumerate(rows) if row.name == self.base), 0)
            steps = self.draft.steps
            beside = f"{steps} change{'' if steps == 1 else 's'}"
            rows.insert(at + 1, Row(self.draft_name, rows[at].depth + 1, "what-if, not kept", beside))
        return rows

    @property
    def draft_name(self) -> str:
        """How the line of the draft is called."""
        return "" if self.draft is None else self.draft.id

    def walk(self, name: str = MAIN) -> Walk:
        """Return the walk along a branch, or along the draft by its name.

        Raises:
            GovsimError: there is no such branch, or it does not hold the record.
        """
        if self.draft is not None and name == self.draft_name:
            draft = self.draft
            return self._kept(("draft", draft.text), lambda: self._draft_line(draft))
        head = self.gov.ledger.head(name) if self.keeps_branches else 0
        return self._kept((name, head), lambda: self._branch_line(name))

    def _kept(self, key: object, make: Callable[[], Line]) -> Walk:
        if key not in self._walks:
            if len(self._walks) >= 8:  # as many pasts as the service keeps
                self._walks.pop(next(iter(self._walks)))
            self._walks[key] = Walk(make(), self.record, self.zone)
        return self._walks[key]

    def _draft_line(self, draft: Draft) -> Line:
        recorded = self.gov.past(Clocks(self.base))
        return Line(draft.id, "draft", draft.past(), self.base, draft.view(), recorded)

    def _branch_line(self, name: str) -> Line:
        past = self.gov.past(Clocks(name) if self.keeps_branches else None)
        if name == MAIN:
            return Line(name, "recorded", past)
        parent = next(branch.parent for branch in self.gov.branches.list() if branch.name == name) or MAIN
        recorded = self.gov.past(Clocks(parent))
        return Line(name, "branch", past, parent, self._run_of(name), recorded)

    def _run_of(self, name: str) -> RunView | None:
        """Return what came of the scenario that a branch was made from, None where it was made otherwise."""
        made = next(branch for branch in self.gov.branches.list() if branch.name == name)
        return None if made.scenario is None else self.gov.scenarios.draft_of_branch(name).view()

    def draft_of(self, line: Line) -> Draft | None:
        """Return the scenario that a line comes from as a draft, None where there is none.

        Raises:
            GovsimError: the text kept with a branch cannot be read any more.
        """
        if line.kind == "draft":
            return self.draft
        return None if line.run is None else self.gov.scenarios.draft_of_branch(line.name)

    def diff(self, one: str, two: str, at: Instant) -> DiffView:
        """Return where two lines differ, at an instant; their events are compared once."""
        from govsim.service.differing import diff_view, event_diffs  # noqa: PLC0415 - the first frame needs none of it

        former, latter = self.walk(one).past, self.walk(two).past
        if self._compared is None or self._compared[:2] != (former, latter):
            self._compared = former, latter, event_diffs(former, latter)
        return diff_view((one, former), (two, latter), at, self._compared[2])

    # -- the what-if

    def begin(self, branch: str, name: str) -> Draft:
        """Return an empty what-if on a branch.

        Raises:
            GovsimError: the name cannot be.
        """
        return self.gov.scenarios.draft(self.record, scenario=name, branch=branch)

    def free_name(self, wish: str = "what-if") -> str:
        """Return a name that no branch has."""
        taken = {branch.name for branch in self.branches()} | {self.draft_name}
        number = 1
        while f"{wish}-{number}" in taken:
            number += 1
        return f"{wish}-{number}"

    def tried(self, draft: Draft, said: str, change: Callable[[Draft], None]) -> Trial:
        """Return what one more change to a what-if would do; the what-if itself stays as it is.

        Raises:
            GovsimError: it cannot be changed so.
        """
        after = draft.copy()
        change(after)
        return Trial(after, after.ripple(draft), said)

    def take(self, draft: Draft, base: str) -> None:
        """Make a what-if the one that is being made."""
        if self.draft is None or self.base != base or draft.id != self.draft.id:
            self.file = None
        self.draft, self.base, self._shelved = draft, base, None

    def open(self, path: Path) -> None:
        """Make a scenario file the what-if that is being made.

        Raises:
            DocumentError: it has mistakes, or is a scenario of another record.
        """
        draft = self.gov.scenarios.open_draft(path)
        self.take(draft, MAIN)
        self.file = path

    def undo(self) -> str | None:
        """Take the last change of the what-if back, after the last one the what-if itself; return what was undone."""
        if self.draft is None:
            return None
        said = self.draft.undo()
        if said:
            return f"Undone: {said}. U makes it again."
        name, self._shelved = self.draft.id, (self.draft, self.base, self.file)
        self.draft, self.file = None, None
        return f"Undone: the what-if {name} itself. U brings it back."

    def redo(self) -> str | None:
        """Make again what was taken back last; return what that was."""
        if self.draft is None and self._shelved is not None:
            (self.draft, self.base, self.file), self._shelved = self._shelved, None
            return f"Back: the what-if {self.draft.id}."
        said = None if self.draft is None else self.draft.redo()
        return None if not said else f"Made again: {said}."

    def give_up(self) -> None:
        """Forget the what-if."""
        self.draft, self.file, self.base = None, None, MAIN

    def keep(self, name: str | None = None) -> str:
        """Keep the what-if as a branch of the ledger and return its name.

        Raises:
            GovsimError: there is no ledger, or the name is taken.
        """
        if self.draft is None:
            raise GovsimError("there is no what-if to keep", hint="f makes one")
        return self.draft.accept(name).branch or MAIN
