"""govsim report: a page to a file or to standard output."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.service.pages import parsed
from tests.service.records import SMALL

from .records import record
from .terminal import Terminal


def test_a_page_is_written_whole_and_is_what_stdout_gets(weekend: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    answer = weekend.good("report", "--record", "openai-2023", "-o", out)
    assert (answer.out, answer.err.split(",")[0]) == ("", f"Wrote {out}")
    assert out.read_text(encoding="utf-8") == weekend.good("report", "--record", "openai-2023").out
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]


def test_a_file_needs_no_ledger(govsim: Terminal) -> None:

    path = govsim.file("small.yaml", SMALL)
    page = parsed(govsim.good("report", "--file", path).out)
    assert page.all("h1")[0].text == "A small company"
    assert not (govsim.folder / "ledger.db").exists()


def test_json_says_what_the_page_says(weekend: Terminal) -> None:
    said = weekend.good("report", "--at", "2023-11-18T18:00-08:00", "--json").json
    assert said["roster"]["at"] == "2023-11-19T02:00:00Z"
    assert said["hypothetical"] == []
    assert [record["id"] for record in said["records"]] == ["openai-2023"]
    assert {"courses", "moments", "events", "verdicts", "diff", "swimlane", "disputes", "omitted"} <= set(said)


def test_a_branch_is_labelled_and_compared(govsim: Terminal) -> None:

    govsim.good("load", govsim.file("alpha.yaml", record()))
    govsim.good("branch", "create", "stays", "--before", "firing")
    page = parsed(govsim.good("report", "--branch", "stays", "--against", "main").out)
    assert page.all("p", cls="hypothetical")[0].text.startswith("HYPOTHETICAL: branch stays")
    assert "Ada removed as Chief of Org" in page.all("section", id="comparison")[0].text
    assert govsim.good("report", "--branch", "stays", "--json").json["hypothetical"] == ["stays"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "report.pdf"], ".html or .htm"),
        (["-o", "no/such/folder/report.html"], "cannot be written"),
        (["--record", "openai"], "did you mean 'openai-2023'?"),
        (["--against", "none"], "there is no branch 'none'"),
        (["--at", "2023-13-01"], "month"),
        (["--from", "2024-01-01", "--to", "2023-01-01"], "end before it begins"),
    ],
)
def test_a_mistake_says_the_right_form(weekend: Terminal, arguments: list[str], said: str) -> None:
    answer = weekend("report", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
