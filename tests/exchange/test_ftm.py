"""FollowTheMoney: who held which position, with several values to a property and terms that are no tenures."""

from __future__ import annotations

import json
from typing import Any

import pytest

from govsim.exchange.formats import FORMATS
from govsim.model.errors import GovsimError
from govsim.model.events import Divested, Hired, Invested
from govsim.model.record import Record
from tests.exchange.files import moment
from tests.exchange.stories import again, lost, read, tenures, written
from tests.replay.builders import Answers, departed, hired, make_record


def entity(id_: str, schema: str, **properties: Any) -> dict[str, Any]:
    values = {name: value if isinstance(value, list) else [value] for name, value in properties.items()}
    return {"id": id_, "schema": schema, "properties": values}


CAST = [
    entity("ada", "Person", name=["Ada", "Ada L."], wikidataId="Q1", birthDate="1970", deathDate="2021-03"),
    entity("ben", "Person", name="Ben"),
    entity("acme", "Company", name="Acme", incorporationDate="2001"),
    entity("chair", "Position", name="Chair", organization="acme", numberOfSeats="1", inceptionDate="2002-01-01"),
]


def lines(*entities: dict[str, Any]) -> str:
    return "".join(f"{json.dumps(one)}\n" for one in entities)


def record_of(*entities: dict[str, Any], **options: Any) -> Record:
    return read("ftm", lines(*CAST, *entities), **options).record


def holders(record: Record, at: str, post: str = "acme/chair") -> set[tuple[str, str, str]]:
    return Answers(record).holders_at(post, moment(at))


def occupancy(holder: str = "ben", **properties: Any) -> dict[str, Any]:
    return entity(f"{holder}-chair", "Occupancy", holder=holder, post="chair", **properties)


def test_an_occupancy_is_a_tenure_in_a_position() -> None:
    record = record_of(occupancy(startDate="2010-01-01", endDate="2012-05"))
    assert holders(record, "2011-01-01") == {("ben", "regular", "certain")}
    assert record.header.posts["acme/chair"].seats == 1
    assert [event.type for event in record.events][:2] == ["founded", "post_created"]
    assert Answers(record).status_at("acme/chair", moment("2001-12-30")) == "absent"


def test_a_term_is_no_tenure() -> None:
    record = record_of(occupancy(periodStart="2010-01-01", periodEnd="2014-01-01"))
    assert holders(record, "2013-01-01") == {("ben", "regular", "possible")}
    (entered, _) = (event for event in record.events if event.type in ("hired", "departed"))
    assert isinstance(entered, Hired)
    assert str(entered.until) == "2014-01-01"
    assert "term: 2010-01-01 to 2014-01-01" in (entered.note or "")


def test_current_is_current_when_it_was_looked_at_and_no_longer() -> None:
    record = record_of(occupancy(startDate="2010-01-01", status="current", retrievedAt="2015-06-01"))
    assert holders(record, "2015-05-01") == {("ben", "regular", "certain")}
    assert holders(record, "2016-05-01") == {("ben", "regular", "possible")}
    seen = {**occupancy(startDate="2010-01-01", status="current"), "last_seen": "2015-06-01T10:00:00Z"}
    assert holders(record_of(seen), "2015-05-01") == {("ben", "regular", "certain")}
    without = record_of(occupancy(startDate="2010-01-01", retrievedAt="2015-06-01"))
    assert holders(without, "2015-05-01") == {("ben", "regular", "possible")}


def test_nobody_is_in_office_after_death() -> None:
    record = record_of(occupancy("ada", startDate="2010-01-01", status="current"))
    assert holders(record, "2020-01-01") == {("ada", "regular", "possible")}
    assert holders(record, "2021-04-01") == set()


def test_of_several_dates_the_earliest_start_and_the_latest_end_are_read_and_the_others_counted() -> None:
    made = read("ftm", lines(*CAST, occupancy(startDate=["2011-02-01", "2010"], endDate=["2012", "2013-01-05"])))
    ends = [str(event.at) for event in made.record.events if event.type in ("hired", "departed")]
    assert ends == ["2010", "2013-01-05"]
    assert {"a second startDate", "a second endDate"} <= lost(made.report.losses)
    same = record_of(occupancy(startDate=["2011", "2011-02-01"]))
    assert "2011-02-01" in [str(event.at) for event in same.events]


def test_roles_of_directors_members_and_employees_are_posts() -> None:
    record = record_of(
        entity("d", "Directorship", director="ben", organization="acme", role="Director", startDate="2010-01-01"),
        entity("m", "Membership", member="ben", organization="acme", startDate="2010-01-01"),
        entity("e", "Employment", employee="ben", employer="acme", role="Cook", startDate="2010-01-01"),
    )
    assert {"acme/director", "acme/member", "acme/cook"} <= set(record.header.posts)


