"""Importing CSV files of tenures: what is printed, what the ledger holds afterwards, and a second time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from govsim.service.gov import Gov
from govsim.service.importing import import_files

from .terminal import Terminal, held

BOARD = """\
person_id,name,org,post,start,end,party
ada,Ada Lovelace,The Club,Director,2019-01-01,2020-01-01,x
ben,Ben Hyde,The Club,Director,2019-06-01,,y
cleo,Cleo,The Club,Director,2021-05-01,2021-04-01,
"""
POST = "the-club/director"


def ledger_of(terminal: Terminal) -> Path:
    return terminal.folder / "ledger.db"


def holders(terminal: Terminal, at: str, *more: str) -> dict[str, str]:
    """Return who holds the post and how surely."""
    posts: list[Any] = terminal.good("at", at, "--post", POST, "--json", *more).json["posts"]
    return {holder["party"]: holder["presence"] for post in posts for holder in post["holders"]}


@pytest.fixture
def imported(govsim: Terminal) -> Terminal:
    """A ledger that holds the board."""
    govsim.good("import", "csv", govsim.file("board.csv", BOARD))
    return govsim


# -- what it says and does


def test_an_import_says_what_it_did_and_how_the_file_was_read(govsim: Terminal) -> None:
    answer = govsim.good("import", "csv", govsim.file("board.csv", BOARD))
    assert answer.lines == [
        "board: loaded, 3 rows, 3 tenures, 6 events",
        "  1 blank-end:",
        "    line 3: 2019-06-01 to blank: ended some time in [2019-06-01..]: possible from the start on, never certain",
        "  1 inverted:",
        "    line 4: 2021-05-01 to 2021-04-01: began and ended some time in [2021-04-01..2021-05-01]: "
        "possible then, never certain",
    ]
    assert answer.err == "board: not carried:\n  column party: 2 not carried, as x; y\n"


def test_the_report_as_data(govsim: Terminal) -> None:
    answer = govsim.good("import", "csv", govsim.file("board.csv", BOARD), "--json").json
    (file,) = answer["files"]
    assert file.pop("readings")[0] == {
        "kind": "blank-end",
        "line": 3,
        "says": "2019-06-01 to blank",
        "reading": "ended some time in [2019-06-01..]: possible from the start on, never certain",
    }
    assert file == {
        "file": str(govsim.folder / "board.csv"),
        "record": "board",
        "outcome": "loaded",
        "events": 6,
        "changes": [],
        "rows": 3,
        "tenures": 3,
        "ignored_columns": ["party"],
        "losses": [{"what": "column party", "count": 2, "examples": ["x", "y"]}],
        "unreadable": [],
        "kinds": {"blank-end": 1, "inverted": 1},
    }


def test_an_imported_record_answers_like_any_other(imported: Terminal) -> None:
    assert holders(imported, "2019-08-01") == {"ada": "certain", "ben": "possible"}
    assert holders(imported, "2021-04-15") == {"ben": "possible", "cleo": "possible"}
    tenures = imported.good("history", POST, "--json").json["tenures"]
    assert [tenure["party"] for tenure in tenures] == ["ada", "ben", "cleo"]
    assert "board.csv" in imported.good("why", POST, "--at", "2019-08-01").out
    assert imported.good("check").code == 0


def test_long_lists_are_cut_in_print_and_whole_as_data(govsim: Terminal) -> None:
    rows = "".join(f"p{number},P,Club,Director,2019,,\n" for number in range(12))
    path = govsim.file("many.csv", BOARD.splitlines(keepends=True)[0] + rows)
    lines = govsim.good("import", "csv", path, "--dry-run").lines
    assert lines[-1] == "    ... and 7 more; --json lists them all"
    assert len(lines) == 2 + 5 + 1
    (file,) = govsim.good("import", "csv", path, "--dry-run", "--json").json["files"]
    assert len(file["readings"]) == 12


def test_a_dry_run_writes_nothing(govsim: Terminal) -> None:
    answer = govsim.good("import", "csv", govsim.file("board.csv", BOARD), "--dry-run")
    assert answer.lines[0] == "board: not written, 3 rows, 3 tenures, 6 events"
    assert not ledger_of(govsim).exists()


# -- again, changed, amended


def test_a_second_import_changes_nothing_whatever_the_order_of_the_rows(imported: Terminal) -> None:
    content = held(ledger_of(imported))
    head, *rows = BOARD.splitlines(keepends=True)
    for text in (BOARD, "".join([head, *reversed(rows)])):
        path = imported.file("board.csv", text)
        assert imported.good("import", "csv", path).lines[0] == "board: unchanged, 3 rows, 3 tenures, 6 events"
        assert held(ledger_of(imported)) == content


def test_a_changed_file_lists_its_differences_and_changes_nothing(imported: Terminal) -> None:
    path = imported.file("board.csv", BOARD.replace("2020-01-01", "2020-02-01"))
    said = imported.refused("import", "csv", path, ledger=ledger_of(imported))
    assert "events/ada-director-2019-01-01-out.at: 2020-01-01 -> 2020-02-01" in said
    assert "--amend" in said


def test_an_end_that_becomes_known_is_a_correction(imported: Terminal) -> None:
    path = imported.file("board.csv", BOARD.replace("2019-06-01,,y", "2019-06-01,2022-01-01,y"))
    answer = imported.good("import", "csv", path, "--amend", "--why", "the minutes say so")
    assert answer.lines[0].startswith("board: amended, ")
    assert any("[2019-06-01..] -> 2022-01-01" in line for line in answer.lines)
    assert holders(imported, "2019-08-01") == {"ada": "certain", "ben": "certain"}
    assert holders(imported, "2023-01-01") == {}
    assert imported.good("import", "csv", path).lines[0].startswith("board: unchanged, ")


def test_a_row_added_later_is_new(imported: Terminal) -> None:
    path = imported.file("board.csv", BOARD + "dan,Dan,The Club,Director,2018,2019,\n")
    imported.good("import", "csv", path, "--amend", "--why", "found")
    assert holders(imported, "2018-06-01") == {"dan": "possible"}
    assert holders(imported, "2019-08-01") == {"ada": "certain", "ben": "possible", "dan": "possible"}


def test_amend_needs_a_reason_and_a_reason_needs_amend(imported: Terminal) -> None:
    for wrong in (["--amend"], ["--amend", "--why", " "], ["--why", "x"]):
        said = imported.refused("import", "csv", imported.folder / "board.csv", *wrong, ledger=ledger_of(imported))
        assert "--why" in said


# -- switches


def test_switches_say_what_the_file_does_not(govsim: Terminal) -> None:
    text = "name,role,start,end\nAda,Chair,2019-01-01,2020-01-01\nBen,Chair,2021-01-01,\n"
    switches = ["--record", "club-chairs", "--org", "The Club", "--seats", "1", "--from", "2018", "--to", "2030"]
    switches += ["--blank-end", "current", "--zone", "Europe/Paris", "--partial"]
    answer = govsim.good("import", "csv", govsim.file("x.csv", text), *switches)
    assert answer.lines[0] == "club-chairs: loaded, 2 rows, 2 tenures, 3 events"

    def chair(at: str) -> dict[str, Any]:
        (post,) = govsim.good("at", at, "--org", "the-club", "--json").json["posts"]
        return dict(post)

    assert [chair(at)["status"] for at in ("2017-06-01", "2019-06-01", "2020-06-01", "2026-06-01", "2031-06-01")] == [
        *("unknown", "held", "unknown", "held", "unknown")
    ]
    assert chair("2019-06-01")["seats"] == 1
    assert chair("2019-06-01")["holders"][0]["since"]["earliest"] == "2018-12-31T23:00:00Z"


@pytest.mark.parametrize(
    ("reading", "there"), [("skip", {}), ("swap", {"ada": "certain"}), ("between", {"ada": "possible"})]
)
def test_how_an_inverted_tenure_is_read(govsim: Terminal, reading: str, there: dict[str, str]) -> None:
    text = "name,org,post,start,end\nAda,The Club,Director,2021-01-01,2019-01-01\nBen,The Club,Director,2022,2023\n"
    govsim.good("import", "csv", govsim.file("x.csv", text), "--inverted", reading)
    assert holders(govsim, "2020-01-01") == there


# -- mistakes


def test_mistakes_of_all_files_are_listed_and_nothing_is_written(govsim: Terminal) -> None:
    right, missing = govsim.file("right.csv", BOARD), govsim.folder / "missing.csv"
    wrong = govsim.file("wrong.csv", BOARD.replace("2019-06-01", "1/6/2019"))
    said = govsim.refused("import", "csv", right, wrong, missing, govsim.folder, "--strict")
    assert said.splitlines() == [
        f"{wrong}:3:5: start: '1/6/2019' is not a time (write the date as year-month-day, 2023-11-17, "
        "or say how they are written with --date-format DD/MM/YYYY)",
        f"{missing}:1:1: there is no such file",
        f"{govsim.folder}:1:1: is a folder (name a CSV file)",
    ]
    assert not ledger_of(govsim).exists()


def test_two_files_need_two_records(govsim: Terminal) -> None:
    path = govsim.file("board.csv", BOARD)
    assert "both make the record 'board'" in govsim.refused("import", "csv", path, path)
    other = govsim.file("other.csv", BOARD)
    assert "--record" in govsim.refused("import", "csv", path, other, "--record", "one")
    assert [line for line in govsim.good("import", "csv", path, other).lines if "loaded" in line] == [
        "board: loaded, 3 rows, 3 tenures, 6 events",
        "other: loaded, 3 rows, 3 tenures, 6 events",
    ]


def test_hostile_cells_cannot_hurt_a_terminal(govsim: Terminal) -> None:
    text = "name,org,post,start,end,\x1b[31mred\nA\x1b[31mda,Org,Director,\x1b[2J,2020,\n"
    assert "\x1b" not in govsim.refused("import", "csv", govsim.file("x.csv", text))
    good = govsim.good("import", "csv", govsim.file("x.csv", text.replace("\x1b[2J", "2019")))
    assert "\x1b" not in good.out


def test_an_endless_line_is_refused(govsim: Terminal) -> None:
    path = govsim.file("long.csv", BOARD + "x" * 2**21)
    assert "a line goes on for more than" in govsim.refused("import", "csv", path)


def test_the_group_names_its_formats(govsim: Terminal) -> None:
    assert "csv" in govsim.good("import", "--help").out
    assert "No such format 'xls'" in govsim.refused("import", "xls", "file")


# -- progress


def test_progress_goes_up_to_the_end(gov: Gov, tmp_path: Path) -> None:
    paths = [tmp_path / "one.csv", tmp_path / "two.csv"]
    for path in paths:
        path.write_text(BOARD, encoding="utf-8")
    told: list[float] = []
    import_files(gov, "csv", paths, progress=told.append)
    assert told == sorted(told)
    assert 0 < told[0] < told[-1] == 1


def test_a_bar_is_drawn_on_a_terminal_only(govsim: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    path = govsim.file("board.csv", BOARD)
    assert "Importing" not in govsim.good("import", "csv", path, "--dry-run").err
    monkeypatch.setattr("govsim.cli.output.is_watched", lambda: True)
    answer = govsim.good("import", "csv", path, "--dry-run", "--json")
    assert "Importing" in answer.err
    assert answer.json["files"][0]["record"] == "board"


def test_one_wrong_row_does_not_hide_the_others_unless_that_is_asked_for(govsim: Terminal) -> None:
    path = govsim.file("board.csv", BOARD.replace("2019-06-01", "31/02/2019"))
    said = govsim.refused("import", "csv", path, "--strict")
    assert "board.csv:3:5: start: " in said
    assert not ledger_of(govsim).exists()
    answer = govsim("import", "csv", path)
    assert answer.code == 1
    assert answer.lines[0] == "board: loaded, 3 rows, 2 tenures, 4 events"
    assert "board.csv:3:5: start: '31/02/2019' is not a time" in answer.err
    assert "1 row was left out, the others were read" in answer.err
    said = govsim.refused("import", "csv", path, "--amend", "--why", "x", ledger=ledger_of(govsim))
    assert "board.csv:3:5" in said


def test_strict_writes_nothing_where_something_is_lost(govsim: Terminal) -> None:
    answer = govsim("import", "csv", govsim.file("board.csv", BOARD), "--strict")
    assert answer.code == 1
    assert answer.lines[0] == "board: not written, 3 rows, 3 tenures, 6 events"
    assert "column party: 2 not carried, as x; y" in answer.err
    assert "Nothing was written" in answer.err
    assert not ledger_of(govsim).exists()
