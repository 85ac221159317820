"""The rule books of all organisations: law, then what the records say from the start, adoptions, and what is added."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from govsim.model.bylaws import Bylaws
from govsim.model.errors import NotFoundError
from govsim.model.events import BylawsAdopted
from govsim.replay.log import Entry
from govsim.replay.world import END, World
from govsim.rules.layers import Layer, RuleBook
from govsim.rules.packs import LawPack

Laws = Callable[[str], LawPack]
"""Gives a law pack by its id; raises NotFoundError where there is none."""

SCENARIO = "scenario"

Added: TypeAlias = Sequence[tuple[str, Bylaws]]
"""Layers of scenarios with the organisation of each, the weakest first."""


def law_of(world: World, organization: str, rules: Bylaws | None = None) -> str | None:
    """Return the law that an organisation is under: what its bylaws name, else what its entry in a record does."""
    if rules is not None and rules.law is not None:
        return rules.law
    declared = world.organizations.get(organization)
    return None if declared is None else declared.law


def _pack(laws: Laws, law: str) -> LawPack | None:
    """Return a law pack, None of a law that govsim knows nothing of."""
    try:
        return laws(law)
    except NotFoundError:
        return None


def rule_books(
    world: World,
    laws: Laws | None,
    adopted: Iterable[tuple[Entry, BylawsAdopted]] = (),
    added: Added = (),
) -> dict[str, RuleBook]:
    """Return the rule book of each organisation for which any layer says something, if only the law it is under.

    Args:
        world: what the records declare.
        laws: where law packs come from; None reads none.
        adopted: the adoptions that happen, in order.
        added: the layers of scenarios, which win over all others.
    """
    layers: dict[str, list[Layer]] = {id_: [] for id_, declared in world.organizations.items() if declared.law}
    for header in world.headers.values():
        for organization, rules in header.bylaws.items():
            layers.setdefault(organization, []).append(Layer(header.record, rules))
    for entry, event in adopted:
        if event.bylaws is not None:
            since = entry.latest if entry.latest < END else entry.earliest
            layers.setdefault(event.organization, []).append(Layer(entry.ref, event.bylaws, since))
    for organization, rules in added:
        layers.setdefault(organization, []).append(Layer(SCENARIO, rules))
    books: dict[str, RuleBook] = {}
    for organization, its in layers.items():
        law = next((one for layer in reversed(its) if (one := layer.rules.law)), law_of(world, organization))
        pack = None if laws is None or law is None else _pack(laws, law)
        if pack is not None:
            its.insert(0, Layer(pack.id, pack.for_organization(organization, world.posts)))
        if its:  # a law that govsim knows nothing of is no rule
            books[organization] = RuleBook(its)
    return books
