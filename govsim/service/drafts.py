"""A what-if in memory: changed step by step, previewed, taken back, accepted as a branch or saved as a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govsim.documents.nodes import to_data
from govsim.documents.scenario_file import ScenarioFile
from govsim.documents.scenario_text import data_text
from govsim.model.errors import DocumentError, GovsimError
from govsim.service.past import Past
from govsim.service.ripple import RippleView, ripple_view
from govsim.service.scenario_views import FateView, RunView
from govsim.service.scenario_words import Words
from govsim.service.whatif_view import fate_view

if TYPE_CHECKING:
    from govsim.service.forecast_views import ForecastView
    from govsim.service.prepared import Prepared
    from govsim.service.scenarios import Scenarios
    from govsim.simulate.running import Progress


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with a field, and what would be right."""

    message: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class _Step:
    """A draft after one more change: ready to run, and the change in words."""

    prepared: Prepared
    said: str = ""


class Draft:
    """A scenario that is not saved yet; it is its own text at every step, so that what is saved is what was seen."""

    def __init__(self, scenarios: Scenarios, text: str, path: Path, branch: str = "main") -> None:
        """Begin with a text.

        Raises:
            DocumentError: the text has mistakes, or its record is not to be found.
        """
        self._scenarios, self._path, self._branch = scenarios, path, branch
        self._done: list[_Step] = [_Step(self._prepared(text))]
        self._undone: list[_Step] = []

    def copy(self) -> Draft:
        """Return a draft of its own that stands where this one does: to try a change, and to throw it away."""
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__, _done=list(self._done), _undone=list(self._undone))
        return other

    @property
    def id(self) -> str:
        """The id of the scenario."""
        return self._now.plan.scenario.scenario

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
        self._add("changes", {"omit": event, "why": why}, f"leave out {event}")

    def change(self, event: str, fields: Mapping[str, Any], why: str | None = None) -> None:
        """Let a recorded event happen otherwise: each field is replaced whole."""
        said = f"change {event} ({', '.join(fields)})"
        self._add("changes", {"change": event, "set": dict(fields), "why": why}, said)

    def insert(self, fields: Mapping[str, Any], why: str | None = None) -> None:
        """Let an event happen that is not recorded; *fields* are those of an event in a record."""
        self._add("changes", {"insert": dict(fields), "why": why}, f"insert {fields.get('id', 'an event')}")

    def choose(self, decision: str, option: str) -> None:
        """Answer a decision."""
        data = self._data()
        chosen = data.get("choose")
        data["choose"] = {**(chosen if isinstance(chosen, dict) else {}), decision: option}
        self._take(data, f"answer {decision} with {option}")

    @property
    def ids(self) -> frozenset[str]:
        """The ids of every event of the record and of the draft."""
        record = self._now.plan.scenario.record
        own = {ref.partition("/")[2] for ref in self.past().entry_of if ref.startswith(f"{record}/")}
        return frozenset(own | {fate.id.partition("/")[2] for fate in self.view().fates})

    def mistakes(self, event: str | None, fields: Mapping[str, Any]) -> dict[str, Mistake]:
        """Return what is wrong with one more insert, or change of an event, by the field that it is about.

        The change stands at the end of the text with a field on each line, so that a line tells the field; what is
        wrong elsewhere has the empty name.
        """
        data = self._data()
        before = [f"  - {json.dumps(item, ensure_ascii=False)}" for item in data.pop("changes", None) or ()]
        head = "insert" if event is None else f"change: {json.dumps(event, ensure_ascii=False)}\n    set"
        text = "\n".join([f"{data_text(data)}changes:", *before, f"  - {head}:", ""])
        names: dict[int, str] = {}
        for name, value in fields.items():
            inner = value.items() if isinstance(value, dict) and name != "bylaws" else ()
            lines = [(f"{name}.{key}", f"        {key}", one) for key, one in inner]
            if not lines:
                lines = [(name, f"      {name}", value)]
            else:
                text += f"      {name}:\n"
            for path, key, one in lines:
                names[text.count("\n") + 1] = path
                text += f"{key}: {json.dumps(one, ensure_ascii=False)}\n"
        try:
            self._prepared(text)
        except DocumentError as failure:
            return {names.get(one.line, ""): Mistake(one.message, one.hint) for one in failure.problems[::-1]}
        return {}

    def set(self, key: str, value: Any) -> None:
        """Set a key at the top: title, fork, history, variables, decisions, outcomes, expect ...; None takes it out."""
        data = self._data()
        data.pop(key, None)
        self._take(data if value is None else {**data, key: value}, f"set {key}")

    def rename(self, scenario: str) -> None:
        """Give the scenario another id, by which its branch is called."""
        data = self._data()
        self._take({**data, "scenario": scenario}, f"call it {scenario}")

    def replace_text(self, text: str) -> None:
        """Take another text for the whole, as it comes from an editor.

        Raises:
            DocumentError: it has mistakes, each with its place; the draft stays as it was.
        """
        prepared = self._prepared(text)
        self._done.append(_Step(prepared, "edit the text"))
        self._undone.clear()

    def has(self, key: str) -> bool:
        """Return whether a key stands at the top."""
        return key in self._data()

    def merge(self, steps: int) -> None:
        """Make all changes after so many of them one, which is undone at once and told as the last of them."""
        if self.steps > steps + 1:
            self._done[steps + 1 :] = [self._done[-1]]

    def undo(self) -> str | None:
        """Take the last change back, and return it in words, None where there was none."""
        if not self.steps:
            return None
        self._undone.append(self._done.pop())
        return self._undone[-1].said

    def redo(self) -> str | None:
        """Make again what was taken back last, and return it in words, None where there was nothing."""
        if not self._undone:
            return None
        self._done.append(self._undone.pop())
        return self._done[-1].said

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
        return self._now.past

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

    def ripple(self, before: Draft) -> RippleView:
        """Return what comes otherwise of it than of the draft that it was before a change."""
        return ripple_view((before.view(), before.past()), (self.view(), self.past()))

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
        return self._done[-1].prepared

    def _data(self) -> dict[str, Any]:
        return dict(to_data(self._now.file.root))

    def _add(self, key: str, item: dict[str, Any], said: str) -> None:
        data = self._data()
        written = {name: value for name, value in deepcopy(item).items() if value is not None}
        data[key] = [*(data.get(key) or []), written]
        self._take(data, said)

    def _take(self, data: dict[str, Any], said: str) -> None:
        self._done.append(_Step(self._checked(data_text(data)), said))
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
