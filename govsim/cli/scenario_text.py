"""A what-if printed as an explanation: what is different, what falls because of it, who governs then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

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
    _section(_fallen_title(view), _fallen(view, zone, everything=kept))
    _section("What happens only in part", _in_part(view, zone))
    _section("Decisions", (f"  {when(one.at, zone)}  {one.question}\n    {one.text}" for one in view.decisions))
    _section("Who governs then", _posts(view, zone))
    _section("Outcomes", (f"  {safe(name)}: {show_value(value)}" for name, value in view.outcomes))
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
        if fate.fate == "omitted":
            yield f"{_line(fate, zone, '  ')}\n    is left out"
        elif fate.fate == "inserted" and not fate.reasons:
            yield f"{_line(fate, zone, '  ')}\n    happens besides"
        elif fate.fate == "changed" and fate.fields and not fate.reasons:
            yield _line(fate, zone, "  ")
            for name, recorded, now in fate.fields:
                yield from _difference(name, recorded, now)
        elif fate.fate == "dropped" and fate.reasons and fate.reasons[0].event is None:
            yield f"{_line(fate, zone, '  ')}\n    cannot happen: {fate.reasons[0].text}"


def _difference(name: str, recorded: Any, now: Any) -> Iterator[str]:
    """Yield how a field reads, part by part where it has parts."""
    if isinstance(recorded, dict) and isinstance(now, dict) and "earliest" not in now:
        for part in dict.fromkeys([*recorded, *now]):
            if recorded.get(part) != now.get(part):
                yield f"    {name}, {part}: {_shown(recorded.get(part))} -> {_shown(now.get(part))}"
    else:
        yield f"    {name}: {_shown(recorded)} -> {_shown(now)}"


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return safe(str(value.get("text") or ", ".join(f"{key} {_shown(item)}" for key, item in value.items())))
    if isinstance(value, list):
        return ", ".join(map(_shown, value)) or "nobody"
    return {None: "nothing", True: "yes", False: "no"}.get(value) or safe(str(value))


# -- what falls, each below the nearest event that it hung on


def _fallen_title(view: RunView) -> str:
    dropped = sum(fate.fate == "dropped" for fate in view.fates)
    return f"What does not happen then ({dropped} of {len(view.fates)} events from here on)"


def _fallen(view: RunView, zone: tzinfo, *, everything: bool) -> Iterator[str]:
    dropped = [fate for fate in view.fates if fate.fate == "dropped" and fate.reasons]
    fallen = {fate.id for fate in dropped}
    below: dict[str | None, list[FateView]] = {}
    for fate in dropped:
        nearest = fate.reasons[0].event
        below.setdefault(nearest if nearest in fallen else None, []).append(fate)
    yield from _tree(below, below.get(None, []), zone, "  ", everything=everything)


def _tree(
    below: dict[str | None, list[FateView]], fates: Sequence[FateView], zone: tzinfo, indent: str, *, everything: bool
) -> Iterator[str]:
    lesser = 0
    said: str | None = None
    for fate in fates:
        its = below.get(fate.id, [])
        if not everything and fate.type not in _WEIGHTY and not any(_is_weighty(below, one) for one in its):
            lesser += _count(below, fate)
            continue
        yield _line(fate, zone, indent)
        if indent == "  " and fate.reasons[0].text != said:
            said = fate.reasons[0].text
            yield f"{indent}  {said}"
        yield from _tree(below, its, zone, f"{indent}    ", everything=everything)
    if lesser:
        yield f"{indent}and {lesser} lesser event{'s' if lesser > 1 else ''} (--all lists them)"


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
        yield f"  {post.title} ({post.post})"
        yield f"    recorded: {_succession(post.recorded, zone)}"
        yield f"    now:      {_succession(post.now, zone)}"


def _succession(tenures: Sequence[TenureView], zone: tzinfo) -> str:
    return "; ".join(_tenure(tenure, zone) for tenure in tenures) or "nobody"


def _tenure(tenure: TenureView, zone: tzinfo) -> str:
    capacity = "" if tenure.capacity == "regular" else f" ({tenure.capacity})"
    until = "" if tenure.end is None else f" to {when(tenure.end, zone)}"
    return f"{safe(tenure.name)}{capacity} from {when(tenure.start, zone)}{until}"


def _expected(view: RunView) -> Iterator[str]:
    for expected in view.expect:
        if expected.ok:
            yield f"  ok    {expected.text}"
        else:
            yield f"  FAIL  {expected.where}: {expected.text}\n        got {expected.got}"
