"""Loading a record, loading it again, and amending what a ledger holds (design, sections 4 and 5.3)."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from .records import record
from .terminal import Terminal, held

OLD, NEW = "2021-02-01 12:00", "2021-04-01 12:00"
BETWEEN = "2021-03-01 12:00"


def ledger_of(terminal: Terminal) -> Path:
    return terminal.folder / "ledger.db"


def ends(terminal: Terminal, *more: str) -> list[str | None]:
    """Return when each tenure of the chief ends, in the words of the record."""
    tenures = terminal.good("history", "org/ceo", "--json", *more).json["tenures"]
    return [tenure["end"] and tenure["end"]["text"] for tenure in tenures]


def holders(terminal: Terminal, at: str, *more: str) -> list[str]:
    posts: list[Any] = terminal.good("at", at, "--post", "org/ceo", "--json", *more).json["posts"]
    return [holder["party"] for post in posts for holder in post["holders"]]


@pytest.fixture
def loaded(govsim: Terminal) -> Terminal:
    """A ledger that holds the small record."""
    govsim.good("load", govsim.file("r.yaml", record()))
    return govsim


def test_a_load_tells_what_it_did(govsim: Terminal) -> None:
    answer = govsim.good("load", govsim.file("r.yaml", record()), "--json")
    assert answer.json == {"records": [{"record": "alpha", "outcome": "loaded", "events": 2, "changes": []}]}
    assert answer.err == ""


def test_a_second_load_changes_nothing(loaded: Terminal) -> None:
    before = loaded.good("events", "--json").out
    content = held(ledger_of(loaded))
    answer = loaded.good("load", loaded.folder / "r.yaml")
    assert "unchanged" in answer.out
    assert loaded.good("events", "--json").out == before
    assert held(ledger_of(loaded)) == content


def test_comments_order_of_keys_and_quotes_are_no_change(loaded: Terminal) -> None:
    text = "# a comment\n" + record().replace("at: 2020-02-01, who: ada", 'who: ["ada"], at: "2020-02-01"')
    assert text.count('"ada"') == 1
    assert "unchanged" in loaded.good("load", loaded.file("r.yaml", text)).out


def test_brackets_quoted_or_bare_are_no_change(govsim: Terminal) -> None:
    for written in ("[2021-02-01,2021-02-02]", "'[2021-02-01,2021-02-02]'"):
        answer = govsim.good("load", govsim.file("r.yaml", record(fired=written)))
    assert "unchanged" in answer.out


def test_a_changed_file_lists_its_differences_and_changes_nothing(loaded: Terminal) -> None:
    text = (
        record(fired=NEW)
        .replace("ada: Ada", "ada: Ada Lovelace")
        .replace("  org/ceo: Chief", "  org/ceo: Chief\n  org/cfo: Money")
    )
    text += "  - {id: more, type: met, at: 2022}\n"
    said = loaded.refused("load", loaded.file("r.yaml", text), ledger=ledger_of(loaded))
    for part in (
        "alpha",
        "differs",
        "people.ada",
        "Ada Lovelace",
        "org/cfo",
        "events/firing.at",
        OLD,
        NEW,
        "events/more",
        "--amend",
    ):
        assert part in said
    assert ends(loaded) == [OLD]


def test_a_file_with_a_mistake_changes_nothing_even_beside_a_right_one(loaded: Terminal) -> None:
    right = loaded.file("right.yaml", record("beta", org="org2"))
    wrong = loaded.file("wrong.yaml", record("gamma", org="org3").replace("who: ada", "who: adda"))
    said = loaded.refused("load", right, wrong, ledger=ledger_of(loaded))
    assert f"{wrong}:13:52: unknown person or organisation 'adda' (did you mean 'ada'?)" in said
    assert {event["id"].partition("/")[0] for event in loaded.good("events", "--json").json["events"]} == {"alpha"}


def test_the_first_load_with_a_mistake_makes_no_ledger(govsim: Terminal) -> None:
    govsim.refused("load", govsim.file("wrong.yaml", "record: r\npeple: {}\n"))
    govsim.refused("load", govsim.folder / "missing.yaml")
    assert not ledger_of(govsim).exists()


def test_one_record_from_two_files_at_once_is_refused(govsim: Terminal) -> None:
    path = govsim.file("r.yaml", record())
    assert "'alpha'" in govsim.refused("load", path, path)


def test_records_that_contradict_each_other_are_named_and_not_loaded(loaded: Terminal) -> None:
    other = loaded.file("other.yaml", record("beta", org="org2").replace("ada: Ada", "ada: Ada Byron"))
    said = loaded.refused("load", other, ledger=ledger_of(loaded))
    for part in ("alpha", "beta", "'ada'", "Ada Byron"):
        assert part in said


# -- amending


def test_amend_needs_a_reason_and_a_reason_needs_amend(loaded: Terminal) -> None:
    path = loaded.file("r.yaml", record(fired=NEW))
    for wrong in (["--amend"], ["--amend", "--why", ""], ["--amend", "--why", "  "], ["--why", "x"]):
        said = loaded.refused("load", path, *wrong, ledger=ledger_of(loaded))
        assert "--why" in said
        assert "--amend" in said


def test_amending_appends_and_every_answer_then_gives_the_new_belief(loaded: Terminal) -> None:
    answer = loaded.good("load", loaded.file("r.yaml", record(fired=NEW)), "--amend", "--why", "minutes found")
    assert "amended" in answer.out
    assert holders(loaded, BETWEEN) == ["ada"]
    assert ends(loaded) == [NEW]
    (firing,) = [event for event in loaded.good("events", "--json").json["events"] if event["id"] == "alpha/firing"]
    assert (firing["at"]["text"], firing["at"]["earliest"]) == (NEW, "2021-04-01T19:00:00Z")
    assert "Thu 1 Apr 2021 12:00 PDT" in loaded.good("events").out
    assert "Mon 1 Feb 2021" not in loaded.good("events").out + loaded.good("history", "org/ceo").out
    chain = loaded.good("why", "org/ceo", "--at", "2021-05-01", "--json").json["chain"]
    assert NEW in [link["event"]["at"]["text"] for link in chain]


def test_since_is_corrected_with_the_event(loaded: Terminal) -> None:
    text = record().replace("at: 2020-02-01, who", "at: 2020-03-01, who")
    loaded.good("load", loaded.file("r.yaml", text), "--amend", "--why", "typo")
    answer = loaded.good("at", "2020-06-01", "--post", "org/ceo", "--json").json
    assert answer["posts"][0]["holders"][0]["since"]["text"] == "2020-03-01"
    assert holders(loaded, "2020-02-15") == []
    assert "2020-02-01" not in loaded.good("at", "2020-06-01").out


def test_the_belief_before_an_amendment_stays_readable(loaded: Terminal) -> None:
    time.sleep(0.01)
    before = datetime.now(UTC).isoformat()
    time.sleep(0.01)
    loaded.good("load", loaded.file("r.yaml", record(fired=NEW)), "--amend", "--why", "minutes found")
    assert holders(loaded, BETWEEN) == ["ada"]
    assert holders(loaded, BETWEEN, "--recorded-at", before) == []
    assert holders(loaded, "2020-06-01", "--recorded-at", before) == ["ada"]
    shown = loaded.good("at", "2020-06-01", "--recorded-at", before, "--json").json
    assert shown["recorded_at"] == before.replace("+00:00", "Z")


def test_an_amended_file_is_unchanged_when_loaded_again_and_the_old_one_differs(loaded: Terminal) -> None:
    path = loaded.file("r.yaml", record(fired=NEW))
    loaded.good("load", path, "--amend", "--why", "x")
    content = held(ledger_of(loaded))
    assert "unchanged" in loaded.good("load", path).out
    assert "unchanged" in loaded.good("load", path, "--amend", "--why", "x").out
    assert held(ledger_of(loaded)) == content
    assert f"{NEW} -> {OLD}" in loaded.refused("load", loaded.file("old.yaml", record()))


def test_an_event_taken_out_and_put_back_is_gone_and_back(loaded: Terminal) -> None:
    without = record().rsplit("  - ", 1)[0]
    said = loaded.refused("load", loaded.file("r.yaml", without))
    assert "events/firing: no longer there" in said
    loaded.good("load", loaded.folder / "r.yaml", "--amend", "--why", "never happened")
    assert ends(loaded) == [None]
    loaded.good("load", loaded.file("r.yaml", record()), "--amend", "--why", "it did")
    assert ends(loaded) == [OLD]


def test_a_renamed_event_is_taken_out_and_put_in(loaded: Terminal) -> None:
    loaded.good(
        "load", loaded.file("r.yaml", record().replace("id: firing", "id: removal")), "--amend", "--why", "name"
    )
    (tenure,) = loaded.good("history", "org/ceo", "--json").json["tenures"]
    assert tenure["closed_by"] == "alpha/removal"


def test_an_event_of_another_type_is_refused_with_a_way_out(loaded: Terminal) -> None:
    path = loaded.file("r.yaml", record().replace("id: firing, type: fired", "id: firing, type: resigned"))
    said = loaded.refused("load", path, "--amend", "--why", "x", ledger=ledger_of(loaded))
    assert "firing" in said
    assert "another id" in said


def test_a_changed_header_is_readable_before_and_after(loaded: Terminal) -> None:
    time.sleep(0.01)
    before = datetime.now(UTC).isoformat()
    time.sleep(0.01)
    loaded.good(
        "load",
        loaded.file("r.yaml", record().replace("org/ceo: Chief", "org/ceo: Director General")),
        "--amend",
        "--why",
        "title",
    )
    assert loaded.good("at", "2020-06-01", "--json").json["posts"][0]["title"] == "Director General"
    assert loaded.good("at", "2020-06-01", "--recorded-at", before, "--json").json["posts"][0]["title"] == "Chief"


def test_the_id_of_a_bundled_record_will_do(govsim: Terminal) -> None:
    assert govsim.good("load", "uber-2017").out == "uber-2017: loaded, 54 events\n"
    assert govsim("load", "uber-2016").err.startswith("uber-2016:1:1: there is no such file")


def test_a_title_that_names_its_organisation_is_not_told_twice(govsim: Terminal) -> None:
    govsim.good("load", "openai-2023")
    told = govsim.good("why", "y-combinator/president", "--at", "2018-01-01").out
    assert "President of Y Combinator" in told
    assert "Combinator of Y Combinator" not in told