def test_ownership_is_a_stake_until_it_ends() -> None:
    record = record_of(
        entity("o", "Ownership", owner="ben", asset="acme", percentage="25.5 %", startDate="2010", endDate="2012"),
        entity("p", "Ownership", owner="ada", asset="acme", percentage="25-50", startDate="2010"),
    )
    stakes = [
        (event.who[0], str(event.at), str(event.stake), event.note)
        for event in record.events
        if isinstance(event, Invested | Divested)
    ]
    assert sorted(stakes) == [
        ("ada", "2010", "None", "percentage: 25-50"),
        ("ben", "2010", "51/200", None),
        ("ben", "2012", "0", None),
    ]


def test_a_position_without_organisation_is_of_its_place() -> None:
    entities = [
        CAST[1],
        entity("gov", "Position", name="Governor", country="us", subnationalArea="Alaska"),
        entity("o", "Occupancy", holder="ben", post="gov", startDate="2010"),
    ]
    record = read("ftm", lines(*entities)).record
    assert record.header.organizations["alaska-us"].name == "Alaska, US"
    given = read("ftm", lines(*entities), organization="State of Alaska").record
    assert set(given.header.posts) == {"state-of-alaska/gov"}


def test_entities_written_out_in_place_and_the_order_of_lines_make_no_difference() -> None:
    whole = occupancy(startDate="2010-01-01")
    nested = {**whole, "properties": {**whole["properties"], "holder": [CAST[1]], "post": [CAST[3]]}}
    assert tenures(record_of(whole)) == tenures(read("ftm", lines(nested, CAST[2], CAST[0])).record)
    assert record_of(whole).events == read("ftm", lines(whole, *CAST[::-1])).record.events


def test_what_has_no_place_is_counted() -> None:
    losses = read("ftm", lines(*CAST, entity("x", "Family", person="ada", relative="ben"), occupancy())).report.losses
    assert lost(losses) == {"Person.birthDate", "entities of the schema Family"}


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        ({"id": "x", "schema": "Person"}, "properties are missing"),
        ({"schema": "Person", "properties": {}}, "id is missing"),
        (entity("x", "Occupancy", holder="ben"), "properties.post is missing"),
        (entity("x", "Occupancy", holder="ben", post="none"), "the position 'none' is not in the file"),
        (entity("x", "Occupancy", holder="ben", post="chair", startDate="31/02/20"), "properties.startDate: "),
        (entity("x", "Position", name="Nowhere"), "properties.organization is missing"),
        (entity("x", "Ownership", owner="ben", asset="ada"), "properties.asset names a person"),
        (entity("ben", "Person", name="Other"), "the id 'ben' stands in line 2 with other content"),
        (["x"], "an object is expected here"),
    ],
)
def test_an_entity_that_cannot_be_read_is_left_out_at_its_line(bad: Any, problem: str) -> None:
    report = read("ftm", lines(*CAST, occupancy(), bad)).report
    (told,) = report.unreadable
    assert told.message.startswith(problem)
    assert (told.line, report.refused, report.tenures) == (6, 1, 1)


# -- out and back


RECORD = [
    {"type": "founded", "at": "2023-01-02", "organization": "org"},
    {"type": "post_created", "at": "2023-01-03", "post": "org/cfo"},
    hired(["ada", "ben"], "2023-02-01", "org/board"),
    hired("ben", "2023-02-03", capacity="interim", until="2023-06-01"),
    departed("ben", "2023-03-04", reason="retired"),
    departed(["ada", "ben"], "2023-04", "org/board"),
    {"type": "invested", "at": "2023-02-05", "who": "ada", "in": "org", "stake": "1/4"},
    {"type": "divested", "at": "2023-04-05", "who": "ada", "in": "org", "stake": "0"},
]


def test_a_history_comes_back() -> None:
    record = make_record(RECORD)
    back, losses = again("ftm", record)
    assert tenures(back) == tenures(record)
    assert {event.type for event in back.events} == {event.type for event in record.events}
    stakes = [(str(one.at), str(one.stake)) for one in back.events if isinstance(one, Invested | Divested)]
    assert stakes == [("2023-02-05", "1/4"), ("2023-04-05", "0")]
    assert "retired" in {event.dump().get("reason") for event in back.events}
    assert lost(losses) == {
        "the zone: dates are days in America/New_York; import with --zone America/New_York",
        "post.organ",
        "post.within",
    }


def test_every_entity_of_a_branch_says_so() -> None:
    text = written("ftm", make_record(RECORD), branch="what-if").text()
    assert all(
        json.loads(line)["properties"]["summary"] == ["HYPOTHETICAL: branch what-if"] for line in text.splitlines()
    )
    assert (read("ftm", text).record.header.title or "").startswith("HYPOTHETICAL: branch what-if. ")


def test_what_is_written_is_in_order_for_the_library_of_the_format() -> None:
    pytest.importorskip("followthemoney")
    FORMATS["ftm"].validate(written("ftm", make_record(RECORD), branch="what-if").text())
    with pytest.raises(GovsimError):
        FORMATS["ftm"].validate(lines(entity("x", "Nonsense", name="x")))
    with pytest.raises(GovsimError):
        FORMATS["ftm"].validate(lines(entity("x", "Person", birthDate="soon", name="x")))
