"""Whether what a rule says it overrides is there: in some layer of its organisation, or in the law it is under."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from govsim.documents.law_packs import known_packs, law_pack
from govsim.model.bylaws import Bylaws, Rule
from govsim.model.errors import did_you_mean
from govsim.model.references import Fault, Location


def override_faults(here: Location, rules: Bylaws, known: Collection[str]) -> Iterator[Fault]:
    """Find what bylaws, which stand at a place, say they override and that is not among the known ids."""
    for there, rule in _rules_in(rules):
        for number, id_ in enumerate(rule.overrides):
            if id_ not in known:
                hint = did_you_mean(id_, known) or "name a power or consent of the same organisation, or its law"
                yield Fault((*here, *there, "overrides", number), f"unknown rule '{id_}'", hint)


def ids_to_override(layers: Iterable[Bylaws], law: str | None) -> set[str]:
    """Return what rules of an organisation may override, given all its layers and the law that its entry names."""
    its = list(layers)
    own = {rule.id for layer in its for rule in layer.powers} | {rule.id for layer in its for rule in layer.consents}
    return own | _law_ids([law, *(layer.law for layer in its)])


def ids_written(layers: Iterable[Any], law: str | None) -> set[str]:
    """Return the same of layers as they are written, so that a mistake in one of them does not hide its rules."""
    its = [layer for layer in layers if isinstance(layer, dict)]
    rules = [rule for layer in its for key in ("powers", "consents") for rule in _list(layer.get(key))]
    own = {rule["id"] for rule in rules if isinstance(rule, dict) and isinstance(rule.get("id"), str)}
    return own | _law_ids([law, *(layer["law"] for layer in its if isinstance(layer.get("law"), str))])


def _law_ids(laws: Iterable[str | None]) -> set[str]:
    """Return the ids of some laws, and of the powers and consents in those of them that have a pack."""
    found: set[str] = set()
    for law in laws:
        if law is not None:
            found.add(law)
            if law in known_packs():
                pack = law_pack(law)
                found |= {power.id for power in pack.powers} | {consent.id for consent in pack.consents}
    return found


def _list(written: Any) -> list[Any]:
    return written if isinstance(written, list) else []


def _rules_in(bylaws: Bylaws) -> Iterator[tuple[Location, Rule]]:
    """Yield bylaws and every rule in them, each with its place."""
    waiting: list[tuple[Location, object]] = [((), bylaws)]
    while waiting:
        here, value = waiting.pop(0)
        if isinstance(value, Rule):
            yield here, value
            waiting += [((*here, name), getattr(value, name)) for name in value.model_fields_set]
        elif isinstance(value, dict):
            waiting += [((*here, name), inner) for name, inner in value.items()]
        elif isinstance(value, tuple):
            waiting += [((*here, index), inner) for index, inner in enumerate(value)]
