"""When organisations and posts began and ended, as the dates of other formats; and which events nothing tells."""

from __future__ import annotations

from collections.abc import Collection

from govsim.exchange.json_dates import date_of
from govsim.exchange.losses import Losses
from govsim.exchange.story import Story
from govsim.model.events import Dissolved, Event, Founded, PostAbolished, PostCreated


class Lives:
    """The beginnings and ends of a story's organisations and posts; *told* are the events that they come from.

    Args:
        story: what is written.
        losses: where it is counted what a date does not say.
        posts: the format has a beginning and an end of posts too.
        whole: only days will do.
    """

    def __init__(self, story: Story, losses: Losses, *, posts: bool = True, whole: bool = False) -> None:
        self._story, self._losses, self._whole = story, losses, whole
        self._dates: dict[tuple[str, str], str | None] = {}
        self.told: set[str] = set()
        for entry in story.entries():
            event = story.event(entry.ref)
            match event:
                case Founded(organization=about) | Dissolved(organization=about):
                    self._take(entry.ref, event, about)
                case PostCreated(post=about) | PostAbolished(post=about) if posts:
                    self._take(entry.ref, event, about)

    def _take(self, ref: str, event: Event, about: str) -> None:
        side = "end" if event.closes else "beginning"
        self.told.add(ref)
        if (about, side) in self._dates:
            self._losses.add(f"a second {side} of one organisation or post", event.id)
            return
        self._dates[about, side] = date_of(
            event.at, self._story.zone, self._losses, f"{event.type}.at", whole=self._whole
        )
        for name in ("decided", "notified", "announced", "because", "versions", "note", "who"):
            if getattr(event, name, None):
                self._losses.add(f"{event.type}.{name}", event.id)

    def of(self, about: str, begin: str, end: str) -> dict[str, str]:
        """Return the dates of an organisation or a post under the names that a format gives them."""
        found = {begin: self._dates.get((about, "beginning")), end: self._dates.get((about, "end"))}
        return {name: date for name, date in found.items() if date is not None}


def lose_the_rest(story: Story, losses: Losses, told: Collection[str]) -> None:
    """Count the events that are neither told nor what closes a tenure that is."""
    closing = {tenure.closed_by for tenure in story.tenures()}
    for entry in story.entries():
        if entry.ref not in told and entry.ref not in closing:
            losses.add(f"event of type {entry.type}", entry.ref.partition("/")[2])
