"""A what-if under way: what is changed so far, what has happened, what fell, what was chosen."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

from govsim.model.events import (
    BylawsAdopted,
    Consented,
    Divested,
    Event,
    Invested,
    LetterSigned,
    Refused,
    Resolved,
)
from govsim.model.header import organization_of
from govsim.model.instant import Instant
from govsim.replay.fold import Fold
from govsim.replay.history import History
from govsim.replay.log import Entry, named
from govsim.replay.timeline import Timeline, made_by
from govsim.rules.counting import Tally
from govsim.rules.expressions import Nothing, Value
from govsim.rules.verdicts import Verdict, tally_of, verdict_of
from govsim.whatif.ahead import EVERYBODY, Act
from govsim.whatif.base import Base, effects_of
from govsim.whatif.chains import Chains
from govsim.whatif.court import CourseCourt
from govsim.whatif.edits import Edits
from govsim.whatif.facts import Seen
from govsim.whatif.fates import Chain, Reason, Taken
from govsim.whatif.plan import Inserting, Plan

CARRIED = "@carried"
"""Where a resolution is taken to carry ahead of its turn, this stands for the post."""


@dataclass
class Course:
    """The state of a what-if; its replay goes on from the place of the fork."""

    plan: Plan
    replayed: History | None = None
    """The whole of it, where it is replayed already and nothing is to be changed."""
    base: Base = field(init=False)
    edits: Edits = field(init=False)
    inserts: dict[str, Inserting] = field(init=False)
    chains: Chains = field(init=False)
    fold: Fold = field(init=False)
    happened: dict[str, list[Entry]] = field(default_factory=dict)
    """What has happened since the fork, each as it did: in several entries where no one event can say so."""
    fallen: dict[str, Entry] = field(default_factory=dict)
    """What has had its turn since the fork and did not happen."""
    relied: set[Act] = field(default_factory=set)
    """Events that were taken for granted ahead of their turn, as acts of nobody in no post."""
    letters: defaultdict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    taken: dict[str, Taken] = field(default_factory=dict)
    choices: dict[str, str | Nothing] = field(default_factory=dict)
    variables: dict[str, Value] = field(default_factory=dict)
    early: list[tuple[str, str]] = field(default_factory=list)
    """Events that an option lists and that had their turn before its decision: (event, decision)."""
    court: CourseCourt = field(init=False)
    effects: dict[str, list[str]] = field(init=False)
    """The resolutions that list each event among their effects, as they read now."""

    def __post_init__(self) -> None:
        plan = self.plan
        self.base = plan.base
        kept = plan.edits
        self.edits = replace(kept, omitted=set(kept.omitted), changed=dict(kept.changed), touched=set(kept.touched))
        self.inserts = {insert.ref: insert for insert in plan.inserts}
        self.chains = Chains(self.base, touched={*self.edits.touched, *self.inserts})
        self.variables = dict(plan.variables)
        self.chains.omit(self.edits.omitted)
        self.list_effects()
        made = {id_ for ref in self.edits.omitted for id_ in made_by(self.base.event(ref))}
        timeline = Timeline(self.base.world, [], self.event, unmade=frozenset(made))
        self.fold = Fold(timeline, self.base.upto(plan.first) if self.replayed is None else None)
        if self.replayed is not None:
            self.fold.history = self.replayed
        self.court = CourseCourt(self)

    def event(self, ref: str) -> Event:
        """Return an event as it reads now, whether or not it happens."""
        if ref in self.inserts:
            return self.inserts[ref].event
        return self.edits.changed.get(ref) or self.base.event(ref)

    def entry(self, ref: str) -> Entry | None:
        """Return the entry of an event that has happened by now."""
        if ref in self.happened:
            return self.happened[ref][0]
        place = self.base.place.get(ref)
        return named(self.base.timeline.rows[place]) if place is not None and place < self.plan.first else None

    def happens(self, entry: Entry, entries: list[Entry]) -> list[Entry]:
        """Remember an event as it happens, and return it so."""
        self.happened[entry.ref] = entries
        if entry.type == "letter_sent":
            self.letters[entry.ref].append(entry)
        elif entry.type == "letter_signed":
            event = self.event(entry.ref)
            if isinstance(event, LetterSigned):
                self.letters[f"{entry.ref.partition('/')[0]}/{event.letter}"].append(entry)
        return entries

    def is_chosen(self, ref: str) -> bool:
        """Return False of an event that an option would insert which is not chosen by now."""
        insert = self.inserts.get(ref)
        return insert is None or insert.decision is None or self.choices.get(insert.decision) == insert.option

    def defeat(self, ref: str) -> Chain | None:
        """Return why a resolution that happens lets nothing happen, None where it carries or is taken to carry."""
        event, act = self.event(ref), (ref, EVERYBODY, CARRIED)
        if self.entry(ref) is None and (not isinstance(event, Resolved) or event.carried is not False):
            self.relied.add(act)
            return self.chains.foreseen.get(act)
        tally = self.tally(ref)
        if tally is not None and tally.carried is not False:
            return None
        failed = None if tally is None else next((test for test in tally.tests if test.passed is False), None)
        provision = None if failed is None else failed.provision
        chain: Chain = (Reason("not_carried", ref, "defeated", provision=provision),)
        for party in () if tally is None else tally.strangers:
            organ = tally.organ if tally is not None else ""
            for tenure in self.base.tenures(party, organ):
                why = self.chains.of_act(tenure.opened_by, party, organ)
                if why is not None:
                    chain += (Reason("not_carried", tenure.opened_by, "no-vote", party, organ), *why)
        return chain

    def missing(self, ref: str) -> Chain | None:
        """Return why an event does not happen, None where it has happened or is still taken for granted."""
        act = ref, EVERYBODY, EVERYBODY
        chain = self.chains.of_act(*act)
        if chain is None and ref not in self.happened:
            self.relied.add(act)
        return chain

    def seen(self, at: Instant, history: History | None = None) -> Seen:
        """Return what can be read now, with presences at an instant; *history* is by default the one so far."""
        return Seen(
            history or self.fold.history,
            at,
            self.entry,
            self._about_letter,
            self.verdict,
            self.choices,
            self.variables,
            lambda organ, when: self.court.rules(organization_of(organ), when).organ(organ),
            self.court.stakes,
        )

    def verdict(self, ref: str) -> Verdict | None:
        """Return what the bylaws say of an event, None of one that has not happened by now."""
        return None if self.entry(ref) is None else verdict_of(self.court, ref)

    def decision_ref(self, decision: str) -> str:
        """Return ``record/id`` of a decision."""
        return f"{self.plan.scenario.record}/{decision}"

    # -- resolutions

    def list_effects(self) -> None:
        """Find the resolutions that list each event, after events have been changed."""
        rewritten = {ref: event for ref, event in self.edits.changed.items() if isinstance(event, Resolved)}
        rewritten |= {
            insert.ref: insert.event for insert in self.inserts.values() if isinstance(insert.event, Resolved)
        }
        self.effects = self.base.resolutions
        if not rewritten:
            return
        self.effects = {ref: [one for one in by if one not in rewritten] for ref, by in self.base.resolutions.items()}
        for ref, event in rewritten.items():
            for effect in effects_of(ref, event):
                self.effects.setdefault(effect, []).append(ref)

    def tally(self, ref: str) -> Tally | None:
        """Return how a resolution came out, None where it has not happened by now."""
        return tally_of(self.court, ref)

    # -- what else the bylaws ask for

    def answers(self, act: str) -> list[str]:
        """Return the events that consent to an act or refuse it, whether or not they happen."""
        found = []
        for ref in dict.fromkeys([*self.base.answers.get(act, ()), *self.edits.changed, *self.inserts]):
            event = self.event(ref)
            if isinstance(event, Consented | Refused) and f"{ref.partition('/')[0]}/{event.act}" == act:
                found.append(ref)
        return found

    def adoptions(self) -> list[str]:
        """Return the events that adopt bylaws, in order, whether or not they happen."""
        own = [insert.ref for insert in self.inserts.values() if isinstance(insert.event, BylawsAdopted)]
        return [*self.base.adoptions, *own]

    def holdings(self, organization: str) -> list[str]:
        """Return the events that say who holds which part of an organisation, whether or not they happen."""
        found = []
        for ref in dict.fromkeys([*self.base.holdings.get(organization, ()), *self.edits.changed, *self.inserts]):
            event = self.event(ref)
            if isinstance(event, Invested | Divested) and event.in_ == organization:
                found.append(ref)
        return found

    def rank(self, ref: str) -> int:
        """Return where an event stands in what has happened; one that has not comes last."""
        if ref in self.happened:
            return self.plan.first + list(self.happened).index(ref)
        place = self.base.place.get(ref)
        return place if place is not None and place < self.plan.first else len(self.base.place) + len(self.inserts)

    def _about_letter(self, letter: str) -> list[Entry]:
        """Return what happened about a letter by now, in order."""
        before = [ref for ref in self.base.letters.get(letter, ()) if self.base.place[ref] < self.plan.first]
        return [*(named(self.base.timeline.rows[self.base.place[ref]]) for ref in before), *self.letters[letter]]
