"""Provenance at hand: open a source, copy its citation, copy the command that tells the same as the screen."""

from __future__ import annotations

import shlex

from govsim.model.instant import to_rfc3339
from govsim.service.event_views import SourceView
from govsim.service.text import safe
from govsim.tui.acts.surface import Surface
from govsim.tui.choices import Choice
from govsim.tui.session import MAIN


class Citing(Surface, inherit_bindings=False):
    """Hands what is on the screen to other programs."""

    def action_source(self) -> None:
        """Open a source of the event in the browser."""
        found = [source for source in self._sources() if _address(source)]
        if not found:
            self.message = "No source of this event has an address."
        elif len(found) == 1:
            self._open(found[0])
        else:
            by_key = {source.key: source for source in found}
            choices = [Choice(source.key, source.citation) for source in found]

            def picked(keys: tuple[str, ...] | None) -> None:
                if keys:
                    self._open(by_key[keys[0]])

            self.offer("Open which source?", choices, picked)

    def _open(self, source: SourceView) -> None:
        self.open_url(_address(source))
        self.message = f"Opened {safe(_address(source))}"

    def action_cite(self) -> None:
        """Copy the citations of the event."""
        found = self._sources()
        if not found:
            self.message = "No source of this event is recorded."
            return
        event = self.walk.event(self.playhead.index)
        self.copy_to_clipboard("\n".join([f"{event.label} ({event.at.text})", *(source.citation for source in found)]))
        self.message = f"Copied: {len(found)} source{'' if len(found) == 1 else 's'} of {safe(event.id)}"

    def action_command(self) -> None:
        """Copy the command that answers what the roles pane shows."""
        command = self.command
        self.copy_to_clipboard(command)
        self.message = f"Copied: {command}"

    @property
    def command(self) -> str:
        """The command that prints the same board."""
        line, at = self.walk.line, to_rfc3339(self.playhead.instant)
        words = ["govsim", "at", at, "--record", self.walk.record]
        if line.kind == "branch" and line.name != MAIN:
            words += ["--branch", line.name]
        if self.place.known_then:
            words += ["--known-at", at]
        return shlex.join(words)

    def _sources(self) -> list[SourceView]:
        if self.playhead.index < 0:
            return []
        event = self.walk.event(self.playhead.index)
        found = {source.key: source for source in event.sources}
        for reading in event.readings:
            found.update({source.key: source for source in reading.sources})
        return list(found.values())


def _address(source: SourceView) -> str:
    """Return the address of a source where it is one of the web; nothing else is ever opened."""
    url = source.url or ""
    return url if url.startswith(("https://", "http://")) else ""
