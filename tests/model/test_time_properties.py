"""What holds of every written time, whatever its form and zone."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from govsim.model.bound import Bound, parse_bound
from govsim.model.errors import TimeError
from govsim.model.instant import Instant, from_datetime, local_readings, to_datetime, to_rfc3339, zone_named

ZONES = st.sampled_from(
    [
        "UTC", "America/Los_Angeles", "America/New_York", "Europe/Paris", "Asia/Kolkata", "Asia/Tokyo", "Pacific/Apia",
        "Pacific/Kwajalein", "Australia/Lord_Howe", "America/Sao_Paulo", "America/St_Johns", "Africa/Casablanca",
        "Pacific/Kiritimati", "Pacific/Pago_Pago", "Antarctica/Troll",
    ]
).map(zone_named)  # fmt: skip
DAYS = st.dates(date(1700, 1, 1), date(2200, 12, 31))
PARTS = st.sampled_from(["morning", "afternoon", "evening", "night"])
CLOCKS = st.times().map(lambda time: time.isoformat())
INSTANTS = st.integers(-60_000_000_000_000_000, 250_000_000_000_000_000)


def dates() -> st.SearchStrategy[str]:
    return st.tuples(DAYS, st.sampled_from([4, 7, 10])).map(lambda drawn: drawn[0].isoformat()[: drawn[1]])


def moments() -> st.SearchStrategy[str]:
    return st.one_of(
        dates(),
        dates().map(lambda text: f"{text}~"),
        st.tuples(DAYS, PARTS).map(lambda drawn: f"{drawn[0]} {drawn[1]}"),
        st.tuples(DAYS, CLOCKS).map(lambda drawn: f"{drawn[0]} {drawn[1]}"),
        st.tuples(DAYS, CLOCKS, st.sampled_from(["Z", "-08:00", "+05:30", "+14:00", "-12:00"])).map(
            "{0[0]}T{0[1]}{0[2]}".format
        ),
    )


def times() -> st.SearchStrategy[str]:
    pairs = st.tuples(moments(), moments())
    return st.one_of(
        moments(),
        pairs.map(lambda pair: f"[{pair[0]}..{pair[1]}]"),
        pairs.map(lambda pair: f"[{pair[0]},{pair[1]}]"),
        moments().map(lambda text: f"[..{text}]"),
        moments().map(lambda text: f"[{text}..]"),
    )


def parsed(text: str, zone: ZoneInfo) -> Bound:
    """Return the bound of *text*; a text that is rightly refused is no example."""
    try:
        return parse_bound(text, zone)
    except TimeError:
        assume(False)
        raise


@given(times(), ZONES)
def test_earliest_never_lies_after_latest(text: str, zone: ZoneInfo) -> None:
    bound = parsed(text, zone)
    if bound.earliest is not None and bound.latest is not None:
        assert bound.earliest <= bound.latest


@given(dates(), ZONES)
def test_widening_contains_what_it_widens(text: str, zone: ZoneInfo) -> None:
    inner, outer = parsed(text, zone), parsed(f"{text}~", zone)
    assert inner.earliest is not None
    assert inner.latest is not None
    assert outer.earliest is not None
    assert outer.latest is not None
    assert outer.earliest < inner.earliest <= inner.latest < outer.latest


@given(moments(), moments(), ZONES)
def test_a_choice_is_the_hull_of_its_items_in_any_order(one: str, other: str, zone: ZoneInfo) -> None:
    first, second = parsed(one, zone), parsed(other, zone)
    chosen = parse_bound(f"[{one},{other}]", zone)
    turned = parse_bound(f"[{other}, {one}]", zone)
    assert (chosen.earliest, chosen.latest) == (turned.earliest, turned.latest)
    sides = [side for item in (first, second) for side in (item.earliest, item.latest) if side is not None]
    assert (chosen.earliest, chosen.latest) == (min(sides), max(sides))


@given(DAYS, ZONES)
def test_days_follow_each_other_without_gap_or_overlap(day: date, zone: ZoneInfo) -> None:
    today, tomorrow = parsed(str(day), zone), parsed(str(day + timedelta(days=1)), zone)
    assert today.latest is not None
    assert today.latest + 1 == tomorrow.earliest


@given(DAYS, ZONES)
def test_a_year_holds_its_months_and_a_month_its_days(day: date, zone: ZoneInfo) -> None:
    year, month, inside = (parsed(day.isoformat()[:cut], zone) for cut in (4, 7, 10))
    for outer, inner in ((year, month), (month, inside)):
        assert None not in (outer.earliest, outer.latest, inner.earliest, inner.latest)
        assert (outer.earliest or 0) <= (inner.earliest or 0)
        assert (inner.latest or 0) <= (outer.latest or 0)


@given(INSTANTS)
def test_rfc_3339_goes_there_and_back(instant: Instant) -> None:
    text = to_rfc3339(instant)
    assert text.endswith("Z")
    assert from_datetime(datetime.fromisoformat(text)) == instant
    assert parse_bound(text, UTC) == Bound(text, instant, instant)


@given(INSTANTS, ZONES)
def test_showing_an_instant_in_a_zone_keeps_the_instant(instant: Instant, zone: ZoneInfo) -> None:
    assert from_datetime(to_datetime(instant, zone)) == instant


@given(INSTANTS, ZONES)
def test_every_instant_is_a_reading_of_its_wall_clock(instant: Instant, zone: ZoneInfo) -> None:
    local = to_datetime(instant, zone)
    seconds = local.hour * 3600 + local.minute * 60 + local.second
    readings = local_readings(local.date(), seconds, local.microsecond, zone)
    assert instant in readings
    if len(readings) == 1:
        written = local.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
        assert parse_bound(written, zone).earliest == instant
    else:
        assert max(readings) - min(readings) <= 24 * 3600 * 1_000_000


@given(st.text(max_size=40), ZONES)
def test_no_text_at_all_breaks_the_reader(text: str, zone: ZoneInfo) -> None:
    with suppress(TimeError):
        assert parse_bound(text, zone).text == text.strip()


@given(times(), st.text("0123456789-:.~[]T Z+", min_size=1, max_size=2), st.integers(0, 30), ZONES)
def test_no_slip_of_the_pen_breaks_the_reader(text: str, slip: str, place: int, zone: ZoneInfo) -> None:
    mistyped = text[:place] + slip + text[place + 1 :]
    with suppress(TimeError):
        bound = parse_bound(mistyped, zone)
        assert None in (bound.earliest, bound.latest) or (bound.earliest or 0) <= (bound.latest or 0)
