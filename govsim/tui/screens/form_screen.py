"""A form for an event: a line a field, the one that is written in an input, below it what can be picked."""

from __future__ import annotations

from typing import Any

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.widgets import Input, Static

from govsim.service.drafts import Draft
from govsim.service.form_choices import Choice
from govsim.service.forms import FieldView, FormView, completions, read_form
from govsim.service.text import cut, padded, safe
from govsim.tui.keys import bindings
from govsim.tui.screens.box import Box, Prompt

_TITLE = 16
_OFFERED = 4


class FormScreen(Prompt[dict[str, Any] | None]):
    """Gives back the fields that were written, as a scenario has them, or None."""

    DEFAULT_CSS = """
    FormScreen Box { width: 96; }
    FormScreen #field { color: $text-muted; }
    FormScreen #offered { color: $text-muted; }
    FormScreen #said { min-height: 1; color: $text-error; }
    """
    BINDINGS = bindings("form")

    def __init__(self, title: str, form: FormView, draft: Draft) -> None:
        """Show a form whose fields are checked as one more change of a draft."""
        super().__init__()
        self._title, self._form, self._draft = title, form, draft
        self.texts = {field.name: field.text for field in form.fields}
        # Where something must be written, else at the votes: they are what most want to see otherwise.
        wanted = [field.required and not field.text for field in form.fields], [f.kind == "vote" for f in form.fields]
        self.at = next((which.index(True) for which in wanted if True in which), 0)
        self._offer = 0
        self._offered: tuple[Choice, ...] = ()
        self._typed = ""

    def compose(self) -> ComposeResult:
        """Yield the fields, the input, what is offered, and what is wrong."""
        with Box(self._title, "up down field, Tab complete, ^s done, Esc cancel"):
            yield Static(id="fields")
            yield Static(id="field")
            field = Input(select_on_focus=False)
            field.cursor_blink = False
            yield field
            yield Static(id="offered")
            yield Static(id="said")

    def on_mount(self) -> None:
        """Begin with the first field that must be written."""
        self.query_one(Input).focus()
        self._enter(self.at)

    def on_resize(self, _: events.Resize) -> None:
        """Draw the fields at the new width."""
        self.call_after_refresh(self._draw)

    @property
    def field(self) -> FieldView:
        """The field that is being written."""
        return self._form.fields[self.at]

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep what is written, and check it."""
        event.stop()
        if self._is_list and event.value.endswith(" "):
            self._next_choice()
            return
        if event.value != self.texts[self.field.name]:
            self.texts[self.field.name] = event.value
            self._typed, self._offer = event.value, 0
        self._draw()

    @property
    def _is_list(self) -> bool:
        """True of a field that holds one of a few words, which Space goes through."""
        return self.field.kind in ("choice", "vote")

    def _next_choice(self) -> None:
        turns = [choice.value for choice in self.field.choices]
        turns = turns if self.field.required else ["", *turns]
        text = self.texts[self.field.name]
        self._write(turns[(turns.index(text) + 1) % len(turns)] if text in turns else turns[0])

    def _write(self, text: str) -> None:
        """Put a text into the field that is being written."""
        self.texts[self.field.name] = text
        field = self.query_one(Input)
        field.value = text
        if self._is_list:
            field.action_select_all()
        else:
            field.cursor_position = len(text)
        self._draw()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the next field; after the last one the form is done."""
        event.stop()
        if self.at == len(self._form.fields) - 1:
            self.action_done()
        else:
            self.action_field(1)

    def action_field(self, count: int) -> None:
        """Go to the next field, or the one before."""
        self._enter((self.at + count) % len(self._form.fields))

    def action_complete(self) -> None:
        """Write what is offered; pressed again, the next of what was offered."""
        if not self._offered:
            return
        choice = self._offered[self._offer % len(self._offered)]
        self._offer += 1
        kept = self._typed.rpartition(",")[0] if self.field.several else ""
        self._write(f"{kept}, {choice.value}" if kept else choice.value)

    def action_done(self) -> None:
        """Close with what is written; a mistake shows its field and keeps the form open."""
        result = read_form(self._form, self.texts, self._draft)
        if result.mistakes:
            wrong = next(number for number, field in enumerate(self._form.fields) if field.name in result.mistakes)
            self._enter(wrong)
            return
        self.dismiss(dict(result.data))

    def _enter(self, at: int) -> None:
        self.at, self._offer = at, 0
        self._typed = self.texts[self.field.name]
        self._write(self._typed)

    def _draw(self) -> None:
        cells = max(self.query_one("#fields").size.width, 30)
        mistakes = read_form(self._form, self.texts, self._draft).mistakes
        last = self._typed.rpartition(",")[2] if self.field.several else self._typed
        self._offered = self.field.choices if self._is_list else completions(self.field, last.strip())
        self.query_one("#fields", Static).update(Text("\n".join(self._rows(cells, mistakes.keys()))))
        hint = f"{self.field.hint}; Space: the next" if self._is_list else self.field.hint or self.field.kind
        must = "" if self.field.required else " (may stay empty)"
        self.query_one("#field", Static).update(Text(cut(f"{self.field.title}{must}: {safe(hint)}", cells)))
        offered = [f"  {safe(choice.label)}  [{safe(choice.value)}]" for choice in self._offered[:_OFFERED]]
        more = len(self._offered) - _OFFERED
        offered += [f"  {more} more: type to narrow them"] if more > 0 else []
        shown = [cut(line, cells) for line in offered] or ["  write it"]
        self.query_one("#offered", Static).update(Text("\n".join(shown)))
        mistake = mistakes.get(self.field.name)
        told = "" if mistake is None else f"{mistake.message}" + (f" ({mistake.hint})" if mistake.hint else "")
        self.query_one("#said", Static).update(Text(safe(told)))

    def _rows(self, cells: int, wrong: Any) -> list[str]:
        """Return the fields around the one being written, as many as the window holds."""
        fields = self._form.fields
        room = max(self.app.size.height - 8 - _OFFERED, 3)
        top = min(max(self.at - room + 2, 0), max(len(fields) - room, 0))
        rows = []
        for number in range(top, min(top + room, len(fields))):
            field = fields[number]
            sign = ">" if number == self.at else " "
            mark = "!" if field.name in wrong and (self.texts[field.name] or number != self.at) else " "
            must = "*" if field.required else " "
            text = safe(self.texts[field.name])
            rows.append(cut(f"{sign}{mark}{padded(field.title, _TITLE)}{must} {text}", cells))
        if len(fields) > room:
            rows.append(f"  {top} above, {max(len(fields) - top - room, 0)} below")
        return rows
