"""A record written from the contract alone (design, section 5.1), with every type of event: it loads and answers."""

from __future__ import annotations

from typing import Any

import pytest

from .terminal import Terminal

RECORD = """\
# yaml-language-server: $schema=record.schema.json
record: guild-2020
title: The guild, 2020-2024
zone: Europe/Paris
covers: {from: 2020-01-01, to: 2024-12-31}
sources:
  minutes: {title: Minutes, publisher: The guild, date: 2020-01, url: "https://example.org/minutes"}
  gazette: {title: "Gazette: the guild"}
  rumour:
people:
  no: No One
  ada: Ada
  ben: {name: Ben, aliases: [B., 007], identifiers: [{scheme: wikidata, id: Q1}]}
  cleo: Cleo
organizations:
  guild: {name: The Guild, law: uk-ltd, parent: null, identifiers: []}
  bank: Bank
  club: Club
posts:
  guild/head: {title: Head}
  guild/chair: {title: Chair, within: guild/board}
  guild/board: {title: Director, seats: many, organ: true, covers: partial}
  guild/clerk: {title: Clerk, seats: 2, covers: {from: 2020-01-01, to: 2023-12-31}}
  guild/herald: Herald
  club/host: Host
bylaws:
  guild:
    law: uk-ltd
    organs:
      guild/board:
        authorised: 6
        quorum: {more_than: 1/2, of: authorised}
        majority: {more_than: 1/2, of: in_office}
        tie_break: chair
        notice: 48h
    powers:
      - {id: remove-head, organ: guild/board, act: fired, target: guild/head}
    consents:
      - {id: bank-veto, holder: bank, act: fired, target: guild/head, capacity: regular}
events:
  - {id: guild-founded, type: founded, at: 2020-01-10, organization: guild, who: [ada, ben], sources: [minutes]}
  - {id: club-founded, type: founded, at: [2020-01..2020-02], organization: club}
  - {id: herald-made, type: post_created, at: 2020-06-01, post: guild/herald, title: Herald, seats: 1,
     because: [guild-founded]}
  - {id: first-board, type: hired, at: 2020-01-10, who: [ada, ben, no], to: guild/board, because: [guild-founded]}
  - {id: ada-leads, type: hired, at: 2020-01-10 09:30, who: ada, to: [guild/head, guild/chair], by: guild/board,
     until: 2023-01, because: [first-board], sources: [minutes, rumour]}
  - {id: clerks, type: hired, at: 2020-02~, who: [no, cleo], to: guild/clerk, claim: reported, sources: [rumour]}
  - {id: herald, type: hired, at: 2020-07-01 evening, who: no, to: guild/herald, on_behalf_of: bank,
     style: chief herald}
  - {id: host, type: hired, at: '[..2021]', who: guild, to: club/host, capacity: observer}
  - {id: more-clerks, type: post_changed, at: 2020-09, post: guild/clerk, seats: 3}
  - {id: bank-invests, type: invested, at: 2020-10-01, who: bank, in: guild, amount: 1_000_000_000, currency: EUR,
     kind: mixed, stake: 49%}
  - {id: partners, type: partnered, at: 2020-10-01, who: [guild, bank], what: a partnership}
  - {id: away, type: leave_started, at: 2021-03-01, who: ada, from: guild/head}
  - {id: back, type: leave_ended, at: 2021-04-01, who: ada, from: guild/head, because: [away]}
  - {id: product, type: released, at: 2021-05, who: guild, what: a product}
  - {id: letter, type: letter_sent, at: 2021-06-01, by: [ben], to: guild/board, signatories: {count: 5, of: 10,
     named: [no]},
     demands: [resign], threat: leave}
  - {id: more-names, type: letter_signed, at: 2021-06-02, letter: letter, signatories: {count: 9}}
  - {id: deadline, type: deadline_set, at: 2021-06-02 12:00, who: [ben], what: an answer by Friday}
  - {id: meeting, type: met, at: 2021-06-03 afternoon, who: [guild/board], because: [{any: [letter, deadline]}]}
  - {id: vote, type: resolved, at: 2021-06-04 10:00 Europe/London, organ: guild/board, motion: Remove Ada,
     method: meeting,
     votes: {for: [ben, no], against: [ada], abstain: [], absent: []}, carried: true, effects: [ada-fired],
     because: [meeting]}
  - {id: bank-agrees, type: consented, at: 2021-06-04, who: bank, act: ada-fired}
  - {id: club-refuses, type: refused, at: 2021-06-04, who: club, act: ada-fired}
  - id: ada-fired
    type: fired
    at: 2021-06-04T12:00+02:00
    who: ada
    from: [guild/head, guild/board]
    by: guild/board
    reason: candour
    decided: 2021-06-04 morning
    notified: 2021-06-04 12:00
    announced: 2021-06-04 12:28:30.5
    because: [vote]
    versions: [{at: 2021-06-04 12:28, sources: [gazette]}, {claim: disputed, note: she left}]
    sources: [minutes]
    note: free text
  - {id: ben-acts, type: hired, at: 2021-06-04T12:00+02:00, who: ben, to: guild/head, capacity: acting,
     because: [ada-fired]}
  - {id: said, type: stated, at: 2021-06-05, who: ada, says: Thank you}
  - {id: offer, type: offered, at: 2021-06-06, by: bank, who: ada, to: club/host, terms: a desk}
  - {id: lapsed, type: withdrawn, at: 2021-06-20, event: offer}
  - {id: deal, type: agreed, at: 2021-06-19, parties: [guild, ada], who: ada, to: guild/head, terms: she returns}
  - {id: ada-returns, type: hired, at: 2021-06-21 08:00, who: ada, to: guild/head, replaces: ben, because: [deal]}
  - {id: inquiry, type: review_opened, at: 2021-07, who: guild, what: an inquiry}
  - {id: inquiry-ends, type: review_closed, at: 2021-12, who: guild, because: [inquiry]}
  - {id: no-resigns, type: resigned, at: 2022-01-31, who: no, from: [guild/board, guild/herald], reason: in protest}
  - {id: herald-gone, type: post_abolished, at: 2022-02-01, post: guild/herald}
  - {id: cleo-leaves, type: departed, at: '[2022-03-01, 2022-04-01]', who: cleo, from: guild/clerk, reason: term_ended}
  - {id: new-bylaws, type: bylaws_adopted, at: 2022-06-01, organization: guild, bylaws: {law: uk-ltd}}
  - {id: bank-sells, type: divested, at: 2022-07-01, who: bank, in: guild, stake: 1/3}
  - {id: rumoured, type: happened, at: unknown, what: a rumour, claim: disputed}
  - {id: false-report, type: met, at: 2022-08-01, who: ada}
  - {id: club-ends, type: dissolved, at: 2023-01-01, organization: club}
  - {id: mend, type: corrected, at: 2023-02-01, event: club-ends, with: {at: 2023-03-01}, why: the register}
  - {id: unsay, type: retracted, at: 2023-02-01, event: false-report, why: never happened}
"""


