"""What an outcome hung on: every single change of recorded history that turns it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from govsim.model.bylaws import Bylaws, Denominator, OrganRules, Threshold
from govsim.model.events import Event, Resolved
from govsim.model.events.acts import Votes
from govsim.model.instant import Instant
from govsim.model.scenario import Scenario
from govsim.replay.log import named
from govsim.rules.expressions import Expression, Value
from govsim.whatif.base import Base
from govsim.whatif.edits import Edits
from govsim.whatif.fork import fork_at
from govsim.whatif.plan import Plan, edited
from govsim.whatif.run import WhatIf, run

OUTCOME = "outcome"
WHOLES: tuple[Denominator, ...] = ("authorised", "in_office", "present", "cast")
"""Of what a rule that is not certain may be a part as well."""


@dataclass(frozen=True, slots=True)
class Pivot:
    """One change that turns an outcome: an event left out, the vote of *party* turned round, or another *reading*.

    A reading takes a rule of which the record is not certain of another whole; *ref* is then its provision. *value* is
    what the outcome comes to then; *dropped* counts the recorded events that fall with the change.
    """

    ref: str
    key: Instant
    party: str | None
    value: Value | None
    dropped: int
    reading: str | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    ref: str
    key: Instant
    party: str | None
    event: Event | None


def pivots_of(base: Base, record: str, outcome: Expression) -> tuple[Value | None, list[Pivot], int]:
    """Return what an outcome comes to as recorded, the changes that turn it, and how many were tried.

    The earliest come first; of those at one instant the smallest: one vote before a whole event, then what fewer other
    events fall with. A change that only makes the outcome unknown turns it too.

    Raises:
        UnansweredError: the outcome divides by zero.
    """
    scenario = Scenario(scenario="pivots", record=record)

    def plan(candidate: _Candidate | None) -> Plan:
        edits = Edits(base)
        first, key = len(base.timeline.rows), None
        if candidate is not None:
            first, key = fork_at(base, candidate.key).first, candidate.key
            if candidate.event is None:
                edits.omit(candidate.ref)
            else:
                edits.change(candidate.ref, candidate.event)
        return Plan(scenario, base, first, edits, key, outcomes={OUTCOME: outcome})

    recorded = run(plan(None)).outcomes[OUTCOME]
    # From early to late, so that the replay up to each fork goes on from the one before.
    candidates = sorted(_candidates(base, record), key=lambda candidate: candidate.key)
    found = []
    for candidate in candidates:
        whatif = run(plan(candidate))
        value = whatif.outcomes[OUTCOME]
        if value != recorded:
            dropped = sum(fate.kind == "dropped" for fate in whatif.fates)
            found.append(Pivot(candidate.ref, candidate.key, candidate.party, value, dropped))
    readings = list(_readings(base, record))
    if readings:
        enforced = _enforced(base, record, outcome, {})
        for organization, provision, rules, said in readings:
            whatif = _enforced(base, record, outcome, {organization: rules})
            if (value := whatif.outcomes[OUTCOME]) != enforced.outcomes[OUTCOME]:
                dropped = sum(fate.kind == "dropped" for fate in whatif.fates)
                key = min((row[0] for row in base.timeline.rows if row[3] == "resolved"), default=0)
                found.append(Pivot(provision, key, None, value, dropped, said))
    found.sort(key=lambda pivot: (pivot.key, pivot.party is None, pivot.dropped))
    return recorded, found, len(candidates) + len(readings)


def _enforced(base: Base, record: str, outcome: Expression, bylaws: dict[str, Bylaws]) -> WhatIf:
    """Return recorded history from its start with its bylaws enforced, under one more layer."""
    scenario = Scenario(scenario="pivots", record=record, enforce=True, bylaws=bylaws)
    first = base.timeline.rows[0][0] if base.timeline.rows else None
    return run(Plan(scenario, base, 0, Edits(base), first, outcomes={OUTCOME: outcome}))


def _readings(base: Base, record: str) -> Iterator[tuple[str, str, Bylaws, str]]:
    """Yield the rules of which the record is not certain, each taken of another whole, as a layer and in words."""
    for organization, rules in base.world.headers[record].bylaws.items():
        for post, organ in rules.organs.items():
            for key in ("quorum", "majority"):
                rule: Threshold | None = getattr(organ, key)
                sure = None if rule is None else rule.confidence if rule.confidence is not None else organ.confidence
                if rule is None or sure is None or sure == 1:
                    continue
                for whole in WHOLES:
                    if whole != rule.of:
                        other = rule.model_copy(update={"of": whole})
                        layer = Bylaws(organs={post: OrganRules.model_validate({key: other})})
                        yield organization, f"{post}.{key}", layer, str(other)


def _candidates(base: Base, record: str) -> Iterator[_Candidate]:
    for row in base.timeline.rows:
        if row[2].startswith(f"{record}/"):
            yield _Candidate(row[2], row[0], None, None)
            event = named(row).event
            if isinstance(event, Resolved) and event.votes is not None:
                for party, votes in turned_votes(event.votes):
                    fields = {"votes": votes.dump()}
                    yield _Candidate(row[2], row[0], party, edited(base.event(row[2]), fields))


def turned_votes(votes: Votes) -> Iterator[tuple[str, Votes]]:
    """Yield for each who voted for or against the votes with that one turned round."""
    for party in votes.for_:
        ayes = tuple(one for one in votes.for_ if one != party)
        yield party, votes.model_copy(update={"for_": ayes, "against": (*votes.against, party)})
    for party in votes.against:
        noes = tuple(one for one in votes.against if one != party)
        yield party, votes.model_copy(update={"for_": (*votes.for_, party), "against": noes})
