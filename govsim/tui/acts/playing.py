"""Playback: one event after the other on a timer, at a speed, until a post that the reader watches changes."""

from __future__ import annotations

from textual.timer import Timer

from govsim.model.instant import SECOND
from govsim.tui.acts.moving import Moving
from govsim.tui.choices import Choice

SPEEDS: tuple[float | None, ...] = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, None)
"""Events a second; None is real time made short: an hour between two events takes a second, at most three."""
_HOUR_A_SECOND = 3600
_LONGEST, _SHORTEST = 3.0, 0.15


class Playing(Moving, inherit_bindings=False):
    """Plays forward; any move of the reader's own goes on from there."""

    def __init__(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]  # passed on
        super().__init__(*args, **kwargs)
        self.speed = SPEEDS.index(1.0)
        self.breakpoints: frozenset[str] = frozenset()
        self._timer: Timer | None = None

    @property
    def speed_said(self) -> str:
        """The speed as the first row shows it."""
        speed = SPEEDS[self.speed]
        return "real" if speed is None else f"x{speed:g}"

    def action_play(self) -> None:
        """Play, or pause."""
        if self.playing:
            self._stop("Paused.")
        elif self.playhead.index >= len(self.walk) - 1:
            self.message = "This is the last event; home goes to the first."
        else:
            self.playing = True
            self._wait()

    def action_speed(self, step: int) -> None:
        """Play faster or slower."""
        wanted = min(max(self.speed + step, 0), len(SPEEDS) - 1)
        edge = "the fastest" if step > 0 else "the slowest"
        same, self.speed = wanted == self.speed, wanted
        self.message = f"speed {self.speed_said}" + (f", {edge}" if same else "")
        self.mutate_reactive(type(self).playing)

    def action_breakpoints(self) -> None:
        """Choose the posts whose change stops playback."""
        posts = self.walk.steps.posts
        here = self.walk.posts(self.playhead.index) if self.playhead.index >= 0 else frozenset()
        ordered = [post for post in posts if post in here] + [post for post in posts if post not in here]
        choices = [Choice(post, f"{self.walk.world.posts[post].title}", post) for post in ordered]

        def chosen(picked: tuple[str, ...] | None) -> None:
            if picked is None:
                return
            self.breakpoints = frozenset(picked)
            names = ", ".join(self.walk.world.posts[post].title for post in picked)
            self.message = f"Playback stops when these change: {names}" if picked else "Playback stops nowhere."

        self.offer("Stop playback at changes of", choices, chosen, several=True, marked=self.breakpoints)

    def _wait(self) -> None:
        speed = SPEEDS[self.speed]
        if speed is not None:
            delay = 1 / speed
        else:
            ahead = self.walk.times[self.playhead.index + 1] - self.playhead.instant
            delay = min(max(ahead / SECOND / _HOUR_A_SECOND, _SHORTEST), _LONGEST)
        self._timer = self.set_timer(delay, self._advance)

    def _advance(self) -> None:
        if not self.playing:
            return
        self.go(self.walk.step(self.playhead, 1))
        index = self.playhead.index
        changed = {row.post.post for row in self.walk.changes(index)} & self.breakpoints
        if changed:
            names = ", ".join(sorted(self.walk.world.posts[post].title for post in changed))
            self._stop(f"Stopped: {names} changed.")
        elif (decision := self.walk.decision(index)) is not None and decision.state == "open":
            self._stop("Stopped: a decision is open here; Enter answers it.")
        elif index >= len(self.walk) - 1:
            self._stop("The end is reached.")
        else:
            self._wait()

    def _stop(self, message: str) -> None:
        if self._timer is not None:
            self._timer.stop()
        self.playing, self.message = False, message
