"""The look that all prompts share: a box in the middle, its title above, its keys below."""

from __future__ import annotations

from typing import TypeVar

from rich.text import Text
from textual.containers import Vertical
from textual.screen import ModalScreen

from govsim.service.text import safe

Result = TypeVar("Result")


class Box(Vertical):
    """The box of a prompt; the screen below it has the keys."""

    DEFAULT_CSS = """
    Box {
        width: 74; max-width: 100%; height: auto; max-height: 100%; border: heavy $border; background: $surface;
        padding: 0 1; border-title-style: bold;
    }
    Box Input { border: none; height: 1; padding: 0; background: $surface; }
    Box Input:focus { border: none; }
    Box Static { height: auto; }
    """

    def __init__(self, title: str, keys: str, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.border_title = Text(safe(title))
        self.border_subtitle = Text(keys)


class Prompt(ModalScreen[Result], inherit_bindings=False):
    """A screen above the desk that gives something back, or None where the reader goes away."""

    DEFAULT_CSS = """
    Prompt { align: center middle; }
    """

    def action_cancel(self) -> None:
        """Close and change nothing."""
        self.dismiss(None)
