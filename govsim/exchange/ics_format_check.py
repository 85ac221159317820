"""iCalendar checked by a library of its own."""

from __future__ import annotations

from icalendar import Calendar

from govsim.model.errors import GovsimError


def check(text: str) -> None:
    """Check a calendar.

    Raises:
        GovsimError: it cannot be read, or one of its entries is not in order.
    """
    try:
        calendar = Calendar.from_ical(text)
    except ValueError as failure:
        raise GovsimError(f"this is no calendar: {failure}") from None
    wrong = [f"{name}: {why}" for name, why in calendar.errors]
    for number, event in enumerate(calendar.walk("VEVENT"), start=1):
        wrong += [f"event {number}: {name}: {why}" for name, why in event.errors]
        wrong += [f"event {number}: {name} is missing" for name in ("UID", "DTSTAMP", "DTSTART") if name not in event]
    if wrong:
        raise GovsimError("this calendar is not in order", details=wrong)
