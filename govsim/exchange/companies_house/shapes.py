"""The shapes that Companies House gives one thing: an item of the API, a line of a bulk file, a stored document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from govsim.exchange.things import Thing
from govsim.model.bound import Bound

_COMPANY = re.compile(r"/company/([A-Za-z0-9]+)")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT")


@dataclass(frozen=True, slots=True)
class Shape:
    """One thing: *data* is what the register says, *outer* the document around it, which may be the same."""

    outer: Thing
    data: Thing
    company: str
    company_name: str
    updated: Bound | None

    @property
    def is_dissolved(self) -> bool:
        """True where the company is no longer there."""
        return self.outer.text("company_status") in ("dissolved", "removed", "converted-closed", "closed")

    def link(self, *names: str) -> str:
        """Return a link of it, blank where there is none."""
        return _link(self.data, *names)


def shape_of(thing: Thing) -> Shape:
    """Return a thing whatever is wrapped around it."""
    outer = thing.thing("external_data") or thing
    data = outer.thing("data") or outer
    about = data.thing("appointed_to")
    sides = [one for one in (about, outer, data) if one is not None]
    number = next((text for one in sides if (text := one.text("company_number"))), "")
    # The name of a corporate officer stands where that of its company might.
    names = [one.text("company_name") for one in sides if one is not data or not data.value.get("officer_role")]
    updated = next((at for one in (outer,) if (at := _updated(one)) is not None), None)
    return Shape(outer, data, number or company_in(data), next(filter(None, names), ""), updated)


def company_in(thing: Thing) -> str:
    """Return the number of the company that a thing links to, blank where it links to none."""
    for names in (("self",), ("company",)):
        if found := _COMPANY.search(_link(thing, *names)):
            return found[1]
    return thing.text("company_number")


def day_of(thing: Thing, name: str) -> Bound | None:
    """Return a day of the register, however it is written; a time of day in its store says nothing.

    Raises:
        UnreadableError: it is no day.
    """
    value: Any = thing.raw(name)
    if isinstance(value, dict) and set(value) == {"$date"}:
        value = value["$date"]
    if isinstance(value, list) and len(value) == 3 and all(isinstance(part, int) for part in value):
        value = "{:04}-{:02}-{:02}".format(*value)
    if isinstance(value, dict | list):
        raise thing.fail(f"{name} is a day, as in 2019-05-31")
    text = "" if value is None else str(value).strip()
    if _TIME.match(text):
        text = text[:10]
    return thing.gathered.time(text, thing.line, thing.item.column, thing.path + name)


def _updated(outer: Thing) -> Bound | None:
    if outer.value.get("delta_at"):
        return day_of(outer, "delta_at")
    return None


def _link(thing: Thing, *names: str) -> str:
    links: Any = thing.raw("links")
    if isinstance(links, list):
        links = links[0] if links else {}
    for name in names:
        links = links.get(name) if isinstance(links, dict) else None
    return links if isinstance(links, str) else ""
