"""govsim as a library: one object for a ledger, one method per user act."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from govsim.model.base import NO_ZONE
from govsim.model.errors import GovsimError
from govsim.model.instant import DAY, Instant, zone_named
from govsim.replay.world import BEGINNING, END
from govsim.resources import shipped
from govsim.service.asked import claim_named, posts_asked, zone_asked
from govsim.service.gov_branches import GovBranches
from govsim.service.gov_pictures import GovPictures
from govsim.service.gov_rules import GovRules
from govsim.service.past import Clocks, Past
from govsim.service.pasts import Pasts
from govsim.service.times import When, read_instant
from govsim.service.views import RosterView

if TYPE_CHECKING:
    from govsim.ledger.shelf import DiskShelf
    from govsim.ledger.store import Ledger
    from govsim.model.kept import KeptRecord
    from govsim.model.record import Record
    from govsim.service.event_views import EventView, WhyView
    from govsim.service.loading import LoadView
    from govsim.service.scenario_views import DecisionView, RunView
    from govsim.service.scenarios import Scenarios
    from govsim.service.steps import Steps
    from govsim.service.views import SuccessionView


class Gov(GovBranches, GovRules, GovPictures):
    """Everything a user can do with a ledger, or with record files that need none."""

    def __init__(self, ledger: Ledger | None, files: Sequence[Path] | None = None) -> None:
        self._ledger = ledger
        self._pasts = Pasts(ledger, files)
        self._scenarios: Scenarios | None = None

    def over(self, files: Sequence[Path]) -> Gov:
        """Return govsim over record files, which are read when first asked and need no ledger."""
        return Gov(self._ledger, files)

    @property
    def has_ledger(self) -> bool:
        """True where a ledger answers, False where only files are read."""
        return self._pasts.files is None

    @property
    def is_empty(self) -> bool:
        """True while the ledger holds no record, or is not there yet."""
        return self._pasts.files is None and (not self.ledger.exists() or self.ledger.head() == 0)

    @property
    def files(self) -> tuple[Path, ...]:
        """The record files that are read instead of a ledger."""
        return tuple(self._pasts.files or ())

    @property
    def reads_ledger(self) -> bool:
        """True where a ledger that is there is read, not files."""
        return self._pasts.files is None and self._ledger is not None and self._ledger.exists()

    def holds(self, record: str) -> bool:
        """Return whether a ledger is read, and holds a record: only then can there be branches of it."""
        return self.reads_ledger and record in {header.record for header in self.ledger.headers()}

    # -- writing

    def load(self, *files: str | Path, amend: bool = False, why: str | None = None) -> list[LoadView]:
        """Append record files to the ledger and return what became of each; a second load changes nothing.

        All files are read before anything is written, and each is written whole or not at all.

        Args:
            files: record files, or the ids of records that ship with govsim.
            amend: append corrections, retractions and new events where a file differs from the ledger.
            why: the reason kept with each correction and retraction.

        Raises:
            DocumentError: a file has mistakes.
            DifferentRecordError: a file differs from what was loaded before, and *amend* is not given.
        """
        from govsim.documents.record_file import read_records  # noqa: PLC0415 - YAML, only where files are read
        from govsim.service.checking import distinct  # noqa: PLC0415 - only where files are read

        found = distinct(read_records([shipped("seeds", file) for file in files]))
        return self.append_records([file.record for file in found], amend=amend, why=why)

    def append_records(
        self, records: Sequence[Record], *, amend: bool = False, why: str | None = None
    ) -> list[LoadView]:
        """Append records to the ledger, wherever they were read from, and return what became of each.

        Raises:
            DifferentRecordError: one differs from what was loaded before, and *amend* is not given.
        """
        from govsim.service.loading import append_records  # noqa: PLC0415 - only to write

        return append_records(self.ledger, records, amend=amend, why=why)

    def append_kept(self, record: KeptRecord, shelf: DiskShelf) -> LoadView | None:
        """Append a record that lies on a shelf and return what became of it, None where that takes the whole record.

        Raises:
            GovsimError: it contradicts another record.
        """
        from govsim.service.loading import LoadView  # noqa: PLC0415 - only to write

        outcome = self.ledger.append_kept(record, shelf)
        return None if outcome is None else LoadView(record.id, outcome, len(record.events))

    # -- what-ifs

    @property
    def scenarios(self) -> Scenarios:
        """What can be done with scenario files: ``run``, ``check``, ``paths``, ``draft``, ``pivots``."""
        from govsim.service.scenarios import Scenarios  # noqa: PLC0415 - `govsim at` answers without it

        if self._scenarios is None:
            self._scenarios = Scenarios(self._ledger, self._pasts.files)
        return self._scenarios

    def run(
        self,
        path: str | Path,
        *,
        choose: Mapping[str, str] | None = None,
        branch: str | None = None,
        ask: Callable[[DecisionView], str | None] | None = None,
    ) -> RunView:
        """Carry a scenario out and return what came of it; over the ledger it becomes a branch.

        Args:
            path: the scenario file.
            choose: options that are fixed, by decision.
            branch: how the branch is called; the default is the scenario's id.
            ask: whom to ask at decisions that nothing else answers; None leaves them open.

        Raises:
            DocumentError: the file has mistakes, or its record is not to be found.
        """
        return self.scenarios.run(path, choose=choose, branch=branch, ask=ask)

    # -- reading

    def at(
        self,
        time: When,
        *,
        record: str | None = None,
        org: str | None = None,
        post: str | None = None,
        branch: str = "main",
        known_at: When | None = None,
        recorded_at: When | None = None,
        trust: str = "disputed",
        during: bool = False,
        zone: str | None = None,
    ) -> RosterView:
        """Return who holds which post at an instant.

        Args:
            time: the instant; without an offset it is read in *zone*, else in the zone of the records asked for.
            record: only posts that this record declares.
            org: only posts of this organisation.
            post: only this post.
            branch: the branch to read.
            known_at: admit only what was announced by then.
            recorded_at: admit only what the ledger held then.
            trust: the weakest claim admitted: confirmed, reported or disputed.
            during: list everyone possible in the day that begins at *time*.
            zone: an IANA zone.

        Raises:
            NotFoundError: a record, organisation, post or branch that is not there.
            TimeError: a time that says no instant.
        """
        claim_named(trust)
        everything = self._pasts.world(branch)
        posts = posts_asked(everything, record, org, post)

        def instant(when: When) -> Instant:
            return read_instant(when, zone_named(zone) if zone else None, everything, record, posts)

        clocks = Clocks(
            branch,
            None if known_at is None else instant(known_at),
            None if recorded_at is None else instant(recorded_at),
            trust,
        )
        asked = instant(time)
        views = self._pasts.posts_at(clocks, asked, (record, org, post), during=during)
        span = (asked, asked + DAY - 1) if during else None
        return RosterView(asked, branch, branch != "main", clocks.known_at, clocks.recorded_at, views, span)

    def history(self, id_: str, *, branch: str = "main") -> SuccessionView:
        """Return the succession of a post, or a party's tenures over all posts.

        Raises:
            NotFoundError: *id_* is no post, person or organisation.
        """
        return self._pasts(Clocks(branch)).succession(id_)

    def events(
        self,
        *,
        record: str | None = None,
        branch: str = "main",
        since: When | None = None,
        until: When | None = None,
        zone: str | None = None,
    ) -> list[EventView]:
        """Return the events of a timeline whose time can lie from *since* to the end of *until*, in order.

        Raises:
            NotFoundError: there is no such record or branch.
        """
        from govsim.service.telling import event_view  # noqa: PLC0415 - `govsim at` answers without it

        past = self._pasts(Clocks(branch))
        if record is not None:
            past.header(record)

        posts, given = past.posts_asked(record, None, None), zone_named(zone) if zone else None
        first = BEGINNING if since is None else read_instant(since, given, past.world, record, posts)
        last = END if until is None else read_instant(until, given, past.world, record, posts, end=True)
        if first > last:
            raise GovsimError(f"{since} lies after {until}", hint="exchange --from and --to")
        return [
            event_view(past, entry)
            for entry in past.timeline.entries
            if entry.latest >= first
            and entry.earliest <= last
            and (record is None or entry.ref.startswith(f"{record}/"))
        ]

    def why(self, post: str, at: When, *, branch: str = "main", zone: str | None = None) -> WhyView:
        """Return the chain of events and sources behind a post's state at an instant.

        Raises:
            NotFoundError: there is no such post or branch.
        """
        from govsim.service.explain import explain  # noqa: PLC0415 - `govsim at` answers without it

        past = self._pasts(Clocks(branch))
        posts = past.posts_asked(None, None, post)
        return explain(past, post, read_instant(at, zone_named(zone) if zone else None, past.world, None, posts))

    def past(self, clocks: Clocks | None = None) -> Past:
        """Return the replayed past itself, for surfaces that step through it."""
        return self._pasts(clocks or Clocks())

    def display_zone(self, zone: str | None, posts: Sequence[str]) -> tzinfo:
        """Return the zone to show times in: the one given, else the one that the records asked for agree on, else UTC.

        Raises:
            TimeError: the zone given does not exist.
        """
        if zone:
            return zone_named(zone)
        try:
            found = zone_asked(self._pasts.world("main"), None, posts)
        except GovsimError:
            return zone_named("UTC")
        return zone_named("UTC") if found is NO_ZONE else found

    def steps(self, record: str | None = None, clocks: Clocks | None = None) -> Steps:
        """Return the steps of the timeline, beside the posts of one record or of all.

        Raises:
            NotFoundError: there is no such record.
        """
        from govsim.service.steps import Steps  # noqa: PLC0415 - `govsim at` answers without it

        past = self._pasts(clocks or Clocks())
        return Steps(past, past.posts_asked(record, None, None))
