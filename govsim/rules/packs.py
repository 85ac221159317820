"""Law packs: what a law says of an organisation whose ids are not known yet, by the roles of its posts.

The role of a post is what stands after the slash of its id: ``board`` of ``openai/board``. A pack says three things:
rules, which hold where no other layer speaks; rules marked mandatory, which no other layer may change; and floors,
which another layer may raise and not go below.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import Field, model_validator

from govsim.model.base import Id, Model, RecordId, Some, Text
from govsim.model.bylaws import Bylaws, Consent, Denominator, OrganRules, Power, Rule, Threshold, duration_of
from govsim.model.header import Post
from govsim.model.references import Location

_WHOLES: Sequence[frozenset[Denominator]] = (
    frozenset({"cast"}),
    frozenset({"present"}),
    frozenset({"in_office"}),
    frozenset({"authorised", "outstanding"}),
)
"""From the least whole to the greatest: who votes is present, who is present is in office, and so on."""
_KEYS = tuple(key for key in OrganRules.model_fields if key not in Rule.model_fields)


def role_of(post: str) -> str:
    """Return the role of a post id: what stands after the slash."""
    return post.partition("/")[2]


class LawPack(Model):
    """The rules of one law, by role; *roles* are other words for a role, as stockholders for shareholders.

    A floor that is not mandatory is passed by a rule that names the pack under ``overrides``, as a charter may say what
    bylaws may not.
    """

    id: RecordId
    title: Text
    jurisdiction: Text
    note: Text
    roles: dict[Id, Some] = {}
    rules: dict[Id, OrganRules] = Field(default={}, alias="organs")
    floors: dict[Id, OrganRules] = {}
    powers: tuple[Power, ...] = ()
    consents: tuple[Consent, ...] = ()

    @model_validator(mode="after")
    def _names_its_organs(self) -> LawPack:
        for where, role in (
            *(("floors", role) for role in self.floors),
            *((power.id, power.organ) for power in self.powers),
        ):
            if role not in self.rules:
                raise ValueError(f"{where}: the pack has no organ '{role}'")
        return self

    def role(self, post: str) -> str:
        """Return the role that the pack knows a post under; the post's own where it knows none."""
        own = role_of(post)
        return next((role for role, others in self.roles.items() if own in others), own)

    def for_organization(self, org: str, posts: Mapping[str, Post]) -> Bylaws:
        """Return the pack's rules for an organisation, as a layer of bylaws.

        A rule on a role that the organisation lacks is left out, as is one on an organ that is only a post.

        Args:
            org: the id of the organisation.
            posts: the posts that there are, by id; those of other organisations play no part.
        """
        named: dict[str, str] = {}
        organs: dict[str, OrganRules] = {}
        for post in posts:
            if post.partition("/")[0] == org:
                role = self.role(post)
                # The pack's own word for a role wins over another word for it.
                if role not in named or role_of(post) == role:
                    named[role] = post
        deciding = {role: post for role, post in named.items() if posts[post].organ}
        for role, rules in self.rules.items():
            if role in deciding:
                filler = named.get(rules.vacancies) if rules.vacancies is not None else None
                organs[deciding[role]] = rules.model_copy(update={"vacancies": filler})
        powers = tuple(
            power.model_copy(update={"organ": deciding[power.organ], "target": named.get(power.target or "")})
            for power in self.powers
            if power.organ in deciding and (power.target is None or power.target in named)
        )
        consents = tuple(
            consent.model_copy(update={"holder": named[consent.holder], "target": named.get(consent.target or "")})
            for consent in self.consents
            if consent.holder in named and (consent.target is None or consent.target in named)
        )
        return Bylaws(law=self.id, organs=organs, powers=powers, consents=consents)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A rule of a layer that a law does not admit: where each of the two stands, and what each says.

    *location* is a place in the layer, *law_location* one in the pack.
    """

    location: Location
    said: str
    law_location: Location
    law: str
    cite: str | None
    below: bool

    @property
    def message(self) -> str:
        """What is wrong, in one line."""
        below, changed = "goes below the least that the law allows", "contradicts what the law lets nobody change"
        how = below if self.below else changed
        source = f" ({self.cite})" if self.cite else ""
        return f"'{self.said}' {how}: {self.law}{source}"


def contradictions(pack: LawPack, bylaws: Bylaws) -> Iterator[Contradiction]:
    """Yield each rule of a layer that goes below a floor of the pack or differs from a mandatory rule.

    Thresholds are compared as at a full house, where every whole is the same; of two with the same part the one of the
    smaller whole is laxer. So half of those in office never goes below a third of all seats, though it may come to
    fewer heads while seats stand vacant.
    """
    for post, written in bylaws.organs.items():
        role = pack.role(post)
        for key in _KEYS:
            value = getattr(written, key)
            if value is None:
                continue
            yield from _on_floor(pack, role, key, value, written, ("organs", post, key))
            yield from _on_mandatory(pack, role, key, value, ("organs", post, key))
    for index, power in enumerate(bylaws.powers):
        for place, law in enumerate(pack.powers):
            if law.mandatory or (law.majority is not None and law.majority.mandatory):
                yield from _on_power(pack, law, ("powers", place), power, ("powers", index))


def _on_floor(
    pack: LawPack, role: str, key: str, value: Any, written: OrganRules, here: Location
) -> Iterator[Contradiction]:
    floors = pack.floors.get(role)
    floor = getattr(floors, key) if floors is not None else None
    if floors is None or floor is None or not _is_below(key, value, floor, written):
        return
    fixed = floors.mandatory or (isinstance(floor, Rule) and floor.mandatory)
    exempt = (*written.overrides, *(value.overrides if isinstance(value, Rule) else ()))
    if fixed or pack.id not in exempt:
        yield Contradiction(here, str(value), ("floors", role, key), str(floor), _cite(floor, floors), below=True)


def _on_mandatory(pack: LawPack, role: str, key: str, value: Any, here: Location) -> Iterator[Contradiction]:
    rules = pack.rules.get(role)
    law = getattr(rules, key) if rules is not None else None
    if rules is None or law is None or not (rules.mandatory or (isinstance(law, Rule) and law.mandatory)):
        return
    if key == "vacancies":
        same = pack.role(value) == law
    else:
        same = duration_of(value) == duration_of(law) if key == "notice" else _terms(value) == _terms(law)
    if not same:
        yield Contradiction(here, str(value), ("organs", role, key), str(law), _cite(law, rules), below=False)


def _on_power(
    pack: LawPack, law: Power, law_location: Location, power: Power, here: Location
) -> Iterator[Contradiction]:
    target = None if power.target is None else pack.role(power.target)
    same_act = power.act == law.act and target in (law.target, None)
    if same_act and None not in (power.capacity, law.capacity) and power.capacity != law.capacity:
        same_act = False

    def against(key: str, said: str, wanted: str, *, below: bool = False) -> Contradiction:
        place = (*law_location, key) if getattr(law, key) is not None else law_location
        return Contradiction((*here, key), said, place, wanted, law.cite, below)

    if not same_act:
        if power.id == law.id and law.mandatory:
            yield against("act", _act(power), _act(law))
        return
    if pack.role(power.organ) != law.organ:
        if law.mandatory:
            yield against("organ", power.organ, f"{law.organ}, and nobody else")
    elif power.majority is not None and law.majority is not None:
        if law.majority.mandatory and _terms(power.majority) != _terms(law.majority):
            yield against("majority", str(power.majority), str(law.majority))
        elif _is_laxer(power.majority, law.majority):
            yield against("majority", str(power.majority), str(law.majority), below=True)


def _act(power: Power) -> str:
    return power.act if power.target is None else f"{power.act} {power.target}"


def _cite(rule: Any, around: Rule) -> str | None:
    return (rule.cite if isinstance(rule, Rule) else None) or around.cite


def _terms(value: Any) -> Any:
    """Return what a rule comes to, without its sources and remarks."""
    if isinstance(value, Threshold):
        return value.more_than is not None, value.part, value.of, value.minimum
    return value


def _is_below(key: str, value: Any, floor: Any, written: OrganRules) -> bool:
    if isinstance(value, Threshold) and isinstance(floor, Threshold):
        return _is_laxer(value, floor, written.authorised if isinstance(written.authorised, int) else None)
    if key == "notice":
        return duration_of(value) < duration_of(floor)
    return isinstance(value, int) and isinstance(floor, int) and value < floor


def _is_laxer(rule: Threshold, floor: Threshold, seats: int | None = None) -> bool:
    """Return whether a threshold asks for less than a floor, with a known number of seats or at any full house."""
    if floor.minimum is not None and _least(rule, seats) < floor.minimum:
        return True
    mine, its = (rule.part, rule.more_than is not None), (floor.part, floor.more_than is not None)
    return mine < its or (mine == its and _whole(rule) < _whole(floor))


def _least(rule: Threshold, seats: int | None) -> int:
    """Return the fewest who can meet a threshold."""
    needed = 0
    if rule.of == "authorised" and seats is not None:
        exact = rule.part * seats
        needed = math.floor(exact) + 1 if rule.more_than is not None else math.ceil(exact)
    return max(needed, rule.minimum or 0)


def _whole(rule: Threshold) -> int:
    return next(rank for rank, names in enumerate(_WHOLES) if rule.of in names)
