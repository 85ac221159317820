"""A what-if printed as an explanation: what is different, what falls because of it, who governs then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

import click

from govsim.rules.expressions import show_value
from govsim.service.text import safe, when

if TYPE_CHECKING:
    from govsim.service.scenario_views import FateView, RunView
    from govsim.service.views import TenureView

_WEIGHTY = {
    "resolved",
    "hired",
    "fired",
    "resigned",
    "departed",
    "offered",
    "agreed",
    "letter_sent",
    "bylaws_adopted",
} | {"founded", "dissolved", "post_created", "post_abolished", "invested", "divested", "leave_started", "leave_ended"}
"""Types that are told one by one; of the others that fall, statements and meetings mostly, the number says enough."""


_FEW = 3
"""So many lesser events are told rather than counted."""


def print_run(view: RunView, zone: tzinfo, *, kept: bool) -> None:
    """Print a what-if."""
    click.echo(view.title)
    where = (
        f"branch {view.branch} of the record {view.record}"
        if view.branch
        else f"on the record {view.record}, no branch"
    )
    click.echo(f"HYPOTHETICAL: {where}")
    _section("What is different", _different(view, zone))
    _section("Decisions", (f"  {when(one.at, zone)}  {one.question}\n    {one.text}" for one in view.decisions))
    _section("Outcomes", (f"  {safe(name)}: {safe(show_value(value))}" for name, value in view.outcomes))
    _section("Who governs then", _posts(view, zone))
    _section(_fallen_title(view), _fallen(view, zone, everything=kept))
    _section("What happens only in part", _in_part(view, zone))
    _section("Expectations", _expected(view))
    _section("Worth knowing", (f"  {safe(note)}" for note in view.notes))
    if kept:
        same = [fate for fate in view.fates if fate.fate == "kept"]
        _section(f"What happens as recorded ({len(same)})", (_line(fate, zone, "  ") for fate in same))


def _section(title: str, lines: Iterator[str]) -> None:
    printed = False
    for line in lines:
        if not printed:
            click.echo(f"\n{title}")
            printed = True
        click.echo(line)


def _line(fate: FateView, zone: tzinfo, indent: str) -> str:
    return f"{indent}{when(fate.at, zone)}  {fate.label}"


# -- what the author changed


def _different(view: RunView, zone: tzinfo) -> Iterator[str]:
    for fate in view.fates:
        if not fate.written or fate.fate == "kept":
            continue
        if fate.fate == "omitted":
            yield f"{_line(fate, zone, '  ')}\n    is left out"
        elif fate.fate == "inserted":
            yield f"{_line(fate, zone, '  ')}\n    is added"
        elif fate.fate == "changed":
            yield _line(fate, zone, "  ")
            yield from (f"    {change}" for change in fate.changes)
        elif fate.reasons:
            yield f"{_line(fate, zone, '  ')}\n    was to happen, and cannot: {fate.reasons[0].text}"


# -- what falls, each below the nearest event that it hung on


def _fallen_title(view: RunView) -> str:
    dropped = sum(fate.fate == "dropped" and not fate.written for fate in view.fates)
    return f"What does not happen then ({dropped} of {len(view.fates)} events from here on)"


def _fallen(view: RunView, zone: tzinfo, *, everything: bool) -> Iterator[str]:
    dropped = [fate for fate in view.fates if fate.fate == "dropped" and fate.reasons and not fate.written]
    fallen = {fate.id for fate in dropped}
    below: dict[str | None, list[FateView]] = {}
    for fate in dropped:
        nearest = fate.reasons[0].event
        below.setdefault(nearest if nearest in fallen else None, []).append(fate)
    yield from _tree(below, below.get(None, []), zone, "  ", everything=everything)


def _tree(
    below: dict[str | None, list[FateView]], fates: Sequence[FateView], zone: tzinfo, indent: str, *, everything: bool
) -> Iterator[str]:
    weighty = [fate for fate in fates if everything or _is_weighty(below, fate)]
    lesser = [fate for fate in fates if fate not in weighty]
    if sum(_count(below, fate) for fate in lesser) <= _FEW:
        weighty, lesser = list(fates), []
    said: str | None = None
    for fate in weighty:
        yield _line(fate, zone, indent)
        if indent == "  ":
            yield f"{indent}  {'for the same reason' if fate.reasons[0].text == said else fate.reasons[0].text}"
            said = fate.reasons[0].text
        yield from _tree(below, below.get(fate.id, []), zone, f"{indent}    ", everything=everything)
    if lesser:
        yield f"{indent}and {sum(_count(below, fate) for fate in lesser)} lesser events (--all lists them)"


def _is_weighty(below: dict[str | None, list[FateView]], fate: FateView) -> bool:
    return fate.type in _WEIGHTY or any(_is_weighty(below, one) for one in below.get(fate.id, []))


def _count(below: dict[str | None, list[FateView]], fate: FateView) -> int:
    return 1 + sum(_count(below, one) for one in below.get(fate.id, []))


def _in_part(view: RunView, zone: tzinfo) -> Iterator[str]:
    for fate in view.fates:
        if fate.fate in {"changed", "inserted"} and fate.reasons:
            yield _line(fate, zone, "  ")
            yield from (f"    {reason.text}" for reason in fate.reasons[:1])


# -- who governs then


def _posts(view: RunView, zone: tzinfo) -> Iterator[str]:
    for post in view.posts:
        recorded, now, both = (_told(side, zone) for side in post.apart())
        yield f"  {post.title}"
        yield from _succession("recorded", recorded)
        yield from _succession("now", now)
        if both:
            yield f"    as recorded: {'; '.join(both)}" if len(both) <= _FEW else f"    {len(both)} others as recorded"


def _succession(title: str, tenures: Sequence[str]) -> Iterator[str]:
    yield f"    {title + ':':<10}{tenures[0] if tenures else 'nobody else'}"
    yield from (f"{' ' * 14}{tenure}" for tenure in tenures[1:])


def _told(tenures: Sequence[TenureView], zone: tzinfo) -> list[str]:
    return [_tenure(tenure, zone) for tenure in tenures]


def _tenure(tenure: TenureView, zone: tzinfo) -> str:
    capacity = "" if tenure.capacity == "regular" else f" ({tenure.capacity})"
    until = "" if tenure.end is None else f" to {when(tenure.end, zone)}"
    return f"{safe(tenure.name)}{capacity} from {when(tenure.start, zone)}{until}"


def _expected(view: RunView) -> Iterator[str]:
    for expected in view.expect:
        if expected.ok:
            yield f"  ok    {safe(expected.text)}"
        else:
            yield safe(f"  FAIL  {expected.where}: {expected.text}")
            yield safe(f"        got {expected.got}")
