"""Pane 7: why a post is as it is at the playhead, and what the bylaws say of the event there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govsim.model.errors import GovsimError
from govsim.tui.draw import Line, Span, hanging, line, wrap
from govsim.tui.moments import since
from govsim.tui.place import Place
from govsim.tui.widgets.pane import Pane

_EMPTY = "Choose a post in the roles pane (2, then up down), or step to an event that changes one."
_ROLES = {"opened": "opened by", "closed": "ended by", "disputed": "disputed", "because": "because"}


class WhyPane(Pane):
    """The chain of events behind an answer with their sources, nearest first; then the verdict with its provisions."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._kept: tuple[object, list[Line]] = None, []

    def draw(self, place: Place, cells: int) -> Sequence[Line]:
        """Return the reasons."""
        post = self._post(place)
        self.name_it("7 Why" if post is None else f"7 Why {place.walk.world.posts[post].title}")
        self.said = ""
        key = place, post, cells
        if self._kept[0] != key:
            lines = [*self._chain(place, post, cells), *self._verdict(place, cells)]
            self._kept = key, lines or [line(Span(part, "dim")) for part in wrap(_EMPTY, cells)]
        return self._kept[1]

    def _post(self, place: Place) -> str | None:
        """Return the post asked about: the one chosen, one that this event changed or names, else the last changed."""
        chosen: str | None = self.app.desk.chosen_post  # type: ignore[attr-defined]  # GovsimApp has it
        if chosen is not None:
            return chosen
        if place.playhead.index < 0:
            return None
        changed = [row.post.post for row in place.walk.changes(place.playhead.index)]
        named = [post for post in place.walk.steps.posts if post in place.walk.posts(place.playhead.index)]
        before = place.walk.step_change(place.playhead, -1)
        last = [] if before == place.playhead else [row.post.post for row in place.walk.changes(before.index)]
        return next(iter([*changed, *named, *last]), None)

    def _chain(self, place: Place, post: str | None, cells: int) -> Iterator[Line]:
        if post is None:
            return
        from govsim.service.explain import explain  # noqa: PLC0415 - the first frame needs none of it

        why = explain(place.walk.past, post, place.playhead.instant)
        for part in wrap(f"{why.answer}.", cells):
            yield line(Span(part, "strong"))
        for link in why.links:
            indent = "  " * min(link.depth, 4)
            told = f"{since(link.event.at, place.playhead.instant, place.walk.zone)} {link.event.label}"
            yield from hanging(f"{indent}{_ROLES.get(link.role, link.role)}", told, 11 + len(indent), cells)
            for source in link.event.sources:
                yield from hanging("", source.citation, 13 + len(indent), cells, "dim")

    def _verdict(self, place: Place, cells: int) -> Iterator[Line]:
        index = place.playhead.index
        if index < 0 or not place.walk.stops[index].happens:
            return
        from govsim.service.legal_note import legal_note  # noqa: PLC0415 - the first frame needs none of it

        try:
            note = legal_note(place.walk.past, place.walk.ref(index))
        except GovsimError:
            return  # bylaws have nothing to say of an event of its type
        yield line("")
        yield line(Span("What the bylaws say of this event", "strong"))
        for told in note.lines:
            indent = len(told) - len(told.lstrip())
            for part in wrap(told.strip(), cells - indent):
                yield line(" " * indent + part)
