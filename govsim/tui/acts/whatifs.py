"""What-ifs under the cursor: fork, omit, change, insert, decide; each shown before it is accepted, and undone by u."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from govsim.model.errors import GovsimError
from govsim.model.instant import to_rfc3339
from govsim.tui.acts.surface import Surface
from govsim.tui.choices import Choice
from govsim.tui.ripple_lines import trial_lines
from govsim.tui.session import MAIN, Trial

if TYPE_CHECKING:
    from govsim.service.drafts import Draft
    from govsim.service.forms import FormView

_READ_ONLY = "Recorded history is read-only: this begins a what-if, '{name}'."


class WhatIfs(Surface, inherit_bindings=False):
    """Drives the drafts of service/; nothing is written before the reader keeps it."""

    # -- beginning

    def action_fork(self) -> None:
        """Begin a what-if here."""
        from govsim.service.branching import checked_name  # noqa: PLC0415 - the first frame needs none of it

        line, session = self.walk.line, self.session
        base = line.name if line.kind != "draft" else session.base
        told = f"A what-if that follows {base} up to here. x leaves an event out, c changes one, i inserts one."

        def check(name: str) -> str:
            checked_name(name)
            if any(branch.name == name for branch in session.branches()):
                raise GovsimError(f"there is a branch '{name}' already", hint="take another name")
            return self._replacing()

        def named(name: str | None) -> None:
            if name is not None:
                self.attempt(lambda: self._begin(base, name))

        self.ask("Fork a what-if here", told, session.free_name(), check, named)

    def _begin(self, base: str, name: str) -> None:
        draft = self.session.begin(base, name)
        if self.place.is_on_event and self.walk.stops[self.playhead.index].happens:
            draft.set("fork", {"before": self.walk.ref(self.playhead.index).partition("/")[2]})
        else:
            draft.set("fork", {"at": to_rfc3339(self.playhead.instant)})
        self._take(
            draft, base, f"{name} follows {base} up to here. x leaves an event out, c changes one, i inserts one."
        )

    def _start(self) -> tuple[Draft, str]:
        """Return the what-if that a change here belongs to, and the branch it starts from.

        On a draft that is the draft itself; on a branch kept from a scenario, that scenario; else a new one.
        """
        session, line = self.session, self.walk.line
        if line.kind == "draft" and session.draft is not None:
            return session.draft, session.base
        if line.kind == "branch" and line.run is not None:
            kept = session.gov.scenarios.draft_of_branch(line.name)
            kept.rename(session.free_name(line.name))
            return kept, line.parent or MAIN
        return session.begin(line.name, session.free_name()), line.name

    # -- changing

    def action_omit(self) -> None:
        """Leave the event at the playhead out."""
        if (ref := self._event_here("left out")) is not None:
            label = self.walk.event(self.playhead.index).label
            self._try(f"Leave out: {label}", lambda draft: draft.omit(ref))

    def action_alter(self) -> None:
        """Let the event at the playhead happen otherwise."""
        if (ref := self._event_here("changed")) is None:
            return
        from govsim.service.forms import form_of  # noqa: PLC0415 - the first frame needs none of it
        from govsim.tui.screens.form_screen import FormScreen  # noqa: PLC0415 - the same

        form = form_of(self.walk.past, self.session.record, ref)
        label = self.walk.event(self.playhead.index).label

        def filled(data: dict[str, Any] | None) -> None:
            if data is None:
                return
            if not data:
                self.message = "Nothing was changed."
                return
            self._try(f"Change: {label} ({', '.join(data)})", lambda draft: draft.change(ref, data))

        self.push_screen(FormScreen(f"Change: {label}", form, self._start()[0]), filled)

    def action_insert(self) -> None:
        """Let an event happen here that is not recorded."""
        from govsim.service.forms import EVENT_CHOICES, form_for  # noqa: PLC0415 - the first frame needs none of it

        choices = [Choice(one.type, one.title, one.type) for one in EVENT_CHOICES]

        def typed(picked: tuple[str, ...] | None) -> None:
            if picked:
                self._fill(form_for(self.walk.past, self.session.record, picked[0], self.playhead.instant))

        self.offer("Insert an event here: what happens?", choices, typed)

    def _fill(self, form: FormView) -> None:
        from govsim.tui.screens.form_screen import FormScreen  # noqa: PLC0415 - the first frame needs none of it

        def filled(data: dict[str, Any] | None) -> None:
            if data is not None:
                said = f"Insert: {form.title} ({data['id']})"
                self._try(said, lambda draft: draft.insert(data), f"{self.session.record}/{data['id']}")

        self.push_screen(FormScreen(f"Insert: {form.title}", form, self._start()[0]), filled)

    def _event_here(self, done: str) -> str | None:
        """Return the event at the playhead; where there is none that can be changed, say why."""
        index = self.playhead.index
        if index < 0 or not self.place.is_on_event:
            self.message = f"Step to an event first: only events can be {done}."
        elif self.walk.decision(index) is not None:
            self.message = "This is a decision: Enter answers it."
        elif not self.walk.stops[index].happens:
            self.message = "This did not happen on this line; u takes the last change back."
        else:
            return self.walk.ref(index)
        return None

    def _try(self, said: str, change: Callable[[Draft], None], arrive: str | None = None) -> None:
        """Show what a change would do, and make it where the reader accepts; then stand at an event that came by it."""

        def trying() -> None:
            before, base = self._start()

            def changing(draft: Draft) -> None:
                steps, fork = draft.steps, draft.view().fork
                if draft.has("fork") and fork is not None and self.playhead.instant < fork:
                    draft.set("fork", None)  # it begins where its first change lies
                change(draft)
                draft.merge(steps)

            self._show(self.session.tried(before, said, changing), base, arrive)

        self.attempt(trying)

    def _show(self, trial: Trial, base: str, arrive: str | None) -> None:
        told = "" if self.walk.line.kind == "draft" else _READ_ONLY.format(name=trial.draft.id)
        told = " ".join(part for part in (told, self._replacing()) if part)

        def answered(answer: str | None) -> None:
            if answer == "accept":
                self._take(trial.draft, base, f"{_fell(trial)}. u undo, d compare, s save as file, w keep as branch")
                if arrive in self.walk.index_of:
                    self.place = self.place.at(self.walk.at(self.walk.index_of[arrive]))

        walk = self.walk
        title = "What this would do"
        lines = lambda cells: trial_lines(trial, walk, told, cells)  # noqa: E731 - it is handed over once
        self.read(title, lines, {"enter": "accept"}, "up down scroll, Enter accept, Esc cancel", answered)

    def _replacing(self) -> str:
        """Return a warning where a what-if that is not kept would be forgotten, else nothing."""
        session = self.session
        if session.draft is None or self.walk.line.kind == "draft" or not session.draft.steps:
            return ""
        return f"It replaces {session.draft_name}, which is not kept (Esc, then go there and press s or w)."

    def _take(self, draft: Draft, base: str, message: str) -> None:
        self.session.take(draft, base)
        self.switch(self.session.draft_name, message)

    # -- decisions

    def action_enter(self) -> None:
        """Answer the decision at the playhead, or walk the line chosen in the branches pane."""
        if self.desk.current == "branches":
            chosen = self.desk.chosen_line
            if chosen is not None and chosen != self.walk.line.name:
                self.switch(chosen, f"This is {chosen}.")
            return
        decision = self.walk.decision(self.playhead.index)
        if decision is None:
            self.message = "Enter answers a decision, or walks the line chosen in 4 Branches."
            return
        if decision.state == "not_reached":
            self.message = f"This decision is not reached: {decision.text}."
            return
        choices = [Choice(id_, title, id_) for id_, title in decision.options]

        def chosen_option(picked: tuple[str, ...] | None) -> None:
            if picked:
                self.attempt(lambda: self._choose(decision.id, picked[0]))

        question = decision.question or decision.id
        self.offer("Decide", choices, chosen_option, told=question, at=decision.option)

    def _choose(self, decision: str, option: str) -> None:
        before, base = self._start()
        trial = self.session.tried(before, f"{decision}: {option}", lambda draft: draft.choose(decision, option))
        self._take(trial.draft, base, f"{trial.said}: {_fell(trial)}. Enter asks again, u undoes it.")

    # -- undo

    def action_undo(self) -> None:
        """Take the last change back; after the last one the what-if itself."""
        self._back("undo", "Nothing is to be undone.")

    def action_redo(self) -> None:
        """Make again what was taken back last."""
        self._back("redo", "Nothing is to be made again.")

    def _back(self, way: str, otherwise: str) -> None:
        said = getattr(self.session, way)()
        if said is None:
            self.message = otherwise
            return
        line = self.session.draft_name if self.session.draft is not None else self.session.base
        self.switch(line, said)


def _fell(trial: Trial) -> str:
    count = trial.ripple.falls
    return f"{count} event{'' if count == 1 else 's'} fell with it" if count else "Nothing fell with it"
