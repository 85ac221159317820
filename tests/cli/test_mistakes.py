"""Commands written wrongly: exit 2, one clear message with a suggestion, nothing on standard output."""

from __future__ import annotations

import pytest

from tests.conftest import SEED

from .records import record
from .terminal import Terminal

AT = ["at", "2023-11-18"]


@pytest.mark.parametrize(
    ("command", "phrases"),
    [
        (["att", "2023"], ["no command 'att'", "did you mean 'at'?"]),
        (["evnts"], ["no command 'evnts'", "did you mean 'events'?"]),
        (["frobnicate"], ["no command 'frobnicate'", "govsim --help"]),
        (["at"], ["TIME"]),
        (["load"], ["FILES"]),
        (["history"], ["POST_OR_PERSON"]),
        (["why", "openai/ceo"], ["--at"]),
        ([*AT, "--frobnicate"], ["--frobnicate"]),
        ([*AT, "--pots", "openai/ceo"], ["--pots", "--post"]),
        ([*AT, "2023-11-19"], ["2023-11-19"]),
        ([*AT, "--post"], ["--post"]),
        ([*AT, "--post", "openai/boad"], ["no post 'openai/boad'", "did you mean 'openai/board'?"]),
        ([*AT, "--post", "ceo"], ["no post 'ceo'", "did you mean 'openai/ceo'?"]),
        ([*AT, "--post", "sam-altman"], ["no post 'sam-altman'"]),
        ([*AT, "--org", "openia"], ["no organisation 'openia'", "did you mean 'openai'?"]),
        ([*AT, "--record", "openai-2024"], ["no record 'openai-2024'", "did you mean 'openai-2023'?"]),
        ([*AT, "--branch", "mian"], ["no branch 'mian'", "did you mean 'main'?"]),
        (["history", "sam-altmann"], ["'sam-altmann'", "did you mean 'sam-altman'?"]),
        (["history", "Altman"], ["'Altman'", "did you mean 'sam-altman'?"]),
        (["history", "openai/ceo", "--branch", "mian"], ["no branch 'mian'", "did you mean 'main'?"]),
        (["why", "openai/boad", "--at", "2023-11-18"], ["no post 'openai/boad'", "did you mean 'openai/board'?"]),
        (["events", "--record", "openai-2032"], ["no record 'openai-2032'", "did you mean 'openai-2023'?"]),
        (["events", "--branch", "mian"], ["no branch 'mian'", "did you mean 'main'?"]),
        (["schema", "recrod"], ["recrod", "record"]),
        (["new", "recrod"], ["recrod", "record"]),
        (["check", "nowhere.yaml"], ["nowhere.yaml:1:1: there is no such file"]),
        (["load", "nowhere.yaml"], ["nowhere.yaml:1:1: there is no such file"]),
        ([*AT, "--file", "nowhere.yaml"], ["nowhere.yaml:1:1: there is no such file"]),
    ],
)  # fmt: skip
def test_a_mistake_is_answered_with_what_and_the_right_form(
    weekend: Terminal, command: list[str], phrases: list[str]
) -> None:
    said = weekend.refused(*command)
    for phrase in phrases:
        assert phrase in said


