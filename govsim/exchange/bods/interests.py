"""The interests of one BODS relationship, put together from the statements that were made of it over time."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import tzinfo
from fractions import Fraction

from govsim.exchange.things import Thing
from govsim.exchange.told import between
from govsim.model.bound import Bound

STAKE = "shareholding"
TITLES = {"boardMember": "Member of the board", "boardChair": "Chair of the board"}
"""What posts are called that have a name of their own; any other interest is a post named after it."""
OWN_POST = re.compile(r"(?:(acting|interim|observer) )?(.+) \[(\S+/\S+)\]")
"""How the details of an interest name a post in files that govsim wrote."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement about a record: when it was made and published, and by whom."""

    thing: Thing
    details: Thing
    id: str
    status: str
    date: Bound | None
    published: Bound | None
    sources: tuple[str, ...]


@dataclass(slots=True)
class Interest:
    """One interest over time: *changes* are later shares, *closing* the statement that told its end."""

    type: str
    start: Bound | None
    end: Bound | None
    share: Fraction | None
    notes: list[str]
    details: str
    opening: Statement
    seen: Bound | None
    changes: list[tuple[Bound, Fraction | None, Statement]] = field(default_factory=list)
    closing: Statement | None = None

    @property
    def title(self) -> str:
        """What a post is called that stands for it."""
        return TITLES.get(self.type) or spoken(self.type)


def spoken(code: str) -> str:
    """Return a code in words, as in Voting rights."""
    return re.sub(r"(?<=[a-z])([A-Z])", lambda found: f" {found[0].lower()}", code).capitalize()


def interests_over(statements: list[Statement], zone: tzinfo) -> list[Interest]:
    """Return the interests that statements about one relationship tell together, in the order they were first told."""
    found: list[Interest] = []
    before: Statement | None = None
    for statement in statements:
        told = [_read(statement, thing) for thing in statement.details.things("interests")]
        current = [interest for interest in found if interest.end is None]
        for interest in told:
            known = _same(interest, current)
            if known is None:
                found.append(interest)
            else:
                current.remove(known)
                _update(known, interest, before, zone)
        closed = statement.status == "closed"
        gone = [*current, *([one for one in found if one.end is None] if closed else [])]
        for interest in gone:
            if interest.end is None:
                interest.end = between(interest.seen or interest.start, statement.date, zone)
                interest.closing = statement
        before = statement
    return found


def _same(interest: Interest, current: list[Interest]) -> Interest | None:
    """Return which interest a later statement speaks of: of that type and start, else the first of that type."""
    alike = [one for one in current if one.type == interest.type and one.details == interest.details]
    alike = alike or [one for one in current if one.type == interest.type]
    return next((one for one in alike if one.start == interest.start), alike[0] if alike else None)


def _update(known: Interest, told: Interest, before: Statement | None, zone: tzinfo) -> None:
    is_later = _is_later(told.start, known.start)
    if told.share != (known.changes[-1][1] if known.changes else known.share):
        # A later start beside another share is that of the share: the interest began before.
        since = told.start if is_later else between(before.date if before else None, told.opening.date, zone)
        known.changes.append((since or told.opening.date or Bound("unknown", None, None), told.share, told.opening))
    if not is_later:
        known.start = told.start or known.start
    known.seen = told.seen or known.seen
    known.notes += [note for note in told.notes if note not in known.notes]
    if told.end is not None:
        known.end, known.closing = told.end, told.opening


def _is_later(one: Bound | None, other: Bound | None) -> bool:
    return (
        one is not None
        and other is not None
        and one.earliest is not None
        and other.latest is not None
        and one.earliest > other.latest
    )


def _read(statement: Statement, thing: Thing) -> Interest:
    type_ = thing.text("type") or "unknownInterest"
    start, end = thing.time("startDate"), thing.time("endDate")
    share = thing.thing("share")
    exact, notes = _share(share) if share else (None, [])
    is_control = thing.raw("beneficialOwnershipOrControl")
    if isinstance(is_control, bool):
        notes.append(f"{'' if is_control else 'no '}beneficial ownership or control")
    if kind := thing.text("directOrIndirect"):
        notes.append({"unknown": "direct or indirect is unknown"}.get(kind, kind))
    details = thing.text("details")
    if details and not OWN_POST.fullmatch(details):
        notes.append(details)
    thing.lose("interest")
    # An interest with an end was going on until then, whatever day the statement was made.
    seen = None if end is not None or statement.status == "closed" else statement.date
    return Interest(type_, start, end, exact, notes, details, statement, seen, closing=statement if end else None)


def _share(share: Thing) -> tuple[Fraction | None, list[str]]:
    """Return the exact share, and a share in words where it is not exact."""
    exact = share.text("exact")
    sides = [
        (words, text)
        for name, words in (
            ("minimum", "from"),
            ("exclusiveMinimum", "over"),
            ("maximum", "to"),
            ("exclusiveMaximum", "under"),
        )
        if (text := share.text(name))
    ]
    try:
        values = [Fraction(text) for text in (exact, *(text for _, text in sides)) if text]
    except (ValueError, ZeroDivisionError):
        raise share.fail("exact, minimum and maximum are numbers from 0 to 100") from None
    if not all(0 <= value <= 100 for value in values):
        raise share.fail("exact, minimum and maximum are numbers from 0 to 100")
    told = ", ".join(f"{words} {text}%" for words, text in sides)
    return (values[0] / 100 if exact else None), ([f"share: {told}"] if told else [])
