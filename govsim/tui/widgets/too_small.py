"""What stands in a window that is too small for the panes."""

from __future__ import annotations

from rich.text import Text
from textual.widget import Widget

SMALLEST = (60, 20)


class TooSmall(Widget):
    """One sentence that asks for a larger window."""

    DEFAULT_CSS = """
    TooSmall { display: none; height: 1fr; }
    """

    def render(self) -> Text:
        """Return the sentence."""
        width, height = self.app.size
        least, low = SMALLEST
        return Text(
            f"govsim needs a window of at least {least} x {low}; this one is {width} x {height}. Make it larger."
        )