@pytest.mark.parametrize(
    ("url", "phrase"),
    [
        ("postgresql://host", "names no database"),
        ("postgres://host:port/db", "cannot be read"),
        ("mysql://x", "mysql"),
        ("http://x", "http"),
        ("sqlite://", "names no file"),
        ("sqlite:///", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("/", "is a folder"),
        ("/nowhere/at/all/ledger.db", "there is no folder /nowhere/at/all"),
        ("sqlite:////nowhere/at/all/ledger.db", "there is no folder /nowhere/at/all"),
        ("x" * 5000, "File name too long"),
    ],
)
def test_what_names_no_ledger_is_refused(govsim: Terminal, url: str, phrase: str) -> None:
    path = govsim.file("r.yaml", record())
    for command in (["at", "2023-11-18"], ["events"], ["load", str(path)]):
        said = govsim.refused("--ledger", url, *command)
        assert phrase in said
        assert "output" not in said


def test_a_ledger_that_is_not_there_yet_says_how_to_make_one(govsim: Terminal) -> None:
    for command in (["at", "2023-11-18T00:00Z"], ["history", "openai/ceo"], ["events"], ["check"]):
        said = govsim.refused(*command)
        assert "there is no ledger at" in said
        assert "govsim load FILE" in said
    assert list(govsim.folder.iterdir()) == []


def test_an_empty_default_ledger_is_answered_for_by_the_bundled_record_with_a_note(govsim: Terminal) -> None:
    fresh = Terminal(govsim.folder, None)
    for command in (["at", "2023-11-18", "--post", "openai/ceo", "--json"], ["events", "--json"], ["check", "--json"]):
        answer = fresh.good(*command)
        assert answer.json
        assert "bundled record openai-2023" in answer.err


def test_the_default_ledger_lies_in_the_data_folder_and_answers_once_it_holds_something(govsim: Terminal) -> None:
    fresh = Terminal(govsim.folder, None)
    fresh.good("load", fresh.file("r.yaml", record()))
    assert (govsim.folder / "data" / "govsim" / "ledger.db").is_file()
    answer = fresh.good("at", "2020-06-01", "--json")
    assert answer.err == ""
    assert [post["post"] for post in answer.json["posts"]] == ["org/ceo"]


def test_a_data_folder_that_cannot_be_made_is_told(govsim: Terminal) -> None:
    blocked = govsim.file("blocked", "a file where the data folder would be")
    nowhere = Terminal(govsim.folder, None, {"XDG_DATA_HOME": str(blocked)})
    said = nowhere.refused("load", nowhere.file("r.yaml", record()))
    assert "blocked" in said


def test_the_ledger_may_be_named_before_or_after_the_command_or_in_the_environment(govsim: Terminal) -> None:
    govsim.good("load", govsim.file("r.yaml", record()))
    url, bare = f"sqlite:///{govsim.folder / 'ledger.db'}", str(govsim.folder / "ledger.db")
    nowhere = Terminal(govsim.folder, "sqlite:////nowhere/x.db")
    expected = govsim.good("history", "org/ceo").out
    for named in (url, bare):
        assert nowhere.good("--ledger", named, "history", "org/ceo").out == expected
        assert nowhere.good("history", "org/ceo", "--ledger", named).out == expected


# -- check, schema, new


def test_check_answers_no_with_exit_1_and_places_each_finding(govsim: Terminal) -> None:
    odd = record().replace("who: ada, from: org/ceo", "who: org, from: org/ceo")
    path = govsim.file("odd.yaml", odd)
    answer = govsim("check", path)
    assert answer.code == 1
    assert answer.out.startswith(f"{path}:14:5: error: not-held: ")
    data = govsim("check", path, "--json")
    assert data.code == 1
    assert set(data.json) == {"findings", "verdicts"}
    (finding,) = data.json["findings"]
    assert set(finding) == {"severity", "code", "event", "message", "where"}
    assert (finding["severity"], finding["code"], finding["event"]) == ("error", "not-held", "alpha/firing")
    assert finding["where"] == f"{path}:14:5"


def test_check_of_the_ledger_gives_the_same_findings_without_a_place(govsim: Terminal) -> None:
    odd = govsim.file("odd.yaml", record().replace("who: ada, from: org/ceo", "who: org, from: org/ceo"))
    govsim.good("load", odd)
    (finding,) = govsim("check", "--json").json["findings"]
    assert (finding["code"], finding["where"]) == ("not-held", None)
    assert govsim("check").code == 1


def test_check_of_a_sound_record_is_good(govsim: Terminal) -> None:
    assert govsim.good("check", SEED).err.startswith("0 errors, 0 warnings")
    assert govsim.good("check", govsim.file("r.yaml", record()), "--json").json["findings"] == []


def test_check_of_several_files_tells_all_their_mistakes(govsim: Terminal) -> None:
    one, two = (govsim.file(name, f"record: {name}\npeple: {{}}\n") for name in ("one", "two"))
    assert govsim.refused("check", one, two).splitlines() == [
        f"{path}:2:1: unknown key 'peple' (did you mean 'people'?)" for path in (one, two)
    ]


def test_new_record_writes_a_file_once_and_never_over_another(govsim: Terminal) -> None:
    path = govsim.folder / "mine.yaml"
    answer = govsim.good("new", "record", path)
    assert answer.out == ""
    assert str(path) in answer.err
    assert path.read_text(encoding="utf-8") == govsim.good("new", "record").out
    path.write_text("mine")
    assert "exists" in govsim.refused("new", "record", path)
    assert path.read_text() == "mine"
    assert "cannot be written" in govsim.refused("new", "record", govsim.folder / "nowhere" / "x.yaml")


def test_the_template_is_checked_and_loaded_without_a_word_against_it(govsim: Terminal) -> None:
    path = govsim.folder / "mine.yaml"
    govsim.good("new", "record", path)
    assert "0 errors, 0 warnings" in govsim.good("check", path).err
    assert "loaded" in govsim.good("load", path).out
    assert "ada-example" in govsim.good("at", "2021-01-01", "--json").out


def test_the_schema_is_json(govsim: Terminal) -> None:
    assert govsim.good("schema", "record").json["title"] == "govsim record"


@pytest.mark.parametrize(
    "command", [[], ["at"], ["history"], ["why"], ["events"], ["check"], ["load"], ["new"], ["schema"]]
)
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_every_command_has_help(govsim: Terminal, command: list[str], flag: str) -> None:
    answer = govsim.good(*command, flag)
    assert answer.out.startswith("Usage: govsim")
    assert list(govsim.folder.iterdir()) == []
