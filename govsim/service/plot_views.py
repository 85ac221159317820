"""The frozen value behind a picture: what it shows, and how it is written out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from govsim.exchange.picture import picture_of
from govsim.exchange.svg import svg_element, svg_text
from govsim.exchange.svg_style import THEMES, Theme
from govsim.exchange.swimlane import Swimlane, Teller
from govsim.model.errors import GovsimError, did_you_mean
from govsim.replay.collector import collector_paused

WIDTH = 1200
"""How wide a picture is unless somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class PlotView:
    """A swimlane of one or two branches, to be drawn at any width."""

    swimlane: Swimlane
    teller: Teller

    def svg(self, *, width: int = WIDTH, theme: str = "auto") -> str:
        """Return the picture as an SVG document.

        Args:
            width: in pixels; the height follows. Titles stand above their lanes below 640.
            theme: light, dark, or auto: as the reader's system has it.

        Raises:
            GovsimError: there is no such theme, or the width makes no picture.
        """
        with collector_paused():
            return svg_text(picture_of(self.swimlane, self.teller, width), theme_named(theme))

    def element(self, prefix: str, *, width: int = WIDTH) -> str:
        """Return the picture as an element of a page; *prefix* keeps its ids apart from those of others."""
        return svg_element(picture_of(self.swimlane, self.teller, width), prefix)

    def png(self, *, width: int = WIDTH, theme: str = "light", scale: int = 2) -> bytes:
        """Return the picture as PNG, *scale* pixels for each of its units.

        Raises:
            GovsimError: what draws PNG is not installed.
        """
        from govsim.service.rastering import png_of  # noqa: PLC0415 - an extra that few install

        return png_of(self.svg(width=width, theme="dark" if theme == "dark" else "light"), scale)

    def to_json(self) -> dict[str, Any]:
        """Return what the picture shows: panels, lanes, bars with their pieces, gaps, disputes and events."""
        return self.swimlane.to_json()


def theme_named(written: str) -> Theme:
    """Return the theme that a user wrote.

    Raises:
        GovsimError: there is no such theme.
    """
    for theme in THEMES:
        if theme == written:
            return theme
    hint = did_you_mean(written, THEMES) or f"one of {', '.join(THEMES)}"
    raise GovsimError(f"'{written}' is no theme", hint=hint)
