from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from govsim.documents.record_file import parse_record
from govsim.service.text import width
from tests.tui.screens import NARROW, WIDE, app_over, frame, lines, opened, press

TEXT = r"""
record: hostile
zone: UTC
covers: {from: 2024-01-01, to: 2024-12-31}
sources:
  page: {title: "[link=https://evil.example]title[/link]", publisher: "\e]0;owned\a", date: 2024-02-01}
people:
  escape: "Eve\e[2J\e[31m Red"
  markup: "[bold red]Max[/bold red]"
  turned: "abc\u202Edef"
  wide: 山田太郎
  plain: Ann Low
organizations:
  org: "[@click=app.quit]Org[/]"
posts:
  org/board: {title: "取締役", seats: many, organ: true}
  org/chair: {title: "[reverse]Chair[/reverse]"}
events:
  - {id: a, type: hired, at: 2024-02-01 09:00, who: [escape, markup, turned, wide, plain], to: org/board,
     sources: [page]}
  - {id: b, type: hired, at: 2024-02-01 10:00, who: wide, to: org/chair, note: "$ [blink]note[/blink]\r\n\tend"}
  - {id: c, type: stated, at: 2024-02-01 11:00, who: plain, says: "'] [/] [bold"}
"""


@pytest.fixture
async def pilot(tmp_path: Path) -> AsyncIterator[Pilot[None]]:
    path = tmp_path / "hostile.yaml"
    path.write_text(TEXT, encoding="utf-8")
    assert parse_record(TEXT, path).record.events
    async with opened(WIDE, app_over(path, "hostile")) as pilot:
        yield pilot


async def test_what_a_record_says_is_shown_and_never_obeyed(pilot: Pilot[None]) -> None:
    shown = frame(pilot)
    for literal in ("Eve\\x1b[2J", "[bold red]Max[/bold", "abc\\u202edef", "[link=https://evil.example]title[/link]"):
        assert literal in shown
    await press(pilot, "l")
    shown = frame(pilot)
    assert "[reverse]Chair" in shown
    assert "[blink]note[/blink]\\x0d\\x0a\\x09end" in shown
    await press(pilot, "l")
    assert "Ann Low: '] [/] [bold" in frame(pilot)
    for char in ("\x1b", "\x07", "\u202e", "\r", "\t"):
        assert char not in frame(pilot)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_wide_characters_keep_every_line_as_wide_as_the_window(pilot: Pilot[None], size: tuple[int, int]) -> None:
    await pilot.resize_terminal(*size)
    for keys in (["home", "1"], ["escape", "2"], ["escape", "l"]):
        await press(pilot, *keys)
        assert {width(line) for line in lines(pilot)} == {size[0]}
    holder_columns = {
        width(line.split("山田太郎")[0]) for line in lines(pilot) if "山田太郎" in line and "2024" not in line[:50]
    }
    assert holder_columns


async def test_the_holders_stand_in_one_column(pilot: Pilot[None]) -> None:
    rows = [line for line in lines(pilot) if "1 Feb 09:00" in line]
    assert len(rows) == 5
    assert {width(line.split("1 Feb 09:00")[0]) for line in rows} == {width(rows[0].split("1 Feb 09:00")[0])}


async def test_a_filter_that_looks_like_markup_is_text(pilot: Pilot[None]) -> None:
    await press(pilot, "slash", "type [bold]")
    assert "0 of 3 shown, [bold]" in frame(pilot)


async def test_a_record_without_events_opens(tmp_path: Path) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text("record: empty\nzone: UTC\nevents: []\n", encoding="utf-8")
    async with opened(WIDE, app_over(path, "empty")) as pilot:
        assert "This record holds no events yet." in frame(pilot)
        await press(pilot, "l", "h", "n", "N", "home", "end", "j", "right_square_bracket", "g", "type end", "enter")
        assert "this record has no events" in frame(pilot)
