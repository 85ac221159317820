"""Bylaws in layers: what is in force for an organisation at an instant, and which layer says so."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from govsim.model.bylaw_faults import may_meet
from govsim.model.bylaws import Bylaws, Consent, OrganRules, Power, Rule
from govsim.model.instant import Instant
from govsim.replay.world import BEGINNING
from govsim.rules.measures import Measure

_RULE_KEYS = ("authorised", "quorum", "majority", "tie_break", "written_consent", "notice", "vacancies", "weights")
_DATED = "record_date"
_COUNTED = {"quorum": "present", "majority": "for", "written_consent": "for"}
"""What is counted under each rule that is a threshold."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Rules of one origin: the law, the record, an adoption, a scenario; in force from an instant on."""

    name: str
    rules: Bylaws
    since: Instant = BEGINNING


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule says, and the layer that says it."""

    value: Any
    layer: str
    mandatory: bool = False


@dataclass(frozen=True, slots=True)
class Organ:
    """How an organ decides, each rule with its layer."""

    post: str
    rules: Mapping[str, Said] = field(default_factory=dict)
    _measures: dict[str, Measure] = field(default_factory=dict, init=False, repr=False, compare=False)

    def measure(self, key: str) -> Measure | None:
        """Return what counts are held against under a rule that is a threshold, None where there is none."""
        said = self.rules.get(key)
        if said is None:
            return None
        if key not in self._measures:
            self._measures[key] = Measure(f"{self.post}.{key}", said.value, _COUNTED[key], said.layer)
        return self._measures[key]

    def get(self, key: str) -> Any:
        """Return what a rule says, None where there is none."""
        said = self.rules.get(key)
        return None if said is None else said.value

    def layer(self, key: str) -> str:
        """Return the layer that a rule comes from."""
        said = self.rules.get(key)
        return "" if said is None else said.layer


class About(NamedTuple):
    """The powers and the consents about an act, each with its layer.

    Where a rule is about one capacity only, it is still open which of them name the act: *is_open*.
    """

    powers: Sequence[tuple[Power, str]]
    consents: Sequence[tuple[Consent, str]]
    is_open: bool = False

    def naming(self, fits: Callable[[Power | Consent], bool]) -> About:
        """Return those that name an act, without the powers that another of them overrides."""
        powers = [pair for pair in self.powers if fits(pair[0])]
        overridden = {id_ for power, _ in powers if not power.mandatory for id_ in power.overrides if id_ != power.id}
        fixed = {id_ for power, _ in powers if power.mandatory for id_ in power.overrides if id_ != power.id}
        left = [
            (power, layer)
            for power, layer in powers
            if power.id not in fixed and (power.mandatory or power.id not in overridden)
        ]
        return About(left, [pair for pair in self.consents if fits(pair[0])])


@dataclass(frozen=True, slots=True)
class InForce:
    """Everything in force for an organisation at an instant."""

    organs: Mapping[str, Organ] = field(default_factory=dict)
    powers: Mapping[str, tuple[Power, str]] = field(default_factory=dict)
    consents: Mapping[str, tuple[Consent, str]] = field(default_factory=dict)
    _powers_over: Mapping[tuple[str, str | None], Sequence[tuple[Power, str]]] = field(default_factory=dict)
    """The powers by the act and the post that they are about."""
    _about: dict[tuple[str, Sequence[str]], About] = field(default_factory=dict, init=False, repr=False, compare=False)

    def about(self, act: str, posts: tuple[str, ...]) -> About:
        """Return the powers over an act to some posts, and the consents that it needs."""
        found = self._about.get((act, posts))
        if found is None:
            powers = [pair for post in (*posts, None) for pair in self._powers_over.get((act, post), ())]
            consents = [
                pair for pair in self.consents.values() if pair[0].act == act and pair[0].target in (None, *posts)
            ]
            rules: list[Power | Consent] = [*(power for power, _ in powers), *(consent for consent, _ in consents)]
            about = About(powers, consents, is_open=any(rule.capacity is not None for rule in rules))
            found = self._about[act, posts] = about if about.is_open else about.naming(lambda _: True)
        return found

    def organ(self, post: str) -> Organ:
        """Return the rules of an organ; one without any where nothing is said of it."""
        return self.organs.get(post) or Organ(post)


class RuleBook:
    """The layers of one organisation, from the weakest to the strongest."""

    def __init__(self, layers: Iterable[Layer] = ()) -> None:
        self.layers = list(layers)
        self._dates = sorted({layer.since for layer in self.layers})
        self._kept: dict[int, InForce] = {}

    def at(self, at: Instant) -> InForce:
        """Return what is in force at an instant: a later layer wins key by key, but not over mandatory law."""
        upto = bisect_right(self._dates, at)
        if upto not in self._kept:
            self._kept[upto] = _merged(layer for layer in self.layers if layer.since <= at)
        return self._kept[upto]


def _merged(layers: Iterable[Layer]) -> InForce:
    organs: dict[str, dict[str, Said]] = {}
    powers: dict[str, tuple[Power, str]] = {}
    consents: dict[str, tuple[Consent, str]] = {}
    for layer in layers:
        for post, rules in layer.rules.organs.items():
            its = organs.setdefault(post, {})
            for key, said in _said(rules, layer.name):
                if key not in its or not its[key].mandatory:
                    its[key] = said
        earlier = dict(powers)
        for power in layer.rules.powers:
            yielding = [other.id for other, _ in earlier.values() if _yields(other, power)]
            for id_ in yielding:
                if _covers(power, earlier[id_][0]):
                    powers.pop(id_, None)
            if power.id not in powers or not powers[power.id][0].mandatory:
                # Where it is about less than an earlier one, it wins over that where it applies.
                won = tuple(id_ for id_ in yielding if id_ in powers and id_ not in power.overrides)
                stated = power.model_copy(update={"overrides": (*power.overrides, *won)}) if won else power
                powers[power.id] = stated, layer.name
        for consent in layer.rules.consents:
            if consent.id not in consents or not consents[consent.id][0].mandatory:
                consents[consent.id] = consent, layer.name
    by_act: dict[tuple[str, str | None], list[tuple[Power, str]]] = {}
    for power, name in powers.values():
        by_act.setdefault((power.act, power.target), []).append((power, name))
    return InForce({post: Organ(post, rules) for post, rules in organs.items()}, powers, consents, by_act)


def _yields(other: Power, power: Power) -> bool:
    """Return whether a power of an earlier layer gives way to one of a later layer where both name an act."""
    return not other.mandatory and power.id != other.id and may_meet(power, other)


def _covers(power: Power, other: Power) -> bool:
    """Return whether a power names every act that another one names."""
    return power.target in (None, other.target) and power.capacity in (None, other.capacity)


def _said(rules: OrganRules, layer: str) -> Iterable[tuple[str, Said]]:
    for key in (*_RULE_KEYS, _DATED):
        value = getattr(rules, key)
        if value is not None:
            yield key, Said(value, layer, rules.mandatory or (isinstance(value, Rule) and value.mandatory))
