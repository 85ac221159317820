"""Making, listing, dropping and comparing branches."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

from govsim.ledger.branches import WHOLE, Branch, Cut
from govsim.ledger.store import Ledger
from govsim.model.errors import GovsimError, NotFoundError, did_you_mean
from govsim.model.instant import to_rfc3339, zone_named
from govsim.replay.world import END
from govsim.service.branch_views import BranchView
from govsim.service.past import Clocks, Past
from govsim.service.times import When, read_instant

if TYPE_CHECKING:
    from govsim.service.branch_views import DiffView

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,99}")


class Branching:
    """The branches of one ledger; *past* replays one of them, up to a position where that is given."""

    def __init__(self, ledger: Ledger, past: Callable[[Clocks, int | None], Past]) -> None:
        self._ledger = ledger
        self._past = past

    def create(
        self,
        name: str,
        *,
        parent: str = "main",
        at: When | None = None,
        before: str | None = None,
        after: str | None = None,
        position: int | None = None,
        zone: str | None = None,
    ) -> BranchView:
        """Make a branch and return it; it inherits what its parent holds now, and nothing recorded there later.

        Args:
            name: letters, digits and ``. _ - /``.
            parent: from which branch.
            at: inherit only what sorts before this instant.
            before: inherit only what sorts before this event.
            after: inherit only what sorts up to this event.
            position: what the parent held at this position; the default is all it holds.
            zone: an IANA zone, for *at* without an offset.

        Raises:
            GovsimError: the name or the position cannot be, or more than one of *at*, *before* and *after* is given.
            NotFoundError: there is no such parent or event.
        """
        checked_name(name)
        if sum(given is not None for given in (at, before, after)) > 1:
            raise GovsimError("a branch begins at one place", hint="give one of --at, --before and --after")
        cut = WHOLE
        if at is not None:
            world = self._ledger.world(parent)
            cut = Cut(at=read_instant(at, zone_named(zone) if zone else None, world, None, list(world.posts)))
        for side, event in (("before", before), ("after", after)):
            if event is not None:
                cut = Cut(event=self._place(event, parent, position), side=side)
        return self._view(self._ledger.fork(name, parent, position=position, cut=cut), {})

    def list(self, *, dropped: bool = False) -> list[BranchView]:
        """Return the branches in the order they were made, dropped ones where they are asked for."""
        branches = self._ledger.branches()
        names = {branch.branch_id: branch.name for branch in branches}
        return [self._view(branch, names) for branch in branches if dropped or branch.closed_at is None]

    def drop(self, name: str) -> None:
        """Close a branch; nothing of it is erased, and branches made from it stay.

        Raises:
            NotFoundError: there is no such branch.
            GovsimError: it is recorded history.
        """
        self._ledger.drop(name)

    def diff(self, a: str, b: str, *, at: When | None = None, zone: str | None = None) -> DiffView:
        """Return where two branches differ: their events, and the posts at an instant.

        Args:
            a: a branch.
            b: another.
            at: the instant at which posts are compared; the default is the last that either of them speaks of.
            zone: an IANA zone, for *at* without an offset.

        Raises:
            NotFoundError: there is no such branch.
        """
        from govsim.service.differing import diff_view  # noqa: PLC0415 - branches are listed without it

        one, two = self._past(Clocks(a), None), self._past(Clocks(b), None)
        if at is None:
            keys = [entry.key for past in (one, two) for entry in past.timeline.entries if abs(entry.key) < END]
            instant = max(keys, default=0)
        else:
            posts = list(dict.fromkeys([*one.world.posts, *two.world.posts]))
            instant = read_instant(at, zone_named(zone) if zone else None, one.world, None, posts)
        return diff_view((a, one), (b, two), instant)

    def zone(self, branch: str) -> tzinfo:
        """Return the zone in which a branch's records are written if they agree, else UTC."""
        zones = {header.zone for header in self._ledger.headers(branch)}
        return zone_named((zones.pop() if len(zones) == 1 else None) or "UTC")

    def _place(self, event: str, parent: str, position: int | None) -> int:
        """Return the position of an event in the timeline that a branch is to inherit."""
        entries = self._past(Clocks(parent), position).timeline.entries
        found = [entry for entry in entries if entry.ref == event or entry.ref.partition("/")[2] == event]
        if len(found) == 1:
            return found[0].position
        if found:
            raise GovsimError(
                f"'{event}' is an event of several records", hint=f"one of {', '.join(e.ref for e in found)}"
            )
        refs: Sequence[str] = [entry.ref for entry in entries]
        hint = did_you_mean(event, [*refs, *(ref.partition("/")[2] for ref in refs)])
        raise NotFoundError(f"there is no event '{event}' in the timeline of '{parent}'", hint=hint)

    def _view(self, branch: Branch, names: dict[int, str]) -> BranchView:
        cut: tuple[str, str] | None = None
        if branch.cut_at is not None:
            cut = "at", to_rfc3339(branch.cut_at)
        elif branch.cut_event is not None:
            cut = str(branch.cut_side), self._ledger.openings([branch.cut_event])[branch.cut_event][0]
        if branch.parent_id is not None and branch.parent_id not in names:
            names = {other.branch_id: other.name for other in self._ledger.branches()}
        return BranchView(
            branch.name,
            None if branch.parent_id is None else names[branch.parent_id],
            branch.fork_position,
            cut,
            self._ledger.count(branch),
            branch.head_position,
            branch.created_at,
            branch.closed_at,
            self._ledger.missed_corrections(branch) if branch.parent_id is not None else 0,
            *_scenario_of(branch),
        )


def _scenario_of(branch: Branch) -> tuple[str | None, str | None]:
    """Return the id of the scenario that a branch was made from and the hash of its text, None where there is none."""
    return branch.made_from.get("scenario"), branch.made_from.get("hash")


def checked_name(name: str) -> str:
    """Return the name of a branch.

    Raises:
        GovsimError: it cannot be one.
    """
    if not _NAME.fullmatch(name):
        raise GovsimError(f"'{name}' cannot be the name of a branch", hint="use letters, digits and . _ - /")
    return name
