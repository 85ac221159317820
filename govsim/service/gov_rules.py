"""The part of Gov that asks what does not add up, what acts are worth, and who can do what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from govsim.model.errors import NotFoundError
from govsim.model.instant import zone_named
from govsim.service.past import Clocks
from govsim.service.pasts import Pasts
from govsim.service.times import When, read_instant

if TYPE_CHECKING:
    from govsim.service.event_views import CheckView
    from govsim.service.legal_note import NoteView
    from govsim.service.power_views import PowersView, PowerView


class GovRules:
    """Questions to the bylaws of a ledger's records, or of record files."""

    _pasts: Pasts

    def check(self, *files: str | Path, branch: str = "main") -> CheckView:
        """Return what does not add up, in files or else in the ledger.

        Raises:
            DocumentError: a file has mistakes that keep it from being read.
        """
        from govsim.service.checking import check_files, check_past  # noqa: PLC0415 - `govsim at` answers without it

        if not files and self._pasts.files is None:
            return check_past(self._pasts(Clocks(branch)))
        if branch != "main":
            raise NotFoundError(f"there is no branch '{branch}' in a file", hint="load it, then branch in the ledger")
        return check_files(files or self._pasts.files or ())

    def explain(self, event: str, *, branch: str = "main") -> NoteView:
        """Return the reasoning behind the verdict on an event.

        Raises:
            NotFoundError: there is no such event or branch.
            GovsimError: bylaws have nothing to say of it.
        """
        from govsim.service.legal_note import legal_note  # noqa: PLC0415 - `govsim at` answers without it

        return legal_note(self._pasts(Clocks(branch)), event)

    def power(self, organ: str, at: When, *, branch: str = "main", zone: str | None = None) -> PowerView:
        """Return who can carry and who can block a vote in an organ at an instant.

        Raises:
            NotFoundError: there is no such organ or branch.
        """
        from govsim.service.power_views import power_view  # noqa: PLC0415 - `govsim at` answers without it

        past = self._pasts(Clocks(branch))
        posts = [organ] if organ in past.world.posts else list(past.world.posts)
        return power_view(past, organ, read_instant(at, zone_named(zone) if zone else None, past.world, None, posts))

    def powers(self, organization: str, at: When, *, branch: str = "main", zone: str | None = None) -> PowersView:
        """Return who could do what for an organisation at an instant.

        Raises:
            NotFoundError: there is no such organisation or branch.
        """
        from govsim.service.power_views import powers_view  # noqa: PLC0415 - `govsim at` answers without it

        past = self._pasts(Clocks(branch))
        posts = past.world.posts_of(organization) or list(past.world.posts)
        instant = read_instant(at, zone_named(zone) if zone else None, past.world, None, posts)
        return powers_view(past, organization, instant)
