"""What the bylaws say of the acts of a past, and the reasoning behind one of them."""

from __future__ import annotations

from collections.abc import Iterator

from govsim.model.events import BylawsAdopted
from govsim.model.header import organization_of
from govsim.model.scenario import Scenario
from govsim.replay.findings import Finding
from govsim.rules.books import rule_books
from govsim.rules.naming import subject_of
from govsim.rules.standstill import memberless, standstills
from govsim.rules.verdicts import Verdict, verdict_of
from govsim.service.labels import Labels
from govsim.service.past import Past
from govsim.service.verdict_views import VerdictView, test_view
from govsim.whatif.base import Base
from govsim.whatif.course import Course
from govsim.whatif.court import SettledCourt
from govsim.whatif.edits import Edits
from govsim.whatif.plan import Plan


class Judge:
    """Judges the acts of a past, each as things stood then."""

    def __init__(self, past: Past) -> None:
        from govsim.documents.law_packs import law_pack  # noqa: PLC0415 - YAML, only where acts are judged

        self._base = Base(past.log, law_pack, past.timeline, past.added)
        record = next(iter(past.world.headers), "none")
        plan = Plan(
            Scenario(scenario="as-recorded", record=record), self._base, len(past.timeline.rows), Edits(self._base)
        )
        self.course = Course(plan, past.history)
        self.course.court = SettledCourt(self.course)
        self._labels = Labels(past.world)
        adopting = {event.organization for _, event in self._adoptions()}
        books = rule_books(past.world, law_pack, added=past.added)
        self.books = {organization: book.layers for organization, book in books.items()}
        self._ruled = {*books, *adopting}

    def governed(self) -> Iterator[str]:
        """Yield the acts that bylaws can say anything of, in order."""
        effects = self.course.effects
        for row in self._base.timeline.rows:
            kind, ref = row[3], row[2]
            if kind == "resolved" or ref in effects or (kind in _KINDS and self._is_ruled(ref)):
                yield ref

    def verdicts(self) -> Iterator[VerdictView]:
        """Yield the verdict on each governed act, in order."""
        for ref in self.governed():
            yield self.view(ref, self.verdict(ref))

    def findings(self) -> Iterator[Finding]:
        """Yield where an organ cannot decide."""
        organs = [
            post
            for post, declared in self._base.world.posts.items()
            if declared.organ and organization_of(post) in self._ruled
        ]
        resolutions = [row[2] for row in self._base.timeline.rows if row[3] == "resolved"]
        yield from memberless(self.course.court, self._organs_with_rules())
        yield from standstills(self.course.court, organs, resolutions)

    def verdict(self, ref: str) -> Verdict:
        """Return the verdict on one act."""
        return verdict_of(self.course.court, ref)

    def view(self, ref: str, verdict: Verdict) -> VerdictView:
        """Return the view of a verdict."""
        reasons = tuple(test_view(test) for test in verdict.reasons)
        return VerdictView(ref, self._labels.of(self.course.event(ref)), verdict.status, reasons)

    def _adoptions(self) -> Iterator[tuple[str, BylawsAdopted]]:
        """Yield the adoptions of bylaws, in order."""
        for ref in self.course.adoptions():
            event = self.course.event(ref)
            if isinstance(event, BylawsAdopted):
                yield ref, event

    def _organs_with_rules(self) -> Iterator[tuple[str, str]]:
        """Yield each organ that records and adoptions rule, after the record or the adoption."""
        for header in self._base.world.headers.values():
            yield from ((header.record, organ) for rules in header.bylaws.values() for organ in rules.organs)
        for ref, event in self._adoptions():
            yield from ((ref, organ) for organ in (event.bylaws.organs if event.bylaws is not None else ()))

    def _is_ruled(self, ref: str) -> bool:
        """Return whether an act is one of an organisation of which any layer says something."""
        return not self._ruled.isdisjoint(subject_of(self.course.event(ref))[1])


_KINDS = {"hired", "fired", "bylaws_adopted", "post_created", "post_changed", "post_abolished"}
