"""FollowTheMoney entities as a file gives them: a schema, and properties that may each have many values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from govsim.exchange.json_text import Item
from govsim.exchange.losses import is_empty
from govsim.exchange.things import Thing
from govsim.model.bound import Bound

PEOPLE = ("Person",)
ORGANIZATIONS = ("Organization", "Company", "LegalEntity", "PublicBody", "Asset", "Airplane", "Vessel", "Security")
_OF_FILE = (
    *("id", "schema", "properties", "caption", "datasets", "referents", "target", "origin"),
    *("first_seen", "last_seen", "last_change"),
)
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,10})?)\s*%?")


class Entity:
    """An entity; a property with several values is read as the one that says most, and the others are counted."""

    def __init__(self, thing: Thing) -> None:
        self.thing = thing
        self.id = thing.needed("id")
        self.schema = thing.needed("schema")
        properties = thing.thing("properties")
        if properties is None:
            raise thing.fail("properties are missing", "an entity has id, schema and properties")
        self.properties = properties

    @property
    def line(self) -> int:
        """The line that it stands on."""
        return self.thing.line

    def all(self, name: str) -> list[str]:
        """Return the values of a property; of an entity written out in place its id."""
        values = self.properties.raw(name)
        values = values if isinstance(values, list) else [] if is_empty(values) else [values]
        texts = [str(one.get("id", "")) if isinstance(one, dict) else str(one) for one in values]
        return [" ".join(text.split()) for text in texts if text.strip()]

    def one(self, name: str) -> str:
        """Return a value of a property, blank where there is none."""
        values = self.all(name)
        for other in values[1:]:
            self.thing.gathered.losses.add(f"a second {name}", other)
        return values[0] if values else ""

    def needed(self, name: str) -> str:
        """Return a value of a property that has to be there.

        Raises:
            UnreadableError: it is not.
        """
        value = self.one(name)
        if not value:
            raise self.thing.fail(f"properties.{name} is missing")
        return value

    def time(self, name: str, *, last: bool = False) -> Bound | None:
        """Return the earliest time of a property, or the last; of two that say one thing, the more precise.

        Raises:
            UnreadableError: one of its values is no time.
        """
        gathered, item = self.thing.gathered, self.thing.item
        texts = self.all(name)
        times = [gathered.time(text, item.line, item.column, f"properties.{name}") for text in texts]
        known = [time for time in times if time is not None and time.earliest is not None and time.latest is not None]
        if not known:
            return next((time for time in times if time is not None), None)
        known = [
            one for one in known if not any(_is_within(other, one) for other in known if other is not one)
        ] or known
        chosen = max(known, key=lambda one: one.latest or 0) if last else min(known, key=lambda one: one.earliest or 0)
        for text, time in zip(texts, times, strict=True):
            if time != chosen:
                gathered.losses.add(f"a second {name}", text)
        return chosen

    def nested(self) -> Iterator[Item]:
        """Yield the entities that are written out within it."""
        for values in self.properties.value.values():
            for one in values if isinstance(values, list) else [values]:
                if isinstance(one, dict) and "schema" in one:
                    yield Item(one, self.thing.item.line, self.thing.item.column, self.thing.item.file)

    def lose(self) -> None:
        """Count the properties that nobody asked for."""
        self.properties.lose(self.schema)
        self.thing.lose("entity", but=_OF_FILE)


def _is_within(one: Bound, other: Bound) -> bool:
    return (one.earliest, one.latest) != (other.earliest, other.latest) and (
        (other.earliest or 0) <= (one.earliest or 0) and (one.latest or 0) <= (other.latest or 0)
    )


def stake_of(text: str) -> Fraction | None:
    """Return a percentage as a stake, None where it is none that is exact."""
    found = _PERCENT.fullmatch(text)
    stake = Fraction(found[1].replace(",", ".")) / 100 if found else None
    return stake if stake is not None and stake <= 1 else None


def place_of(entity: Entity) -> str:
    """Return what country and area a position is of, as the name of what it belongs to."""
    places: list[Any] = [*entity.all("subnationalArea"), *(one.upper() for one in entity.all("country"))]
    return ", ".join(places)
