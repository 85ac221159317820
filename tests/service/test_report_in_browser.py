"""The page of a report in a real browser: with scripts and without, on a phone, and nothing sticks out."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsim.service.gov import Gov
from govsim.service.opening import bundled_file
from tests.service.pages import BROWSER, in_browser

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")

CELLS = "function(row){return [].map.call(row.cells,function(cell){return cell.textContent})}"
ROWS = f"[].map.call(doc.querySelectorAll('#moment-rows tr'),{CELLS})"
SHOWN = "function(id){return doc.defaultView.getComputedStyle(doc.getElementById(id)).display!=='none'}"


@pytest.fixture(scope="module")
def gov() -> Gov:
    return Gov(None, [bundled_file()])


def test_with_scripts_the_slider_shows_the_roster_and_steps_to_the_one_before(gov: Gov, tmp_path: Path) -> None:
    report = gov.report(at="2023-11-18T18:00-08:00", since="2023-11-16", until="2023-11-30")
    ask = (
        f"{{first:{ROWS},line:doc.querySelectorAll('svg .now[d^=M]').length,"
        f"before:(doc.getElementById('earlier').click(),{ROWS}),open:doc.getElementById('all-changes').open,"
        f"shown:({SHOWN})('player')}}"
    )
    said = in_browser(report.html(), ask, tmp_path)
    assert said["shown"] is True
    assert said["open"] is False
    assert said["line"] == 2
    course = {c.title: c for c in report.courses if c.organization == "OpenAI"}
    for title, status, who in (row for row in said["first"] if row[0].endswith(", OpenAI")):
        state = course[title.removesuffix(", OpenAI")].at(report.roster.at)
        assert (status, who) == (state.status, state.holders)
    earlier = max(moment.at for moment in report.moments if moment.at <= report.roster.at) - 1
    for title, status, who in (row for row in said["before"] if row[0].endswith(", OpenAI")):
        state = course[title.removesuffix(", OpenAI")].at(earlier)
        assert (status, who) == (state.status, state.holders)


def test_without_scripts_the_table_of_changes_is_open_and_no_dead_slider_is_shown(gov: Gov, tmp_path: Path) -> None:
    ask = f"{{player:({SHOWN})('player'),open:doc.getElementById('all-changes').open,rows:{ROWS}.length}}"
    said = in_browser(gov.report().html(), ask, tmp_path, scripts=False)
    assert said == {"player": False, "open": True, "rows": 0}


@pytest.mark.parametrize("width", [320, 390, 1280, 1920])
@pytest.mark.parametrize("name", ["openai-2023", "uber-2017"])
def test_nothing_sticks_out_at_any_width(tmp_path: Path, name: str, width: int) -> None:
    page = Gov(None, [bundled_file(name)]).report().html()
    wide = "function(svg){return svg.getBoundingClientRect().width>0}"
    seen = f"[].filter.call(doc.querySelectorAll('figure svg'),{wide}).length"
    ask = f"{{page:doc.documentElement.scrollWidth,seen:{seen}}}"
    said = in_browser(page, ask, tmp_path, width=width)
    assert said["page"] <= width
    assert said["seen"] == 1
