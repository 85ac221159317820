"""Exporting: to standard output or a file, whole or not at all, with what is lost told beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .terminal import Terminal


def test_a_record_goes_to_standard_output_and_losses_to_standard_error(weekend: Terminal) -> None:
    answer = weekend.good("export", "record")
    assert answer.lines[1] == "record: openai-2023"
    assert answer.err == ""
    answer = weekend.good("export", "csv")
    assert answer.lines[0].startswith("person_id,name,")
    assert answer.err.startswith("csv: not carried:\n  ")
    assert "event.announced: 15 not carried, as 2023-11-17 12:28; " in answer.err


def test_a_file_is_written_and_nothing_is_printed(weekend: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    assert weekend.good("export", "cloudevents", "-o", path).out == ""
    assert len(path.read_text(encoding="utf-8").splitlines()) == 1 + 158
    assert [one.name for one in tmp_path.iterdir()] == ["out.jsonl"]


def test_strict_writes_nothing_where_something_is_lost(weekend: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("what was there", encoding="utf-8")
    answer = weekend("export", "csv", "-o", path, "--strict")
    assert (answer.code, answer.out) == (1, "")
    assert "Nothing was written" in answer.err
    assert path.read_text(encoding="utf-8") == "what was there"
    assert weekend("export", "record", "--strict").code == 0


def test_the_report_as_data(weekend: Terminal, tmp_path: Path) -> None:
    data = weekend.good("export", "csv", "--json").json
    assert data["text"].startswith("person_id,name,")
    assert (data["format"], data["branch"], data["hypothetical"]) == ("csv", "main", False)
    assert {"what", "count", "examples"} == set(data["losses"][0])
    assert weekend.good("export", "csv", "--json", "-o", tmp_path / "x.csv").json["text"] is None


def test_only_what_concerns_an_organisation(weekend: Terminal) -> None:
    rows = weekend.good("export", "csv", "--org", "twitch").lines
    assert len(rows) == 2
    ids = [json.loads(line)["id"] for line in weekend.good("export", "cloudevents", "--org", "twitch").lines]
    assert 1 < len(ids) < 10


def test_a_file_can_be_exported_without_a_ledger(govsim: Terminal) -> None:
    from tests.conftest import SEED  # noqa: PLC0415 - only here

    assert govsim.good("export", "record", "--file", SEED).lines[1] == "record: openai-2023"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["xls"], "No such format 'xls'"),
        (["recrod"], "did you mean 'record'?"),
        (["record", "--record", "x"], "there is no record 'x'"),
        (["csv", "--org", "opneai"], "did you mean 'openai'?"),
        (["csv", "--branch", "x"], "branch 'x'"),
        (["csv", "--layout", "x"], "'x' is not one of"),
        (["csv", "-o", "no/such/folder/x.csv"], "cannot be written"),
    ],
)
def test_mistakes_are_told_in_plain_words(weekend: Terminal, arguments: list[str], message: str) -> None:
    assert message in weekend.refused("export", *arguments)


@pytest.mark.parametrize("format_", ["bods", "cloudevents", "ics"])
def test_what_is_written_can_be_checked_first(weekend: Terminal, format_: str) -> None:
    assert weekend.good("export", format_, "--validate").out


def test_a_file_that_is_no_such_thing_is_refused_before_it_is_read(govsim: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "statements.json"
    path.write_text('[{"recordType": "person", "recordId": "x"}]', encoding="utf-8")
    told = govsim.refused("import", "bods", path, "--validate")
    assert "these are no statements of BODS 0.4" in told
    assert "'statementId' is a required property" in told


@pytest.mark.parametrize("format_", ["csv", "popolo", "bods", "ftm", "timelinejs", "ics", "mermaid", "cloudevents"])
def test_every_file_of_a_branch_says_that_it_is_hypothetical(govsim: Terminal, tmp_path: Path, format_: str) -> None:
    from tests.conftest import SEED  # noqa: PLC0415 - only here

    govsim.good("load", SEED)
    govsim.good("branch", "create", "what-if", "--before", "altman-fired")
    path = tmp_path / "out.txt"
    govsim.good("export", format_, "--branch", "what-if", "-o", path)
    text = path.read_text(encoding="utf-8").casefold()
    assert "hypothetical" in text
    assert "what-if" in text
