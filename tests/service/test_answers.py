"""Questions and their answers: rosters, succession, reasons, steps."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import govsim
from govsim.model.errors import GovsimError, LedgerError, NotFoundError, TimeError
from govsim.service.gov import Gov
from govsim.service.opening import BUNDLED, open_weekend, weekend_steps
from govsim.service.past import Clocks
from govsim.service.steps import holders_text
from tests.conftest import SEED
from tests.service.records import SMALL, write_record


@pytest.mark.parametrize(
    "same",
    [
        "2023-11-18T18:00-08:00",
        "2023-11-19T02:00Z",
        "2023-11-19T03:00+01:00",
        "2023-11-18 18:00",
        "2023-11-19 03:00 Europe/Paris",
        datetime(2023, 11, 19, 3, tzinfo=ZoneInfo("Europe/Paris")),
    ],
)
def test_one_instant_gives_one_answer_however_it_is_written(weekend: Gov, same: str | datetime) -> None:
    post = weekend.at(same).post("openai/ceo")
    assert (post.status, [holder.name for holder in post.holders]) == ("acting", ["Mira Murati"])


def test_a_date_is_its_start_in_the_zone_given(weekend: Gov) -> None:
    assert weekend.at("2023-11-18").to_json()["at"] == "2023-11-18T08:00:00Z"
    assert weekend.at("2023-11-18", zone="Europe/Paris").to_json()["at"] == "2023-11-17T23:00:00Z"


@pytest.mark.parametrize("span", ["[2023-11-17..2023-11-18]", "2023-11~", "unknown"])
def test_a_question_is_asked_of_one_instant(weekend: Gov, span: str) -> None:
    with pytest.raises(TimeError, match="one instant"):
        weekend.at(span)


def test_records_that_disagree_about_the_zone_need_an_offset(gov: Gov, tmp_path: Path) -> None:
    gov.load(SEED, write_record(tmp_path))
    with pytest.raises(GovsimError, match="openai-2023: America/Los_Angeles, small: Europe/Paris"):
        gov.at("2021-01-01")
    assert gov.at("2021-01-01T00:00Z").posts
    assert gov.at("2021-01-01", org="co").to_json()["at"] == "2020-12-31T23:00:00Z"
    assert gov.at("2021-01-01", record="openai-2023", zone="UTC").to_json()["at"] == "2021-01-01T00:00:00Z"


def test_what_is_asked_for_must_be_there(weekend: Gov) -> None:
    with pytest.raises(NotFoundError, match="did you mean 'openai/ceo'"):
        weekend.at("2023-11-18", post="opena/ceo")
    with pytest.raises(NotFoundError, match="there is no record"):
        weekend.at("2023-11-18", record="enron-2001")
    with pytest.raises(NotFoundError, match="there is no branch"):
        weekend.at("2023-11-18", branch="what-if")


def test_the_future_of_the_ledger_is_no_answer(weekend: Gov) -> None:
    with pytest.raises(LedgerError, match="lies in the future"):
        weekend.at("2023-11-18", recorded_at="2999-01-01")


def test_a_roster_as_known_then_differs_from_what_is_known_now(weekend: Gov) -> None:
    noon = "2023-11-17T12:10-08:00"
    assert weekend.at(noon).post("openai/ceo").status == "disputed"
    then = weekend.at(noon, known_at=noon).post("openai/ceo")
    assert (then.status, [holder.party for holder in then.holders]) == ("held", ["sam-altman"])


def test_during_lists_everyone_possible_that_day(weekend: Gov) -> None:
    view = weekend.at("2023-11-17", post="openai/ceo", during=True)
    assert [holder.party for holder in view.post("openai/ceo").holders] == ["sam-altman", "mira-murati"]
    assert view.to_json()["during"] == {"from": "2023-11-17T08:00:00Z", "to": "2023-11-18T07:59:59.999999Z"}


def test_an_offer_is_live_until_it_lapses(weekend: Gov) -> None:
    post = "microsoft/ai-research-lead"
    assert [o.event for o in weekend.at("2023-11-20 12:00").post(post).offers] == ["openai-2023/microsoft-offer"]
    assert weekend.at("2023-11-19 12:00").post(post).offers == ()
    assert weekend.at("2023-12-01").post(post).offers == ()


def test_a_file_answers_without_a_ledger(gov: Gov) -> None:
    from_file = gov.over([SEED])
    assert from_file.at("2023-11-18 18:00").post("openai/ceo").status == "acting"
    assert not gov.ledger.exists()
    with pytest.raises(GovsimError, match="does not say when it was recorded"):
        from_file.at("2023-11-18", recorded_at="2024-01-01")


def test_succession_names_what_opened_and_closed_each_tenure(weekend: Gov) -> None:
    tenures = weekend.history("openai/ceo").to_json()["tenures"]
    assert [tenure["party"] for tenure in tenures] == ["sam-altman", "mira-murati", "emmett-shear", "sam-altman"]
    assert tenures[0]["closed_by"] == "openai-2023/altman-fired"
    assert tenures[-1]["end"] is None


def test_a_persons_history_runs_over_all_posts(weekend: Gov) -> None:
    view = weekend.history("mira-murati")
    assert {tenure.post for tenure in view.tenures} == {"openai/ceo", "openai/cto"}
    assert "party" in view.to_json()


def test_why_says_that_the_post_does_not_exist_yet_and_when_it_begins(weekend: Gov) -> None:
    view = weekend.why("openai/ceo", "2016-06-01")
    assert "does not exist then yet: it begins at 2019-03-11" in view.answer
    assert view.links[0].role == "created"


def test_why_leads_from_the_holder_to_the_root_with_sources(weekend: Gov) -> None:
    view = weekend.why("openai/ceo", "2023-11-18 18:00")
    ids = [link.event.id.partition("/")[2] for link in view.links]
    assert ids == ["murati-interim-ceo", "altman-fired", "board-vote"]
    assert [link.depth for link in view.links] == [0, 1, 2]
    assert all(link.event.sources for link in view.links)


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ("2023-11-17 12:10", "is disputed: openai-2023/altman-fired"),
        ("2023-11-05", "is held by Sam Altman"),
        ("2030-01-01", "the record covers 2015-12-11 to 2026-06-30"),
    ],
)
def test_why_has_a_sentence_for_every_status(weekend: Gov, at: str, says: str) -> None:
    assert says in weekend.why("openai/ceo", at).answer


def test_the_weekend_steps_from_the_vote_to_the_new_board(weekend: Gov) -> None:
    steps = weekend_steps(weekend)
    ids = [step.event.id.partition("/")[2] for step in steps]
    assert (
        ids.index("board-vote")
        < ids.index("altman-fired")
        < ids.index("shear-interim-ceo")
        < ids.index("initial-board")
    )
    changes = {
        row.post.post: (row.before, holders_text(row.post)) for row in steps[ids.index("murati-interim-ceo")].changes
    }
    assert changes["openai/ceo"] == ("(disputed)", "Mira Murati (interim)")


def test_events_that_share_an_instant_change_the_board_one_after_the_other(gov: Gov, tmp_path: Path) -> None:
    tie = "".join(
        f"  - {{id: t{n}, type: {kind}, at: 2023-01-01 09:00, who: {who}, {field}: co/board}}\n"
        for n, (kind, who, field) in enumerate(
            [("hired", "ben", "to"), ("departed", "ada", "from"), ("departed", "ben", "from")]
        )
    )
    gov.load(write_record(tmp_path, SMALL + tie))
    steps = gov.steps()
    index = next(i for i in range(len(steps)) if steps[i].event.id == "small/t0")
    seen = [(row.before, holders_text(row.post)) for i in range(index, index + 3) for row in steps.board(i).changed]
    assert seen == [("Ada", "Ada, Ben"), ("Ada, Ben", "Ben"), ("Ben", "(vacant)")]
    assert steps[index].ties == 3


def test_a_past_is_replayed_once_while_the_ledger_stands(gov: Gov, tmp_path: Path) -> None:
    path = write_record(tmp_path)
    gov.load(path)
    first = gov.past()
    assert gov.past() is first
    assert gov.past(Clocks(trust="confirmed")) is not first
    gov.load(write_record(tmp_path, SMALL.replace("record: small", "record: twin"), "twin.yaml"))
    assert gov.past() is not first


def test_the_weekend_opens_beside_other_records_without_touching_them(gov: Gov, tmp_path: Path) -> None:
    gov.load(write_record(tmp_path))
    head = gov.ledger.head()
    opened = open_weekend(f"sqlite:///{gov.ledger.path}")
    assert opened.at("2023-11-18 18:00").post("openai/ceo").status == "acting"
    assert gov.ledger.head() == head


def test_an_empty_ledger_is_given_the_weekend(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    assert weekend_steps(open_weekend(url))
    reopened = govsim.open(url)
    assert BUNDLED in {header.record for header in reopened.ledger.headers()}


def test_posts_keep_the_order_in_which_the_record_declares_them(gov: Gov, tmp_path: Path) -> None:
    gov.load(write_record(tmp_path))
    assert [post.post for post in gov.at("2021-01-01").posts] == ["co/ceo", "co/board"]