@pytest.fixture(scope="module")
def guild(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """Govsim on a ledger that holds the record above; tests only read it."""
    folder = tmp_path_factory.mktemp("guild")
    terminal = Terminal(folder, str(folder / "ledger.db"))
    answer = terminal.good("load", terminal.file("guild.yaml", RECORD))
    assert (answer.out, answer.err) == ("guild-2020: loaded, 40 events\n", "")
    return terminal


def post_at(terminal: Terminal, post: str, time: str) -> dict[str, Any]:
    found: dict[str, Any]
    (found,) = terminal.good("at", time, "--post", post, "--json").json["posts"]
    return found


@pytest.mark.parametrize(
    ("post", "time", "status", "holders"),
    [
        ("guild/head", "2019-06-01", "unknown", []),
        ("guild/head", "2020-01-05", "absent", []),
        ("guild/head", "2020-06-01", "held", ["ada regular certain"]),
        ("guild/head", "2021-06-05", "acting", ["ben acting certain"]),
        ("guild/head", "2021-06-21T06:00Z", "held", ["ada regular certain"]),
        ("guild/chair", "2021-06-05", "vacant", []),
        ("guild/board", "2020-06-01", "held", ["ada regular certain", "ben regular certain", "no regular certain"]),
        ("guild/board", "2022-06-01", "held", ["ben regular certain"]),
        ("guild/clerk", "2020-06-01", "held", ["cleo regular certain", "no regular certain"]),
        ("guild/clerk", "2022-03-15", "held", ["cleo regular possible", "no regular certain"]),
        ("guild/clerk", "2024-06-01", "unknown", []),
        ("guild/herald", "2020-03-01", "absent", []),
        ("guild/herald", "2021-01-01", "held", ["no regular certain"]),
        ("guild/herald", "2023-01-01", "absent", []),
        ("club/host", "2022-01-01", "vacant", ["guild observer certain"]),
        ("club/host", "2023-02-01", "vacant", ["guild observer certain"]),
        ("club/host", "2023-03-02", "absent", []),
        ("guild/head", "2025-06-01", "unknown", []),
    ],
)
def test_the_record_answers_as_its_author_would(
    guild: Terminal, post: str, time: str, status: str, holders: list[str]
) -> None:
    found = post_at(guild, post, time)
    shown = sorted(f"{holder['party']} {holder['capacity']} {holder['presence']}" for holder in found["holders"])
    assert (found["status"], shown) == (status, holders)


def test_seats_leave_and_offers_are_told(guild: Terminal) -> None:
    assert post_at(guild, "guild/clerk", "2020-06-01")["seats"] == 2
    assert (
        post_at(guild, "guild/clerk", "2020-11-01")["seats"],
        post_at(guild, "guild/clerk", "2020-11-01")["open"],
    ) == (3, 1)
    (ada,) = post_at(guild, "guild/head", "2021-03-15")["holders"]
    assert ada["on_leave"] is True
    assert post_at(guild, "guild/head", "2021-05-01")["holders"][0]["on_leave"] is False
    (offer,) = post_at(guild, "club/host", "2021-06-10")["offers"]
    assert offer["event"] == "guild-2020/offer"
    assert post_at(guild, "club/host", "2021-07-01")["offers"] == []


def test_the_timeline_holds_every_event_that_is_not_about_another(guild: Terminal) -> None:
    events = {event["id"].partition("/")[2]: event for event in guild.good("events", "--json").json["events"]}
    assert len(events) == 37
    assert not {"mend", "unsay", "false-report"} & events.keys()
    assert events["club-ends"]["at"]["text"] == "2023-03-01"
    assert events["ada-fired"]["at"]["earliest"] == "2021-06-04T10:00:00Z"
    assert events["ada-fired"]["announced"]["latest"] == "2021-06-04T10:28:30.500000Z"
    assert events["vote"]["at"]["earliest"] == "2021-06-04T09:00:00Z"
    assert events["rumoured"]["at"] == {"text": "unknown", "earliest": None, "latest": None}
    assert events["host"]["at"] == {"text": "[..2021]", "earliest": None, "latest": "2021-12-31T22:59:59.999999Z"}


def test_every_event_has_a_label_of_one_line(guild: Terminal) -> None:
    for event in guild.good("events", "--json").json["events"]:
        assert event["label"].strip()
        assert len(event["label"].splitlines()) == 1


def test_check_finds_no_error_in_it(guild: Terminal) -> None:
    answer = guild("check", guild.folder / "guild.yaml", "--json")
    assert [finding for finding in answer.json["findings"] if finding["severity"] == "error"] == []
    assert answer.code == 0


def test_every_question_can_be_asked_of_it_in_text(guild: Terminal) -> None:
    posts = [post["post"] for post in guild.good("at", "2021-06-05", "--json").json["posts"]]
    assert len(posts) == 6
    for post in posts:
        assert guild.good("history", post).out
        assert guild.good("why", post, "--at", "2021-06-05").out
    for party in ("ada", "ben", "cleo", "no", "guild", "bank"):
        assert guild.good("history", party).out
    for more in (["--known-at", "2021-06-04 12:20"], ["--trust", "confirmed"], ["--during"], ["--zone", "Asia/Tokyo"]):
        assert guild.good("at", "2021-06-05", *more).out
