"""A what-if in memory: changed step by step, previewed, taken back, accepted as a branch or saved as a file."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govsim.documents.nodes import to_data
from govsim.documents.scenario_file import ScenarioFile
from govsim.documents.scenario_text import data_text
from govsim.model.errors import DocumentError, GovsimError
from govsim.service.past import Past
from govsim.service.scenario_views import FateView, RunView
from govsim.service.scenario_words import Words
from govsim.service.whatif_view import fate_view

if TYPE_CHECKING:
    from govsim.service.forecast_views import ForecastView
    from govsim.service.scenarios import Prepared, Scenarios
    from govsim.simulate.running import Progress


class Draft:
    """A scenario that is not saved yet; it is its own text at every step, so that what is saved is what was seen."""

    def __init__(self, scenarios: Scenarios, text: str, path: Path, branch: str = "main") -> None:
        """Begin with a text.

        Raises:
            DocumentError: the text has mistakes, or its record is not to be found.
        """
        self._scenarios, self._path, self._branch = scenarios, path, branch
        self._done: list[Prepared] = [self._prepared(text)]
        self._undone: list[Prepared] = []

    @property
    def text(self) -> str:
        """The draft as YAML."""
        return self._now.file.text

    @property
    def steps(self) -> int:
        """How many changes can be taken back."""
        return len(self._done) - 1

    # -- changing

    def omit(self, event: str, why: str | None = None) -> None:
        """Let a recorded event not happen.

        Raises:
            GovsimError: it cannot be; the draft stays as it was. So with every change.
        """
        self._add("changes", {"omit": event, "why": why})

    def change(self, event: str, fields: Mapping[str, Any], why: str | None = None) -> None:
        """Let a recorded event happen otherwise: each field is replaced whole."""
        self._add("changes", {"change": event, "set": dict(fields), "why": why})

    def insert(self, fields: Mapping[str, Any], why: str | None = None) -> None:
        """Let an event happen that is not recorded; *fields* are those of an event in a record."""
        self._add("changes", {"insert": dict(fields), "why": why})

    def choose(self, decision: str, option: str) -> None:
        """Answer a decision."""
        data = self._data()
        chosen = data.get("choose")
        data["choose"] = {**(chosen if isinstance(chosen, dict) else {}), decision: option}
        self._take(data)

    def set(self, key: str, value: Any) -> None:
        """Set a key at the top: title, fork, history, variables, decisions, outcomes, expect ...; None takes it out."""
        data = self._data()
        data.pop(key, None)
        self._take(data if value is None else {**data, key: value})

    def undo(self) -> bool:
        """Take the last change back, and return whether there was one."""
        if not self.steps:
            return False
        self._undone.append(self._done.pop())
        return True

    def redo(self) -> bool:
        """Make again what was taken back last, and return whether there was anything."""
        if not self._undone:
            return False
        self._done.append(self._undone.pop())
        return True

    # -- looking

    def preview(self) -> tuple[FateView, ...]:
        """Return what becomes otherwise than recorded, and why.

        Raises:
            GovsimError: an expression divides by zero.
        """
        whatif = self._now.run()
        words = Words(whatif)
        return tuple(fate_view(whatif, words, fate) for fate in whatif.fates if fate.kind != "kept")

    def past(self) -> Past:
        """Return the what-if itself, for surfaces that step through it."""
        from govsim.service.scenarios import past_of  # noqa: PLC0415 - it imports this module's neighbours

        return past_of(self._now.run(), None)

    def view(self) -> RunView:
        """Return what comes of it, with outcomes, decisions and who governs then."""
        return self._scenarios.view(self._now)

    def forecast(self, *, runs: int = 20_000, seed: int = 0, progress: Progress | None = None) -> ForecastView:
        """Return how likely each outcome is when its decisions are drawn; its own answers count for nothing here.

        *progress* is told how many runs are done and how many were asked for; it returns False to end there.

        Raises:
            DocumentError: an expression divides by zero on the way, or weights are none there.
        """
        from govsim.simulate.running import Asked  # noqa: PLC0415 - only to simulate

        return self._scenarios.forecasts.of(self._now, Asked(runs, progress=progress), seed=seed)

    # -- keeping

    def accept(self, branch: str | None = None) -> RunView:
        """Carry it out as a branch of the ledger and return what came of it.

        Raises:
            GovsimError: its record is not in the ledger, or the name is taken.
        """
        return self._scenarios.carry_out(self._now, branch, must_branch=True)

    def save(self, path: str | Path, *, overwrite: bool = False) -> None:
        """Write it as a scenario file.

        Raises:
            GovsimError: the file is there already, or cannot be written.
        """
        try:
            with Path(path).open("w" if overwrite else "x", encoding="utf-8", newline="") as file:
                file.write(self.text)
        except FileExistsError:
            raise GovsimError(f"{path} is there already", hint="name another file") from None
        except OSError as failure:
            raise GovsimError(f"{path} cannot be written: {failure.strerror or failure}") from failure

    # -- within

    @property
    def _now(self) -> Prepared:
        return self._done[-1]

    def _data(self) -> dict[str, Any]:
        return dict(to_data(self._now.file.root))

    def _add(self, key: str, item: dict[str, Any]) -> None:
        data = self._data()
        written = {name: value for name, value in deepcopy(item).items() if value is not None}
        data[key] = [*(data.get(key) or []), written]
        self._take(data)

    def _take(self, data: dict[str, Any]) -> None:
        self._done.append(self._checked(data_text(data)))
        self._undone.clear()

    def _checked(self, text: str) -> Prepared:
        """Return a text ready to run; its mistakes are told without places, which nobody has seen."""
        try:
            return self._prepared(text)
        except DocumentError as failure:
            first, *more = failure.problems
            details = [f"{problem.message} ({problem.hint})" if problem.hint else problem.message for problem in more]
            raise GovsimError(first.message, hint=first.hint, details=details) from failure

    def _prepared(self, text: str) -> Prepared:
        return self._scenarios.prepare_text(ScenarioFile(text, self._path), branch=self._branch)
