"""Keeping what-ifs: as a scenario file, as a branch of the ledger; opening and editing files; dropping branches."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from govsim.model.errors import DocumentError, GovsimError
from govsim.tui.acts.surface import Surface
from govsim.tui.choices import Choice
from govsim.tui.problem_lines import problem_lines
from govsim.tui.session import MAIN
from govsim.tui.widgets.diff_pane import DiffPane

if TYPE_CHECKING:
    from govsim.service.drafts import Draft

_NO_DRAFT = "There is no what-if to keep; f begins one, or x, c or i on an event."


class Keeping(Surface, inherit_bindings=False):
    """Everything that is written, and only when the reader says so."""

    # -- files

    def action_save(self) -> None:
        """Save the what-if as a scenario file."""
        session, draft = self.session, self.session.draft
        if draft is None:
            self.message = _NO_DRAFT
            return
        known = session.file
        told = "A scenario file can be run, checked and sent to others: `govsim scenario run FILE`."

        def check(text: str) -> str:
            path = Path(text).expanduser()
            if not text or path.is_dir():
                raise GovsimError("name a file", hint="as in what-if.yaml")
            if not path.parent.is_dir():
                raise GovsimError(f"there is no folder {path.parent}")
            if path.exists() and path != known:
                raise GovsimError(f"{path} is there already", hint="name another file")
            return f"written over: {path}" if path.exists() else ""

        def named(text: str | None) -> None:
            if text is not None:
                self.attempt(lambda: self._save(draft, Path(text).expanduser()))

        wish = str(known or _free_path(session.draft_name.replace("/", "-")))
        self.ask("Save as a scenario file", told, wish, check, named)

    def _save(self, draft: Draft, path: Path) -> None:
        draft.save(path, overwrite=path == self.session.file)
        self.session.file = path
        self.message = f"Saved as {path}. e edits it, `govsim scenario run {path}` runs it."

    def action_edit(self) -> None:
        """Open the what-if in the reader's editor."""
        session = self.session
        if session.draft is None:
            self.message = _NO_DRAFT
            return
        if session.file is not None and session.file.exists():
            if session.file.read_text(encoding="utf-8", errors="replace") != session.draft.text:
                self.message = "The what-if has changes that are not in its file: s saves it, then e edits the file."
                return
            self._edit(session.file, 1)
            return
        folder = Path(tempfile.mkdtemp(prefix="govsim-"))
        path = folder / f"{session.draft_name.replace('/', '-')}.yaml"
        path.write_text(session.draft.text, encoding="utf-8")
        self._edit(path, 1)

    def _edit(self, path: Path, line: int) -> None:
        editor = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
        at = [f"+{line}"] if Path(editor[0]).name in {"vi", "vim", "nvim", "nano", "emacs", "kak", "micro"} else []
        try:
            with self.suspend():
                code = subprocess.call([*editor, *at, str(path)])  # noqa: S603 - the reader's own editor
        except SuspendNotSupported:
            self.message = f"No editor can be opened from here; edit {path} elsewhere, then r reads it again."
            return
        except OSError as failure:
            self.message = f"{editor[0]} cannot be started: {failure.strerror or failure}; set EDITOR to an editor."
            return
        if code:
            self.message = f"{editor[0]} ended with {code}; the what-if stays as it was."
            return
        self._read(path)

    def action_reload(self) -> None:
        """Read the scenario file again and keep the place."""
        if self.session.file is None:
            self.message = "The what-if is no file yet; s saves it as one."
        else:
            self._read(self.session.file)

    def _read(self, path: Path) -> None:
        """Take the text of a file for the what-if; its mistakes are shown at their lines, and nothing is lost."""
        session, draft = self.session, self.session.draft
        if draft is None:
            return
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as failure:
            self.message = f"{path} cannot be read: {failure}"
            return
        if text == draft.text:
            self.message = "Nothing was changed."
            return
        after = draft.copy()
        try:
            after.replace_text(text)
        except DocumentError as failure:
            self._show_problems(failure, path, text, lambda: self._read(path))
            return
        except GovsimError as failure:
            self.message = str(failure).partition("\n")[0]
            return
        session.take(after, session.base)
        self.switch(session.draft_name, "Read again; u takes the change back.")

    def _show_problems(self, failure: DocumentError, path: Path, text: str, again: Callable[[], None]) -> None:
        first = failure.problems[0].line or 1

        def answered(answer: str | None) -> None:
            if answer == "edit":
                self._edit(path, first)
            elif answer == "reload":
                again()
            else:
                self.message = "The what-if stays as it was before the mistakes."

        self.read(
            "This scenario cannot be read",
            lambda cells: problem_lines(failure.problems, text, cells),
            {"e": "edit", "r": "reload"},
            "e open in editor, r read again, Esc back",
            answered,
        )

    # -- branches

    def action_keep(self) -> None:
        """Keep the what-if as a branch of the ledger."""
        session = self.session
        if session.draft is None:
            self.message = _NO_DRAFT
            return
        if not session.keeps_branches:
            self.message = "There is no ledger that holds this record, so no branch can be kept; s saves a file."
            return
        told = "A branch of the ledger, hypothetical wherever it shows; recorded history stays as it is."

        from govsim.service.branching import checked_name  # noqa: PLC0415 - the first frame needs none of it

        def check(name: str) -> str:
            checked_name(name)
            return (
                "This name has a branch already; the same scenario is run into it anew." if self._is_taken(name) else ""
            )

        def named(name: str | None) -> None:
            if name is not None:
                self.attempt(lambda: self._keep(name))

        self.ask("Keep as a branch", told, session.draft_name, check, named)

    def _is_taken(self, name: str) -> bool:
        return any(branch.name == name for branch in self.session.branches())

    def _keep(self, name: str) -> None:
        branch = self.session.keep(name)
        self.note_heads()
        self.session.give_up()  # before the branch is walked: it may bear the same name
        self.switch(branch, f"Kept as branch {branch}. `govsim diff main {branch}` tells the same outside.")

    def action_drop(self) -> None:
        """Drop the branch that is walked, or chosen in the branches pane."""
        chosen = self.desk.chosen_line if self.desk.current == "branches" else None
        name = chosen or self.walk.line.name
        session = self.session
        if name == MAIN:
            self.message = "Recorded history cannot be dropped."
            return
        title = f"Give up the what-if {name}?" if name == session.draft_name else f"Drop the branch {name}?"
        told = (
            "Its changes are forgotten; s or w would keep them."
            if name == session.draft_name
            else "It is closed, nothing of it is erased, and branches made from it stay."
        )

        def picked(answer: tuple[str, ...] | None) -> None:
            if answer == ("yes",):
                self.attempt(lambda: self._drop(name))

        choices = [Choice("no", "no, leave it"), Choice("yes", "yes")]
        self.offer(title, choices, picked, told=told)

    def _drop(self, name: str) -> None:
        session = self.session
        parent = MAIN
        if name == session.draft_name:
            parent = session.base
            session.give_up()
        else:
            session.gov.branches.drop(name)
            self.note_heads()
        if self.walk.line.name == name:
            self.switch(parent, f"{name} is dropped; this is {parent}.")
        else:
            self.show_walk(self.walk, f"{name} is dropped.")
        self.desk.pane("branches").redraw()

    def action_compare(self) -> None:
        """Choose the line to compare with, and show the comparison."""
        here = self.walk.line.name
        rows = [row for row in self.session.rows() if row.name != here]
        if not rows:
            self.message = "There is nothing to compare with yet; f begins a what-if."
            return
        diff = self.desk.query_one(DiffPane)
        if len(rows) == 1:
            diff.other = rows[0].name
            self.desk.show("diff")
            return
        choices = [Choice(row.name, row.name, row.said) for row in rows]

        def picked(answer: tuple[str, ...] | None) -> None:
            if answer:
                diff.other = answer[0]
                self.desk.show("diff")

        self.offer(f"Compare {here} with", choices, picked, at=diff.against(self.place))


def _free_path(stem: str) -> Path:
    """Return a file name in the working folder that no file has yet."""
    names = (Path(f"{stem}{'' if number == 1 else f'-{number}'}.yaml") for number in count(1))
    return next(path for path in names if not path.exists())
