"""Where two timelines differ: which events only one of them has, and which both have and read otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from govsim.model.instant import Instant
from govsim.replay.timeline import Timeline

Kind: TypeAlias = Literal["only_a", "only_b", "changed"]


@dataclass(frozen=True, slots=True)
class Difference:
    """An event that stands in one of two timelines only, or reads otherwise in each; *fields* are those that differ."""

    ref: str
    kind: Kind
    key: Instant
    fields: tuple[tuple[str, Any, Any], ...] = ()


def diff_timelines(a: Timeline, b: Timeline) -> list[Difference]:
    """Return the differences of two timelines in the order of their times."""
    in_a = {entry.ref: entry for entry in a.entries}
    in_b = {entry.ref: entry for entry in b.entries}
    found = [Difference(ref, "only_a", in_a[ref].key) for ref in in_a.keys() - in_b.keys()]
    found += [Difference(ref, "only_b", in_b[ref].key) for ref in in_b.keys() - in_a.keys()]
    for ref in in_a.keys() & in_b.keys():
        one, two = a.event(ref).dump(), b.event(ref).dump()
        if one != two:
            names = sorted(one.keys() | two.keys())
            fields = tuple((name, one.get(name), two.get(name)) for name in names if one.get(name) != two.get(name))
            found.append(Difference(ref, "changed", min(in_a[ref].key, in_b[ref].key), fields))
    return sorted(found, key=lambda difference: (difference.key, difference.ref))
