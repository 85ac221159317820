"""Holders in words, and how a step changed who they are."""

from __future__ import annotations

from dataclasses import dataclass

from govsim.service.steps import RowView, holders_text
from govsim.service.text import safe
from govsim.service.views import HolderView


def holder_text(holder: HolderView) -> str:
    """Return a holder with capacity, leave and ``?`` where it is only possible."""
    capacity = "" if holder.capacity == "regular" else f" ({holder.capacity})"
    leave = " on leave" if holder.on_leave else ""
    return f"{safe(holder.name)}{capacity}{leave}{'?' if holder.presence == 'possible' else ''}"


@dataclass(frozen=True, slots=True)
class Change:
    """Who came into a post by a step, who is in it in another way, and who stood there before, each in words."""

    came: tuple[str, ...]
    altered: tuple[str, ...]
    gone: tuple[str, ...]
    formerly: tuple[str, ...]


def change_of(row: RowView) -> Change:
    """Return what a step changed in a post; nothing where it was no step."""
    if row.was is None or row.mark == "same":
        return Change((), (), (), ())
    before = {holder.party: holder_text(holder) for holder in row.was.holders}
    now = {holder.party: holder_text(holder) for holder in row.post.holders}
    return Change(
        tuple(said for party, said in now.items() if party not in before),
        tuple(said for party, said in now.items() if before.get(party, said) != said),
        tuple(said for party, said in before.items() if party not in now),
        tuple(said for party, said in before.items() if now.get(party) not in (None, said)),
    )


def change_text(row: RowView) -> str:
    """Return what a step did to a post in one line: the whole of a small post, only the differences of a large one."""
    was, now = row.before, holders_text(row.post)
    if row.was is None or max(len(row.was.holders), len(row.post.holders)) < 2:
        return f"{was} -> {now}"
    change = change_of(row)
    parts = [f"- {said}" for said in change.gone] + [f"+ {said}" for said in change.came]
    parts += [f"~ {before} -> {after}" for before, after in zip(change.formerly, change.altered, strict=True)]
    if row.was.status != row.post.status:
        parts.append(f"{row.was.status} -> {row.post.status}")
    return ", ".join(parts)
