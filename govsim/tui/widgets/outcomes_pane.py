"""Pane 6: what came of a what-if: its decisions, outcomes and expectations, and the forecast where there is one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from govsim.service.text import width
from govsim.tui.draw import Line, Span, hanging, line, wrap
from govsim.tui.moments import since
from govsim.tui.place import Place
from govsim.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from govsim.service.forecast_views import ForecastView
    from govsim.service.scenario_views import RunView
    from govsim.service.views import TenureView

_LABEL = 12
_RECORDED = (
    "Recorded history has one outcome: what happened. f, x, c or i begin a what-if; a scenario file (S) brings"
    " decisions and outcomes with it."
)
_NO_FORECAST = "No forecast yet: F draws the decisions of this what-if by the weights of their options."
_BARS = (20, 12, 6, 2)
"""Cells of a bar, the longest first; the first that leaves room for the numbers is taken."""
_MARKS = {True: "yes", False: "no", None: "not known"}


class OutcomesPane(Pane):
    """What came of it, in words."""

    def draw(self, place: Place, cells: int) -> Sequence[Line]:
        """Return decisions, outcomes, expectations and what the what-if did to the record."""
        run = place.walk.line.run
        self.name_it(f"6 Outcomes of {place.walk.line.name}" if run else "6 Outcomes")
        self.said = ""
        if run is None:
            return [line(Span(part, "dim")) for part in wrap(_RECORDED, cells)]
        forecast = self.app.session.forecasts.get(place.walk.line)  # type: ignore[attr-defined]  # GovsimApp has it
        if forecast is None:
            below: Iterable[Line] = (line(Span(part, "dim")) for part in wrap(_NO_FORECAST, cells))
        else:
            below = _forecast(forecast, cells)
        return (
            [*below, line(""), *_lines(run, place, cells)]
            if forecast
            else [*_lines(run, place, cells), line(""), *below]
        )


def _forecast(view: ForecastView, cells: int) -> Iterator[Line]:
    from govsim.service.forecast_lines import LABEL, bars, told  # noqa: PLC0415 - only where there is a forecast

    drawn = next((lines for bar in _BARS if max(map(width, lines := bars(view, bar))) <= cells), bars(view, _BARS[-1]))
    yield from (line(Span(text, "strong" if number else "dim")) for number, text in enumerate(drawn))
    for text in ("", LABEL, *told(view)):
        indent = len(text) - len(text.lstrip())
        for part in wrap(text.strip(), cells - indent):
            yield line(Span(" " * indent + part, "dim"))


def _lines(run: RunView, place: Place, cells: int) -> Iterator[Line]:
    counts = {
        kind: sum(fate.fate == kind for fate in run.fates) for kind in ("omitted", "changed", "inserted", "dropped")
    }
    told = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)
    yield from hanging("events", told or "all as recorded", _LABEL, cells)
    for number, decision in enumerate(run.decisions):
        told = f"{decision.question} {decision.text}"
        yield from hanging("decisions" if number == 0 else "", told, _LABEL, cells)
    for number, (name, value) in enumerate(run.outcomes):
        told = _MARKS[value] if value is None or isinstance(value, bool) else str(value)
        yield from hanging("outcomes" if number == 0 else "", f"{name}: {told}", _LABEL, cells, "strong")
    for number, expected in enumerate(run.expect):
        told = f"{'ok' if expected.ok else 'FAILED'}: {expected.text}" + (
            "" if expected.ok else f"; got {expected.got}"
        )
        yield from hanging("expected" if number == 0 else "", told, _LABEL, cells, "" if expected.ok else "bad")
    for number, change in enumerate(post for post in run.posts if post.post in place.walk.steps.posts):
        yield from hanging("posts" if number == 0 else "", change.title, _LABEL, cells)
        for name, tenures in zip(("recorded", "now"), change.apart()[:2], strict=True):
            told = "; ".join(_tenure(tenure, place) for tenure in tenures) or "nobody else"
            yield from hanging(f"  {name}", told, _LABEL, cells, "dim" if name == "recorded" else "mark")
    for note in run.notes:
        yield from hanging("note", note, _LABEL, cells, "dim")


def _tenure(tenure: TenureView, place: Place) -> str:
    capacity = "" if tenure.capacity == "regular" else f" ({tenure.capacity})"
    times = (
        since(one, place.playhead.instant, place.walk.zone) for one in (tenure.start, tenure.end) if one is not None
    )
    return f"{tenure.name}{capacity} from {' to '.join(times)}"
