"""Who can carry, who can block, and who could act for an organisation at an instant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from govsim.model.bylaws import Power, Threshold
from govsim.model.errors import GovsimError, NotFoundError, did_you_mean
from govsim.model.header import organization_of
from govsim.model.instant import Instant, to_rfc3339
from govsim.rules.counting import chairs_of
from govsim.rules.layers import Organ
from govsim.rules.power import Game, Requirement, banzhaf, block, carry, minimal_winning, shapley
from govsim.service.judging import Judge
from govsim.service.labels import Labels
from govsim.service.past import Past

_MOST_SHOWN = 200
"""Minimal coalitions that are listed; a board of ten with one vote each has 252 of six."""


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member of an organ: the weight of the vote, and its power by two indices, each summing to 1 over all."""

    party: str
    name: str
    weight: Fraction
    banzhaf: Fraction
    shapley: Fraction

    def to_json(self) -> dict[str, Any]:
        """Return the contract's shape of a member, with name and weight."""
        return {
            "party": self.party,
            "banzhaf": str(self.banzhaf),
            "shapley": str(self.shapley),
            "name": self.name,
            "weight": str(self.weight),
        }


@dataclass(frozen=True, slots=True)
class PowerView:
    """The voting power in an organ at an instant.

    *carry* and *block* are the fewest members that can, None where nobody can; *coalitions* the smallest groups that
    carry, None where they are too many to list; *rule* says in words what is needed.
    """

    organ: str
    at: Instant
    members: tuple[MemberView, ...]
    carry: int | None
    block: int | None
    coalitions: tuple[tuple[str, ...], ...] | None
    rule: str

    def to_json(self) -> dict[str, Any]:
        """Return the contract's shape of power, with the rule and the smallest coalitions."""
        return {
            "organ": self.organ,
            "at": to_rfc3339(self.at),
            "members": [member.to_json() for member in self.members],
            "carry": self.carry,
            "block": self.block,
            "rule": self.rule,
            "coalitions": None if self.coalitions is None else [list(one) for one in self.coalitions],
        }


@dataclass(frozen=True, slots=True)
class CouldView:
    """A power at an instant: whose it is, who sits there, how many of them are needed, and whether they can act."""

    id: str
    act: str
    target: str | None
    organ: str
    members: tuple[str, ...]
    needed: int | None
    can_act: bool
    layer: str
    consents: tuple[str, ...]
    text: str

    def to_json(self) -> dict[str, Any]:
        """Return the power."""
        return {
            "id": self.id,
            "act": self.act,
            "target": self.target,
            "organ": self.organ,
            "members": list(self.members),
            "needed": self.needed,
            "can_act": self.can_act,
            "layer": self.layer,
            "consents": list(self.consents),
        }


@dataclass(frozen=True, slots=True)
class PowersView:
    """Who could do what for an organisation at an instant."""

    organization: str
    at: Instant
    powers: tuple[CouldView, ...]

    def to_json(self) -> dict[str, Any]:
        """Return organisation, at and the powers."""
        return {
            "organization": self.organization,
            "at": to_rfc3339(self.at),
            "powers": [power.to_json() for power in self.powers],
        }


def power_view(past: Past, organ: str, at: Instant) -> PowerView:
    """Return who can carry and who can block in an organ at an instant, when everybody attends.

    Raises:
        NotFoundError: there is no such organ.
        GovsimError: nobody sits in it for certain then, or the weights cannot be counted.
    """
    declared = past.world.posts.get(organ)
    organs = [id_ for id_, post in past.world.posts.items() if post.organ]
    if declared is None or not declared.organ:
        hint = did_you_mean(organ, organs) or (f"organs: {', '.join(organs)}" if organs else "no post says organ: true")
        raise NotFoundError(f"there is no organ '{organ}'", hint=hint)
    judge = Judge(past)
    rules = judge.course.court.rules(organization_of(organ), at).organ(organ)
    seated = _seated(judge, organ, at)
    if not seated:
        raise GovsimError(f"nobody certainly sits in '{organ}' then", hint="`govsim at` says who may")
    weights = _weights(judge, rules, seated, at)
    game = _game(judge, rules, seated, weights, at)
    one, other = banzhaf(game), shapley(game)
    labels = Labels(past.world)
    views = tuple(MemberView(party, labels.name(party), weights[party], one[party], other[party]) for party in seated)
    try:
        coalitions: tuple[tuple[str, ...], ...] | None = tuple(minimal_winning(game))
    except GovsimError:
        coalitions = None
    if coalitions is not None and len(coalitions) > _MOST_SHOWN:
        coalitions = None
    return PowerView(organ, at, views, carry(game), block(game), coalitions, _rule(rules))


