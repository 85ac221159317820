"""What a key does, as bindings, help, palette and the key line say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from textual.binding import Binding

Place = Literal["everywhere", "filter", "go to", "help", "choose", "ask", "read", "form"]
Need = Literal["ledger", "draft", "event", "sources", "decision", "undo", "branch", "file", "what-if"]
"""What must be there for an act to make sense; the palette says what is missing."""


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a user can do: its keys, what they say of themselves, and where they work.

    *keys* are Textual's names, *shown* is how they are printed. *title* is ``noun: verb``, as the palette lists it;
    *run* is the action that the palette takes where it is not that of the key. *brief* stands in the key line.
    """

    id: str
    keys: str
    shown: str
    action: str
    title: str
    help: str
    place: Place = "everywhere"
    brief: str = ""
    run: str = ""
    priority: bool = False
    needs: tuple[Need, ...] = ()

    @property
    def binding(self) -> Binding:
        """The act as Textual binds it."""
        return Binding(
            self.keys,
            self.action,
            self.title,
            show=False,
            key_display=self.shown,
            priority=self.priority,
            tooltip=self.help,
            id=self.id,
        )
