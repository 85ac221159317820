"""govsim as a library: one object for a ledger, one method per user act."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from govsim.ledger.errors import MovedOnError
from govsim.ledger.store import Ledger
from govsim.model.base import NO_ZONE
from govsim.model.errors import GovsimError, NotFoundError, did_you_mean
from govsim.model.events import CLAIMS, Claim
from govsim.model.instant import DAY, Instant, to_rfc3339, zone_named
from govsim.replay.collector import collector_paused
from govsim.replay.log import Log, log_of
from govsim.replay.timeline import Admission
from govsim.replay.world import BEGINNING, END, World, make_world
from govsim.service.asked import posts_asked, zone_asked
from govsim.service.believed import believed_posts
from govsim.service.past import Clocks, Past
from govsim.service.times import When, read_instant
from govsim.service.views import PostView, RosterView

if TYPE_CHECKING:
    from govsim.documents.record_file import RecordFile
    from govsim.model.record import Record
    from govsim.service.event_views import CheckView, EventView, FindingView, WhyView
    from govsim.service.loading import LoadView
    from govsim.service.steps import Steps
    from govsim.service.views import SuccessionView

_ATTEMPTS = 5
"""How often a load plans again when another one came first."""
_KEPT = 8
"""Pasts kept in memory: enough to go to and fro between a few clocks."""


class Gov:
    """Everything a user can do with a ledger, or with record files that need none."""

    def __init__(self, ledger: Ledger | None, files: Sequence[Path] | None = None) -> None:
        self._ledger = ledger
        self._files = files
        self._pasts: dict[tuple[Clocks, int], Past] = {}

    @property
    def ledger(self) -> Ledger:
        """The ledger.

        Raises:
            GovsimError: only files are read here.
        """
        if self._ledger is None:
            raise GovsimError("only files are read here, there is no ledger", hint="name one with --ledger")
        return self._ledger

    def over(self, files: Sequence[Path]) -> Gov:
        """Return govsim over record files, which are read when first asked and need no ledger."""
        return Gov(self._ledger, files)

    @property
    def is_empty(self) -> bool:
        """True while the ledger holds no record, or is not there yet."""
        return self._files is None and (not self.ledger.exists() or self.ledger.head() == 0)

    # -- writing

    def load(self, *files: str | Path, amend: bool = False, why: str | None = None) -> list[LoadView]:
        """Append record files to the ledger and return what became of each; a second load changes nothing.

        All files are read before anything is written, and each is written whole or not at all.

        Args:
            files: record files.
            amend: append corrections, retractions and new events where a file differs from the ledger.
            why: the reason kept with each correction and retraction.

        Raises:
            DocumentError: a file has mistakes.
            DifferentRecordError: a file differs from what was loaded before, and *amend* is not given.
        """
        from govsim.documents.record_file import read_records  # noqa: PLC0415 - YAML, only where files are read

        return self.append_records([file.record for file in _distinct(read_records(files))], amend=amend, why=why)

    def append_records(
        self, records: Sequence[Record], *, amend: bool = False, why: str | None = None
    ) -> list[LoadView]:
        """Append records to the ledger, wherever they were read from, and return what became of each.

        Raises:
            DifferentRecordError: one differs from what was loaded before, and *amend* is not given.
        """
        from govsim.service.loading import plan_load  # noqa: PLC0415 - only to write

        for attempt in range(_ATTEMPTS):
            head = self.ledger.head() if self.ledger.exists() else 0
            plans = [plan_load(self.ledger, record, amend=amend, why=why) for record in records]
            known = self.ledger.headers() if head else []
            ids = {header.record for header in known}
            make_world([*known, *(record.header for record in records if record.id not in ids)])
            try:
                self.ledger.append([draft for plan in plans for draft in plan.drafts], expected=head)
            except MovedOnError:
                if attempt == _ATTEMPTS - 1:
                    raise
                continue
            break
        return [plan.view for plan in plans]

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
        _claim_named(trust)
        everything = self._world(branch)
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
        views = self._views_at(clocks, asked, (record, org, post), during=during)
        span = (asked, asked + DAY - 1) if during else None
        return RosterView(asked, branch, branch != "main", clocks.known_at, clocks.recorded_at, views, span)

    def _views_at(
        self, clocks: Clocks, at: Instant, asked: tuple[str | None, str | None, str | None], *, during: bool
    ) -> tuple[PostView, ...]:
        """Return the views of the posts asked for: from the projection, or by a replay where it cannot say."""
        upto = self._upto(clocks)
        world = self._world(clocks.branch, upto)
        if not world.headers and upto is not None:
            held = to_rfc3339(clocks.recorded_at or 0)
            raise NotFoundError(f"the ledger held nothing at {held} yet", hint="ask for a later --recorded-at")
        posts = posts_asked(world, *asked)
        if self._files is None and clocks.admits_all:
            views = believed_posts(self.ledger, world, posts, at, branch=clocks.branch, upto=upto, during=during)
            if views is not None:
                return views
        return self._past(clocks).post_views(at, posts, during=during)

    def history(self, id_: str, *, branch: str = "main") -> SuccessionView:
        """Return the succession of a post, or a party's tenures over all posts.

        Raises:
            NotFoundError: *id_* is no post, person or organisation.
        """
        return self._past(Clocks(branch)).succession(id_)

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

        past = self._past(Clocks(branch))
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

        past = self._past(Clocks(branch))
        posts = past.posts_asked(None, None, post)
        return explain(past, post, read_instant(at, zone_named(zone) if zone else None, past.world, None, posts))

    def check(self, *files: str | Path) -> CheckView:
        """Return what does not add up, in files or else in the ledger.

        Raises:
            DocumentError: a file has mistakes that keep it from being read.
        """
        from govsim.service.event_views import CheckView  # noqa: PLC0415 - `govsim at` answers without it

        if not files and self._files is None:
            return CheckView(tuple(_finding_views(self._past(Clocks()), {})))
        from govsim.documents.record_file import read_records  # noqa: PLC0415 - YAML, only where files are read

        read = _distinct(read_records(files or self._files or ()))
        past = Past(log_of(file.record for file in read), Clocks(), Admission())
        return CheckView(tuple(_finding_views(past, {file.record.id: file for file in read})))

    def past(self, clocks: Clocks | None = None) -> Past:
        """Return the replayed past itself, for surfaces that step through it."""
        return self._past(clocks or Clocks())

    def display_zone(self, zone: str | None, posts: Sequence[str]) -> tzinfo:
        """Return the zone to show times in: the one given, else the one that the records asked for agree on, else UTC.

        Raises:
            TimeError: the zone given does not exist.
        """
        if zone:
            return zone_named(zone)
        try:
            found = zone_asked(self._world("main"), None, posts)
        except GovsimError:
            return zone_named("UTC")
        return zone_named("UTC") if found is NO_ZONE else found

    def steps(self, record: str | None = None, clocks: Clocks | None = None) -> Steps:
        """Return the steps of the timeline, beside the posts of one record or of all.

        Raises:
            NotFoundError: there is no such record.
        """
        from govsim.service.steps import Steps  # noqa: PLC0415 - `govsim at` answers without it

        past = self._past(clocks or Clocks())
        return Steps(past, past.posts_asked(record, None, None))

    # -- what answers come from

    def _past(self, clocks: Clocks) -> Past:
        """Return a replayed past, kept while the ledger's head stands."""
        trust = _claim_named(clocks.trust)
        head = self.ledger.head(clocks.branch) if self._files is None else 0
        if (clocks, head) not in self._pasts:
            if len(self._pasts) >= _KEPT:
                self._pasts.pop(next(iter(self._pasts)))
            admission = Admission(clocks.known_at, trust)
            with collector_paused():
                self._pasts[clocks, head] = Past(self._log(clocks), clocks, admission)
        return self._pasts[clocks, head]

    def _world(self, branch: str, upto: int | None = None) -> World:
        """Return what the records of a branch declare, at a position of the ledger or now."""
        return self.ledger.world(branch, upto) if self._files is None else self._past(Clocks(branch)).world

    def _upto(self, clocks: Clocks) -> int | None:
        """Return the position that the ledger had come to when it is to be read, None for now."""
        if clocks.recorded_at is None or self._files is not None:
            return None
        return self.ledger.position_at(clocks.recorded_at, clocks.branch)

    def _log(self, clocks: Clocks) -> Log:
        if self._files is None:
            return self.ledger.log(self._upto(clocks), clocks.branch)
        if clocks.recorded_at is not None:
            raise GovsimError("a file does not say when it was recorded", hint="load it, then ask the ledger")
        if clocks.branch != "main":
            raise NotFoundError(
                f"there is no branch '{clocks.branch}' in a file", hint="load it, then branch in the ledger"
            )
        from govsim.documents.record_file import read_records  # noqa: PLC0415 - YAML, only where files are read

        return log_of(file.record for file in _distinct(read_records(self._files)))


def _claim_named(written: str) -> Claim:
    for claim in CLAIMS:
        if claim == written:
            return claim
    hint = did_you_mean(written, CLAIMS) or f"one of {', '.join(CLAIMS)}"
    raise GovsimError(f"'{written}' is no claim", hint=hint)


def _distinct(files: list[RecordFile]) -> list[RecordFile]:
    """Return record files, each of another record; ids are unique within one only.

    Raises:
        GovsimError: two of them hold the same record.
    """
    seen: dict[str, Path] = {}
    for file in files:
        if file.record.id in seen:
            what = f"{seen[file.record.id]} and {file.path} both hold the record '{file.record.id}'"
            raise GovsimError(what, hint="name one of them")
        seen[file.record.id] = file.path
    return files


def _finding_views(past: Past, files: dict[str, RecordFile]) -> Iterator[FindingView]:
    from govsim.replay.findings import findings_of  # noqa: PLC0415 - `govsim at` answers without them
    from govsim.service.event_views import FindingView  # noqa: PLC0415 - the same

    for finding in findings_of(past.history):
        record, _, id_ = finding.event.partition("/")
        where = files[record].where(id_) if record in files else None
        yield FindingView(finding.severity, finding.code, finding.event, finding.message, where)