def powers_view(past: Past, organization: str, at: Instant) -> PowersView:
    """Return who could do what for an organisation at an instant.

    Raises:
        NotFoundError: there is no such organisation.
    """
    if organization not in past.world.organizations:
        known = past.world.organizations
        raise NotFoundError(f"there is no organisation '{organization}'", hint=did_you_mean(organization, known))
    judge, labels = Judge(past), Labels(past.world)
    in_force = judge.course.court.rules(organization, at)
    found = []
    for power, layer in in_force.powers.values():
        rules = in_force.organ(power.organ)
        seated = _seated(judge, power.organ, at)
        needed = None
        if seated:
            weights = _weights(judge, rules, seated, at)
            needed = carry(_game(judge, rules, seated, weights, at, power.majority))
        consents = tuple(
            consent.holder
            for consent, _ in in_force.consents.values()
            if (consent.act, consent.target) == (power.act, power.target)
        )
        text = _could(labels, power, seated, needed, consents)
        found.append(
            CouldView(
                power.id, power.act, power.target, power.organ, tuple(seated), needed, needed is not None, layer,
                consents, text,
            )
        )  # fmt: skip
    return PowersView(organization, at, tuple(found))


def _seated(judge: Judge, organ: str, at: Instant) -> list[str]:
    """Return who certainly sits in an organ, in the order in which they came."""
    certain = judge.course.court.members(organ, (at, at)).certain
    order = [tenure.party for tenure in judge.course.court.history.posts[organ].tenures]
    return sorted(certain, key=order.index)


def _weights(judge: Judge, rules: Organ, seated: Sequence[str], at: Instant) -> dict[str, Fraction]:
    given = rules.get("weights")
    if given == "stakes":
        date = rules.get("record_date")
        when = date.earliest if date is not None and date.earliest is not None else at
        given = judge.course.court.stakes(organization_of(rules.post), when)
    if isinstance(given, Mapping):
        return {party: given.get(party, Fraction(0)) for party in seated}
    return dict.fromkeys(seated, Fraction(1))


def _game(
    judge: Judge,
    rules: Organ,
    seated: Sequence[str],
    weights: Mapping[str, Fraction],
    at: Instant,
    majority: Threshold | None = None,
) -> Game:
    """Return the game that a vote in an organ is when everybody attends."""
    own = majority or rules.get("majority") or Threshold(more_than=Fraction(1, 2), of="cast")
    quorum: Threshold | None = rules.get("quorum")
    votes = tuple(weights[party] for party in seated)
    given = rules.get("weights")
    total = sum(given.values(), Fraction(0)) if isinstance(given, Mapping) else None
    if given == "stakes":
        total = sum(judge.course.court.stakes(organization_of(rules.post), at).values(), Fraction(0))
    authorised = rules.get("authorised")
    seats = judge.course.court.world.posts[rules.post].seats
    number = (
        authorised if isinstance(authorised, int) else seats if authorised is None and isinstance(seats, int) else None
    )

    def requirement(threshold: Threshold) -> Requirement:
        whole: Fraction | None = None
        if threshold.of == "authorised" and number is not None:
            whole = Fraction(number)
        elif threshold.of == "outstanding" and total is not None:
            whole = total
        return Requirement(threshold, votes, whole)

    chair = None
    if rules.get("tie_break") == "chair" and own.part == Fraction(1, 2):
        posts = chairs_of(judge.course.court.world, rules.post)
        chairs = {party for post in posts for party in _seated(judge, post, at)} & set(seated)
        chair = next(iter(chairs)) if len(chairs) == 1 else None
    return Game(
        tuple(seated), (requirement(own),), tie_break=chair, quorum=None if quorum is None else requirement(quorum)
    )


def _rule(rules: Organ) -> str:
    said = [
        f"{key.replace('_', ' ')}: {rules.get(key)}" for key in ("quorum", "majority", "tie_break") if rules.get(key)
    ]
    return "; ".join(said) or "no rule is written: more for than against"


def _could(labels: Labels, power: Power, seated: Sequence[str], needed: int | None, consents: Sequence[str]) -> str:
    target = f" {labels.name(power.target)}" if power.target else ""
    who = labels.name(power.organ)
    if needed is None:
        able = f"{who} cannot act: {'nobody sits there for certain' if not seated else 'its rules cannot be met'}"
    else:
        able = f"{who}: {needed} of {len(seated)} ({labels.names(seated)})"
    asked = f", with the consent of {labels.names(consents)}" if consents else ""
    verb = {"hired": "appoint", "fired": "remove", "bylaws_adopted": "adopt bylaws"}.get(power.act, power.act)
    return f"{verb}{target}: {able}{asked}"
