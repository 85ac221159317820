"""The times that questions are asked of: zones, bare dates, what was known and what was recorded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import SEED

from .records import record
from .terminal import Terminal

CEO = ["--post", "openai/ceo"]


def stamped(terminal: Terminal, *args: str) -> str:
    """Return the instant that a question is answered for."""
    at: str = terminal.good("at", *args, "--json").json["at"]
    return at


@pytest.mark.parametrize(
    "question",
    [
        ["2023-11-19T02:00Z"],
        ["2023-11-19T02:00:00.000Z"],
        ["2023-11-18T18:00-08:00"],
        ["2023-11-18T21:00-05:00"],
        ["2023-11-18 18:00"],  # the zone of the record
        ["2023-11-19 03:00 Europe/Paris"],
        ["2023-11-18 18:00 America/Los_Angeles"],
        ["2023-11-19 03:00", "--zone", "Europe/Paris"],
        ["2023-11-18 18:00", "--zone", "America/Los_Angeles"],
        ["2023-11-19 02:00", "--zone", "UTC"],
        ["2023-11-18T18:00-08:00", "--zone", "Asia/Tokyo"],  # an offset beats the zone
    ],
)
def test_one_instant_written_in_many_ways_gives_one_answer(weekend: Terminal, question: list[str]) -> None:
    answer = weekend.good("at", *question, *CEO, "--json")
    assert answer.json["at"] == "2023-11-19T02:00:00Z"
    assert answer.out == weekend.good("at", "2023-11-19T02:00Z", *CEO, "--json").out


def test_zone_may_stand_before_the_command(weekend: Terminal) -> None:
    before = weekend.good("--zone", "Europe/Paris", "at", "2023-11-19 03:00", *CEO)
    assert before.out == weekend.good("at", "2023-11-19 03:00", *CEO, "--zone", "Europe/Paris").out


def test_a_bare_date_is_the_start_of_that_day_in_the_zone(weekend: Terminal) -> None:
    assert stamped(weekend, "2023-11-17", *CEO) == "2023-11-17T08:00:00Z"
    assert stamped(weekend, "2023-11-17", *CEO, "--zone", "Europe/Paris") == "2023-11-16T23:00:00Z"
    assert stamped(weekend, "2023-11-17", *CEO, "--zone", "UTC") == "2023-11-17T00:00:00Z"


def test_now_is_now(weekend: Terminal) -> None:
    said = datetime.fromisoformat(stamped(weekend, "now", *CEO))
    assert abs(datetime.now(UTC) - said) < timedelta(minutes=5)


def test_the_text_says_the_instant_in_the_zone_and_in_utc(weekend: Terminal) -> None:
    assert weekend.good("at", "2023-11-19T02:00Z", *CEO).lines[0] == "Sat 18 Nov 2023 18:00 PST, 2023-11-19T02:00:00Z"
    paris = weekend.good("at", "2023-11-19T02:00Z", *CEO, "--zone", "Europe/Paris").out
    assert "Sun 19 Nov 2023 03:00 CET, 2023-11-19T02:00:00Z" in paris
    assert "Fri 17 Nov 2023 21:28 CET" in paris


@pytest.mark.parametrize(
    ("time", "phrase", "hint"),
    [
        ("soon", "'soon' is not a time", "write 2023-11-17T12:28-08:00"),
        ("", "is not a time", "write 2023-11-17T12:28-08:00"),
        ("2023-02-30", "2023-02 has 28 days", ""),
        ("2023-11-05 01:30", "happens twice", "2023-11-05T01:30-07:00 or 2023-11-05T01:30-08:00"),
        ("2023-03-12 02:30", "does not exist", "2023-03-12T03:30-07:00 or 2023-03-12T01:30-08:00"),
        ("[2023..2024]", "is a span", "write 2023-11-17T12:28-08:00"),
        ("[2023..]", "is a span", ""),
        ("2023-11~", "is a span", ""),
        ("2023-11~ Europe/Paris", "is a span", ""),
        ("unknown", "is a span", ""),
        ("Unknown", "is a span", ""),
    ],
)
def test_what_is_no_instant_is_refused_with_the_right_form(
    weekend: Terminal, time: str, phrase: str, hint: str
) -> None:
    said = weekend.refused("at", time, *CEO)
    assert phrase in said
    assert hint in said


@pytest.mark.parametrize("option", ["--known-at", "--recorded-at"])
def test_the_other_clocks_take_the_same_times(weekend: Terminal, option: str) -> None:
    assert "'soon' is not a time" in weekend.refused("at", "2023-11-18", *CEO, option, "soon")
    assert "happens twice" in weekend.refused("at", "2023-11-18", *CEO, option, "2023-11-05 01:30")


def test_a_zone_that_does_not_exist_gets_a_suggestion(weekend: Terminal) -> None:
    for command in (
        ["at", "2023-11-18"],
        ["events", "--from", "2023-11-18"],
        ["why", "openai/ceo", "--at", "2023-11-18"],
    ):
        assert "did you mean 'Europe/Paris'?" in weekend.refused(*command, "--zone", "Europe/Pris")


# -- records in several zones


def test_records_in_different_zones_are_named_when_a_time_has_no_offset(govsim: Terminal) -> None:
    govsim.good("load", govsim.file("a.yaml", record()))
    govsim.good("load", govsim.file("b.yaml", record("beta", zone="Asia/Tokyo", org="org2")))
    said = govsim.refused("at", "2020-06-01 12:00")
    for part in ("alpha", "America/Los_Angeles", "beta", "Asia/Tokyo", "offset", "--zone"):
        assert part in said
    for command in (["events", "--from", "2020-06-01"], ["events", "--to", "2020-06-01"]):
        assert "Asia/Tokyo" in govsim.refused(*command)


def test_records_in_different_zones_answer_where_the_question_settles_the_zone(govsim: Terminal) -> None:
    govsim.good(
        "load", govsim.file("a.yaml", record()), govsim.file("b.yaml", record("beta", zone="Asia/Tokyo", org="org2"))
    )
    assert stamped(govsim, "2020-06-01 12:00", "--post", "org/ceo") == "2020-06-01T19:00:00Z"
    assert stamped(govsim, "2020-06-01 12:00", "--org", "org2") == "2020-06-01T03:00:00Z"
    assert stamped(govsim, "2020-06-01 12:00", "--record", "beta") == "2020-06-01T03:00:00Z"
    assert stamped(govsim, "2020-06-01 12:00", "--zone", "UTC") == "2020-06-01T12:00:00Z"
    assert stamped(govsim, "2020-06-01T12:00Z") == "2020-06-01T12:00:00Z"
    assert govsim.good("why", "org2/ceo", "--at", "2020-06-01 12:00", "--json").json["at"] == "2020-06-01T03:00:00Z"


def test_a_record_without_a_zone_needs_an_offset(govsim: Terminal) -> None:
    text = record().replace("zone: America/Los_Angeles\n", "")
    for date in ("2020-01-01", "2024-12-31", "2020-02-02", "2020-02-01"):
        text = text.replace(f" {date},", f" {date} UTC,").replace(f" {date}}}", f" {date} UTC}}")
    govsim.good("load", govsim.file("a.yaml", text.replace("2021-02-01 12:00", "2021-02-01T12:00Z")))
    assert "offset" in govsim.refused("at", "2020-06-01 12:00")
    assert stamped(govsim, "2020-06-01T12:00Z") == "2020-06-01T12:00:00Z"


# -- what was known, recorded, trusted


def test_known_at_admits_only_what_was_announced_by_then(weekend: Terminal) -> None:
    noon = ["at", "2023-11-17 12:10", *CEO, "--json"]
    before = weekend.good(*noon, "--known-at", "2023-11-17 12:27").json
    after = weekend.good(*noon, "--known-at", "2023-11-17 12:28").json
    assert before["known_at"] == "2023-11-17T20:27:00Z"
    assert [holder["party"] for holder in before["posts"][0]["holders"]] == ["sam-altman"]
    assert before["posts"][0]["holders"][0]["presence"] == "certain"
    assert before != {**after, "known_at": before["known_at"]}
    assert "as known at Fri 17 Nov 2023 12:27 PST" in weekend.good(*noon[:-1], "--known-at", "2023-11-17 12:27").out


def test_recorded_at_before_anything_was_recorded_says_that_rather_than_doubt_the_name(weekend: Terminal) -> None:
    for question in (["at", "2023-11-18"], ["at", "2023-11-18", *CEO], ["at", "2023-11-18T00:00Z"]):
        said = weekend.refused(*question, "--recorded-at", "2001-01-01T00:00Z")
        assert "held nothing" in said
        assert "2001-01-01" in said
        assert "openai/ceo" not in said


def test_recorded_at_in_the_future_is_refused(weekend: Terminal) -> None:
    assert "lies in the future" in weekend.refused("at", "2023-11-18", *CEO, "--recorded-at", "2222-01-01")


def test_recorded_at_now_is_the_present_belief(weekend: Terminal) -> None:
    now = weekend.good("at", "2023-11-18", *CEO, "--recorded-at", "now", "--json").json
    plain = weekend.good("at", "2023-11-18", *CEO, "--json").json
    assert now.pop("recorded_at")
    assert plain.pop("recorded_at") is None
    assert now == plain


def test_trust_names_the_weakest_claim_admitted(weekend: Terminal) -> None:
    answers = {
        claim: weekend.good("at", "2023-11-18", "--trust", claim, "--json").json
        for claim in ("confirmed", "reported", "disputed")
    }
    assert answers["disputed"] == weekend.good("at", "2023-11-18", "--json").json
    for claim, weaker in (("confirmed", {"reported", "disputed"}), ("reported", {"disputed"})):
        seen = {holder["claim"] for post in answers[claim]["posts"] for holder in post["holders"]}
        assert not seen & weaker
    said = weekend.refused("at", "2023-11-18", "--trust", "confirmd")
    assert "'confirmd'" in said
    assert "confirmed, reported, disputed" in said or "did you mean 'confirmed'?" in said


def test_during_lists_everyone_possible_that_day(weekend: Terminal) -> None:
    answer = weekend.good("at", "2023-11-17", *CEO, "--during", "--json").json
    assert {holder["party"] for holder in answer["posts"][0]["holders"]} == {"sam-altman", "mira-murati"}
    assert answer["during"] == {"from": "2023-11-17T08:00:00Z", "to": "2023-11-18T07:59:59.999999Z"}
    assert "everyone possible that day" in weekend.good("at", "2023-11-17", *CEO, "--during").out


# -- files


def test_a_file_answers_like_the_ledger_it_would_be_loaded_into(weekend: Terminal, govsim: Terminal) -> None:
    for question in (
        ["at", "2023-11-18"],
        ["history", "openai/ceo"],
        ["why", "openai/ceo", "--at", "2023-11-18"],
        ["events"],
    ):
        file, ledger = (
            terminal.good(*question, *more, "--json").json
            for terminal, more in ((govsim, ["--file", str(SEED)]), (weekend, []))
        )
        for answer in (file, ledger):
            answer.get("posts", []).sort(key=lambda post: str(post["post"]))
        assert file == ledger


def test_a_file_has_no_branches_and_no_times_of_recording(govsim: Terminal) -> None:
    assert "recorded" in govsim.refused("at", "2023-11-18", "--file", SEED, "--recorded-at", "2024-01-01")
    assert "no branch 'x'" in govsim.refused("at", "2023-11-18", "--file", SEED, "--branch", "x")


@pytest.mark.parametrize("ledger", ["postgresql://nowhere/x", "sqlite:///:memory:", "/", "/nowhere/at/all/x.db"])
def test_a_file_needs_no_ledger_not_even_a_right_one(govsim: Terminal, ledger: str) -> None:
    elsewhere = Terminal(govsim.folder, ledger)
    assert elsewhere.good("at", "2023-11-18", "--file", SEED).out
    assert elsewhere.good("check", SEED).code == 0


def test_a_file_needs_no_data_folder(govsim: Terminal) -> None:
    blocked = govsim.file("blocked", "a file where the data folder would be")
    nowhere = Terminal(govsim.folder, None, {"XDG_DATA_HOME": str(blocked)})
    assert nowhere.good("at", "2023-11-18", "--file", SEED).out
    assert nowhere.good("check", SEED).code == 0


def test_asking_a_file_makes_nothing(govsim: Terminal) -> None:
    nowhere = Terminal(govsim.folder, None)
    nowhere.good("at", "2023-11-18", "--file", SEED)
    nowhere.good("check", SEED)
    assert list(govsim.folder.iterdir()) == []
