from __future__ import annotations

from datetime import date

import pytest

from govsim.model.bound import parse_bound
from govsim.model.instant import zone_named
from govsim.service.text import width
from govsim.tui.draw import Span, hanging, in_columns, line, plain, wrap
from govsim.tui.moments import heading, precision, since, within_day
from govsim.tui.widgets.scrubber import scrubber_lines
from tests.tui.screens import SEED, app_over

ZONE = zone_named("America/Los_Angeles")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2023-11-17 12:28", "12:28"),
        ("2023-11-17 12:28:30", "12:28:30"),
        ("2023-11-17 evening", "evening"),
        ("2023-11-17", "2023-11-17"),
        ("2023-11~", "2023-11~"),
        ("unknown", "unknown"),
        ("[2023-11-17 12:26..2023-11-17 12:27]", "12:26..12:27"),
        ("[2023-11-17 12:28..2023-11-17 afternoon]", "12:28..18:00"),
        ("[2023-11-17..2023-11-17 17:00]", "00:00..17:00"),
        ("[2023-11-17 12:28..2023-11-17]", "12:28..24:00"),
        ("[2023-11-17 12:28..2023-11-21 22:03]", "12:28..21 Nov"),
        ("[2023-11-17..2023-11-29]", "17..29 Nov"),
        ("[2023-11-17..2023-12-05]", "17 Nov..5 Dec"),
        ("[2023-11-17..2024-01-05]", "17 Nov..2024"),
        ("[..2023-11-17 09:00]", "by 09:00"),
        ("[2023-11-17 09:00..]", "from 09:00"),
    ],
)
def test_a_time_under_the_heading_of_its_day_is_short_and_fits(text: str, said: str) -> None:
    told = within_day(parse_bound(text, ZONE), date(2023, 11, 17), ZONE)
    assert told == said
    assert width(told) <= 13


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2023-11-17 12:28:30", "known to the second"),
        ("2023-11-17T12:28-08:00", "known to the minute"),
        ("2023-11-17 night", "known to the part of the day"),
        ("2023-11-17", "known to the day"),
        ("2023-11", "known to the month"),
        ("2023", "known to the year"),
        ("2023-11~", "about then, known to the month"),
        ("[2023-11-17..2023-11-18 12:00]", "some time between the two"),
        ("[..2023-11-17 12:00]", "by then, not known since when"),
        ("[2023-11-17..]", "then or later"),
        ("[2023-11-17,2023-11-19]", "one of these"),
        ("unknown", "not known"),
    ],
)
def test_how_well_a_time_is_known_is_read_off_the_written_text(text: str, said: str) -> None:
    assert precision(parse_bound(text, ZONE)) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2023-11-17 12:28", "17 Nov 12:28"),
        ("2022-11-17 12:28", "17 Nov 2022 12:28"),
        ("2015-12", "2015-12"),
        ("[2023-11-19 20:00..2023-11-19 22:30]", "19 Nov 20:00..22:30"),
        ("[2023-11-21 22:03..2023-11-29]", "21..29 Nov"),
        ("[2018-02-20..2019-07-22]", "20 Feb 2018..22 Jul 2019"),
        ("[..2023-03-15]", "by 15 Mar"),
    ],
)
def test_since_when_a_post_is_held_leaves_out_this_year(text: str, said: str) -> None:
    now = parse_bound("2023-11-30 12:00", ZONE).earliest or 0
    assert since(parse_bound(text, ZONE), now, ZONE) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2023", "2023"),
        ("2023-11", "Nov 2023"),
        ("[2023-11..2023-12-03]", "Nov 2023"),
        ("2023-11-01", "Wed 1 Nov 2023"),
    ],
)
def test_a_heading_is_no_surer_than_the_text(text: str, said: str) -> None:
    bound = parse_bound(text, ZONE)
    assert heading(bound, bound.earliest or 0, ZONE) == said


def test_text_is_wrapped_between_words_and_never_wider_than_asked() -> None:
    assert wrap("one two three", 7) == ["one two", "three"]
    assert wrap("abcdefghij", 4) == ["abcd", "efgh", "ij"]
    assert wrap("名前名前名前", 5) == ["名前", "名前", "名前"]
    assert wrap("", 9) == [""]


def test_columns_stay_straight_with_wide_characters() -> None:
    rows = [*in_columns([Span("名前"), Span("x")], [6, 3]), *in_columns([Span("abc"), Span("x")], [6, 3])]
    assert [width(plain(row)) for row in rows] == [10, 10]
    assert [width(plain(row).split("x")[0]) for row in rows] == [7, 7]
    assert [plain(row) for row in hanging("note", "a b c", 5, 8)] == ["note a b", "     c"]


def test_a_line_is_safe_whatever_it_is_made_of() -> None:
    assert plain(line("a\x1b[31m", Span("\u202eb", "dim"))) == "a\\x1b[31m\\u202eb"


@pytest.mark.parametrize("cells", [60, 80, 120, 200])
@pytest.mark.parametrize("path", [None, SEED], ids=["small", "bundled"])
def test_the_scrubber_stands_over_its_event_at_every_width(cells: int, path: None) -> None:
    walk = (app_over() if path is None else app_over(path, "openai-2023")).walk
    for index in range(len(walk)):
        labels, track = scrubber_lines(walk, walk.at(index), cells)
        assert len(labels) == len(track) == cells
        heads = [at for at, char in enumerate(labels) if char == "v" and labels[at - 1] == " "]
        assert len(heads) == 1
        assert track[heads[0]] in "+23456789#"
