"""Forecasts: the decisions of a what-if drawn thousands of times, beside the reader, who may end it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from govsim.model.errors import GovsimError
from govsim.service.text import safe
from govsim.tui.acts.surface import Surface

if TYPE_CHECKING:
    from govsim.service.drafts import Draft
    from govsim.service.forecast_views import ForecastView
    from govsim.tui.line import Line

RUNS = 20_000
"""Enough for an interval of 1.4 points at the widest; `govsim simulate` draws as many as one wants."""


class Forecasting(Surface, inherit_bindings=False):
    """One forecast at a time; what is shown stays with the line it was made for."""

    _forecasting = False

    def action_forecast(self) -> None:
        """Draw the decisions of what is walked, and show how often each outcome comes."""
        line = self.walk.line
        if self._forecasting:
            self.message = "A forecast is being made; Esc ends it with what there is."
            return
        if line.run is None:
            self.message = "Recorded history has one outcome. A what-if whose options have weights has a forecast."
            return
        self.attempt(lambda: self._begin_forecast(line))

    def _begin_forecast(self, line: Line) -> None:
        draft = self.session.draft_of(line)
        if draft is not None:
            self._forecasting = True
            self.desk.show("outcomes")
            self.message = "Drawing ... Esc ends it with what there is."
            self.run_worker(partial(self._draw, draft, line), thread=True, group="forecast")

    def end_forecast(self) -> bool:
        """End a forecast with what there is, and return whether one was being made."""
        was, self._forecasting = self._forecasting, False
        return was

    def _draw(self, draft: Draft, line: Line) -> None:
        def progress(done: int, of: int) -> bool:
            self.call_from_thread(self._tell, done, of)
            return self._forecasting

        try:
            view = draft.forecast(runs=RUNS, progress=progress)
        except GovsimError as failure:
            self.call_from_thread(self._show_forecast, line, None, "; ".join(str(failure).splitlines()))
        else:
            self.call_from_thread(self._show_forecast, line, view, "")

    def _tell(self, done: int, of: int) -> None:
        if self._forecasting:
            self.message = f"Drawing: {done:,} of {of:,} runs. Esc ends it with what there is."

    def _show_forecast(self, line: Line, view: ForecastView | None, failure: str) -> None:
        self._forecasting = False
        if view is not None:
            self.session.forecasts[line] = view
        self.message = safe(failure)
        self.desk.pane("outcomes").redraw()
