"""JSON that is cut off, bent or meant to harm: refused with its place, and what is in order is still read."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from govsim.exchange.formats import FORMATS, readable
from govsim.model.errors import DocumentError
from govsim.service.import_files import Stage, opened
from tests.cli.terminal import Terminal
from tests.exchange.stories import read

NAME = "\x1b[2J<script>alert(1)</script>../../etc/passwd"


def member(name: str, start: str = "2020-01-02") -> dict[str, Any]:
    return {"person_id": name, "organization_id": "club", "start_date": start}


def seat(name: str, start: str = "2020-01-02") -> dict[str, Any]:
    return {
        "recordType": "relationship",
        "recordId": f"rel-{name}",
        "recordDetails": {
            "subject": "club",
            "interestedParty": name,
            "interests": [{"type": "boardMember", "startDate": start}],
        },
    }


def officer(name: str, start: str = "2020-01-02") -> dict[str, Any]:
    return {"name": name, "officer_role": "director", "company_number": "1", "appointed_on": start}


def directorship(name: str, start: str = "2020-01-02") -> dict[str, Any]:
    properties = {"director": [name], "organization": ["club"], "startDate": [start]}
    return {"id": f"d-{name}", "schema": "Directorship", "properties": properties}


def relationship(name: str, start: str = "2020-01-02") -> dict[str, Any]:
    kind = {"object_type": "CE_STAKEHOLDER_RELATIONSHIP", "relationship_started": "OFFICER"}
    return {**kind, "id": f"c-{name}", "stakeholder_id": name, "date": start}


def binding(name: str, start: str = "2020-01-02") -> dict[str, Any]:
    return {"person": name, "office": "Chair", "start": start}


def cloud_event(name: str, start: str = "2020-01-02") -> dict[str, Any]:
    data = {"id": f"e-{name}", "type": "stated", "at": start, "says": name}
    kind = {"specversion": "1.0", "type": "govsim.stated", "source": "urn:govsim:record:r"}
    return {**kind, "id": f"e-{name}", "time": f"{start}T00:00:00Z", "data": data}


ITEMS: dict[str, Any] = {
    "cloudevents": cloud_event,
    "popolo": member,
    "bods": seat,
    "companies-house": officer,
    "ftm": directorship,
    "ocf": relationship,
    "wikidata": binding,
}
OPTIONS = {"ocf": {"organization": "Club"}, "wikidata": {"organization": "Club"}}
TENURES = sorted(ITEMS.keys() - {"cloudevents"})


@pytest.fixture
def govsim(tmp_path: Path) -> Terminal:
    """Govsim on a ledger that is not there yet."""
    return Terminal(tmp_path, f"sqlite:///{tmp_path / 'ledger.db'}")


def array(format_: str, *names: str) -> str:
    return json.dumps([ITEMS[format_](name) for name in names], indent=1)


def problems(format_: str, data: bytes) -> str:
    with pytest.raises(DocumentError) as refused:
        read(format_, data, **OPTIONS.get(format_, {}))
    return str(refused.value)


def test_every_format_of_json_is_tried_here() -> None:
    assert set(ITEMS) == {one.name for one in readable()} - {"csv"}


@pytest.mark.parametrize("format_", TENURES)
def test_the_file_in_order_is_read(format_: str) -> None:
    report = read(format_, array(format_, "ada", "ben"), **OPTIONS.get(format_, {})).report
    assert (report.tenures, report.unreadable) == (2, ())


@pytest.mark.parametrize("format_", ITEMS)
@pytest.mark.parametrize(
    ("bend", "problem"),
    [
        (lambda text: text[: len(text) // 2], "the file is cut off here"),
        (lambda text: text.rstrip()[:-1], "the file is cut off here"),
        (lambda _: "", "file:1:1: is empty"),
        (lambda text: text.encode("utf-16"), "file:1:1: is UTF-16 text"),
        (lambda text: text.replace("ada", "ad\xe9").encode("latin-1"), "is not UTF-8 text (byte"),
        (lambda text: text + "]", "something follows the end of the JSON here"),
        (lambda text: text.replace(",", ",,", 1), "this is not JSON"),
        (lambda _: "[" * 100_000, "nested deeper than 100 levels"),
        (lambda _: '[{"a":' * 50_000, "nested deeper than 100 levels"),
        (lambda _: '[{"a": 1' + "0" * 10_000 + "}]", "this is not JSON"),
        (lambda _: '[{"a": NaN}]', "this is not JSON"),
    ],
)
def test_a_file_that_is_no_whole_json_is_refused_with_its_place(format_: str, bend: Any, problem: str) -> None:
    given = bend(array(format_, "ada", "ben"))
    told = problems(format_, given if isinstance(given, bytes) else given.encode())
    assert problem in told
    assert told.startswith("file:")


@pytest.mark.parametrize("format_", TENURES)
def test_a_byte_order_mark_is_no_part_of_the_text(format_: str) -> None:
    data = b"\xef\xbb\xbf" + array(format_, "ada").encode()
    assert read(format_, data, **OPTIONS.get(format_, {})).report.tenures == 1


@pytest.mark.parametrize("format_", TENURES)
@pytest.mark.parametrize("day", ["2020-02-31", "31/02/2020", "20-01-02", "1.2.20", "soon", "2020-13", "9" * 400])
def test_a_day_that_is_none_leaves_out_its_row_and_no_other(format_: str, day: str) -> None:
    text = json.dumps([ITEMS[format_]("ada"), ITEMS[format_]("ben", day)], indent=1)
    report = read(format_, text, **OPTIONS.get(format_, {})).report
    assert report.tenures == 1
    (problem,) = report.unreadable
    assert problem.line > 2
    with pytest.raises(DocumentError):
        read(format_, text, strict=True, **OPTIONS.get(format_, {}))


@pytest.mark.parametrize("format_", TENURES)
@pytest.mark.parametrize("value", [["x"], {"a": {"b": 1}}, 7, True, 1.5])
def test_a_value_of_the_wrong_kind_is_no_traceback(format_: str, value: Any) -> None:
    for key in ITEMS[format_]("ben"):
        bent = {**ITEMS[format_]("ben"), key: value}
        report = read(format_, json.dumps([ITEMS[format_]("ada"), bent]), **OPTIONS.get(format_, {})).report
        assert report.tenures in (1, 2)


@pytest.mark.parametrize("format_", TENURES)
def test_a_line_of_json_lines_that_is_damaged_does_not_hide_the_others(format_: str) -> None:
    lines = [json.dumps(ITEMS[format_](name)) for name in ("ada", "ben")]
    report = read(format_, f"{lines[0]}\n{lines[1][:-4]}\n\n{lines[1]}\n", **OPTIONS.get(format_, {})).report
    assert report.tenures == 2
    assert [problem.line for problem in report.unreadable] == [2]


def test_a_line_longer_than_a_format_has_is_refused_before_it_is_all_read(tmp_path: Path) -> None:
    path = tmp_path / "long.json"
    path.write_bytes(b"[" + b" " * 5000 + b"]")
    short = dataclasses.replace(FORMATS["ftm"], longest_line=1000)
    with (
        pytest.raises(DocumentError, match="a line goes on for more than 1000 bytes"),
        opened([path], short, Stage(None, 0, 1)) as (source,),
    ):
        list(source.lines)


@pytest.mark.parametrize("format_", TENURES)
def test_names_that_are_code_or_paths_are_names_and_reach_no_terminal(
    govsim: Terminal, tmp_path: Path, format_: str
) -> None:
    path = tmp_path / "names.json"
    path.write_text(array(format_, NAME), encoding="utf-8")
    asked = ["--org", "Club"] if format_ in OPTIONS else []
    answer = govsim.good("import", format_, path, *asked)
    assert "\x1b" not in answer.out + answer.err
    assert "loaded" in answer.out
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".json"] == ["names.json"]


@pytest.mark.parametrize("format_", TENURES)
def test_nothing_is_written_of_a_file_that_is_refused(govsim: Terminal, tmp_path: Path, format_: str) -> None:
    path = tmp_path / "bad.json"
    path.write_text(array(format_, "ada", "ben")[:-3], encoding="utf-8")
    asked = ["--org", "Club"] if format_ in OPTIONS else []
    told = govsim.refused("import", format_, path, *asked)
    assert str(path) in told
    path.write_text(array(format_, "ada"), encoding="utf-8")
    assert "loaded" in govsim.good("import", format_, path, *asked).out


@pytest.mark.parametrize("format_", TENURES)
def test_a_second_import_changes_nothing_and_strictness_refuses_what_is_lost(
    govsim: Terminal, tmp_path: Path, format_: str
) -> None:
    path = tmp_path / "again.json"
    asked = ["--org", "Club"] if format_ in OPTIONS else []
    path.write_text(array(format_, "ada", "ben"), encoding="utf-8")
    assert ": loaded, " in govsim.good("import", format_, path, *asked).out
    path.write_text(array(format_, "ben", "ada"), encoding="utf-8")
    assert ": unchanged, " in govsim.good("import", format_, path, *asked).out
    more = {**ITEMS[format_]("cleo"), "no_field_of_this_format": "x"}
    path.write_text(json.dumps([more]), encoding="utf-8")
    answer = govsim("import", format_, path, *asked, "--record", "more", "--strict")
    assert answer.code == 1
    assert "Nothing was written" in answer.err
    assert "no_field_of_this_format: 1 not carried, as x" in answer.err
