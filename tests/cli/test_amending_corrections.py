"""Files that hold corrections of their own: after any load the ledger answers as the file alone would."""

from __future__ import annotations

import pytest

from .records import record
from .terminal import Terminal

CORRECTION = "  - {id: mend, type: corrected, at: 2022-01-01, event: firing, with: {at: 2021-05-01}}\n"
RETRACTION = "  - {id: unsay, type: retracted, at: 2022-01-01, event: firing}\n"
BACK = "  - {id: after-all, type: retracted, at: 2022-02-01, event: unsay}\n"

VERSIONS = {
    "plain": record(),
    "another time": record(fired="2021-02-02 12:00"),
    "corrected": record() + CORRECTION,
    "corrected, another time": record(fired="2021-02-02 12:00") + CORRECTION,
    "corrected otherwise": record() + CORRECTION.replace("2021-05-01", "2021-06-01"),
    "corrected twice": record() + CORRECTION + CORRECTION.replace("mend", "mend-2").replace("2021-05-01", "2021-06-01"),
    "corrected in a note": record() + CORRECTION.replace("at: 2021-05-01}", "note: x}"),
    "retracted": record() + RETRACTION,
    "retracted and back": record() + RETRACTION + BACK,
    "without": record().rsplit("  - ", 1)[0],
}


def answers(terminal: Terminal, *more: str) -> str:
    """Return all that a ledger, or a file, says of the chief and of the events."""
    history = terminal.good("history", "org/ceo", "--json", *more).json
    events = terminal.good("events", "--json", *more).json["events"]
    return f"{history} {sorted(str(event) for event in events)}"


@pytest.mark.parametrize("after", VERSIONS)
@pytest.mark.parametrize("before", VERSIONS)
def test_an_amended_ledger_answers_as_the_file_does(govsim: Terminal, before: str, after: str) -> None:
    govsim.good("load", govsim.file("before.yaml", VERSIONS[before]))
    path = govsim.file("after.yaml", VERSIONS[after])
    govsim.good("load", path, "--amend", "--why", "better known")
    assert answers(govsim) == answers(govsim, "--file", str(path))
    assert "unchanged" in govsim.good("load", path).out


def test_three_amendments_there_and_back_again_answer_as_the_last_file_does(govsim: Terminal) -> None:
    for name in ("corrected", "retracted", "another time", "corrected", "without", "corrected, another time"):
        path = govsim.file("r.yaml", VERSIONS[name])
        govsim.good("load", path, "--amend", "--why", name)
        assert answers(govsim) == answers(govsim, "--file", str(path)), name


@pytest.mark.parametrize("command", [["at", "2020-06-01"], ["events"], ["history", "org/ceo"]])
def test_one_record_from_two_files_is_refused_in_questions_too(govsim: Terminal, command: list[str]) -> None:
    one, two = (govsim.file(f"{name}.yaml", VERSIONS[name]) for name in ("plain", "corrected"))
    said = govsim.refused(*command, "--file", str(one), "--file", str(two))
    assert "'alpha'" in said


def test_one_record_from_two_files_is_refused_in_a_check_too(govsim: Terminal) -> None:
    one, two = (govsim.file(f"{name}.yaml", VERSIONS[name]) for name in ("plain", "corrected"))
    assert "'alpha'" in govsim.refused("check", one, two)
    assert "'alpha'" in govsim.refused("check", one, one)
