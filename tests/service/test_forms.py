"""Forms for events: every event of the seeds goes in and comes out the same, every type can be inserted, and mistakes
stand at their field.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from govsim.model.events import EVENT_TYPES, AboutEvent
from govsim.service.drafts import Draft
from govsim.service.forms import EVENT_CHOICES, FormView, completions, form_for, form_of, read_form
from govsim.service.gov import Gov
from govsim.service.past import Past
from tests.conftest import ROOT
from tests.service.scenarios import CHANGED_VOTE, seen, write_house

SEEDS = ("openai-2023", "disney-2022", "uber-2017")


@pytest.fixture
def house(tmp_path: Path) -> Gov:
    """Govsim over the small house as a file."""
    return Gov(None, [write_house(tmp_path)])


@pytest.fixture
def draft(house: Gov) -> Draft:
    return house.scenarios.draft("house")


@pytest.fixture
def past(house: Gov) -> Past:
    return house.past()


def at(past: Past, event: str) -> int:
    return past.entry_of[f"house/{event}"].key


def field(form: FormView, name: str) -> Any:
    return next(one for one in form.fields if one.name == name)


# -- what is changed


@pytest.mark.parametrize("record", SEEDS)
def test_every_event_of_the_seeds_reads_back_as_it_was(record: str) -> None:
    """With every field taken for written anew, a form says of an event what the record says."""
    gov = Gov(None, [ROOT / "seeds" / f"{record}.yaml"])
    past, draft = gov.past(), gov.scenarios.draft(record)
    for ref in past.entry_of:
        form = form_of(past, record, ref)
        assert read_form(form, {}, draft).data == {}, ref
        touched = {one.name: f" {one.text}" for one in form.fields}  # spaces are no change
        assert read_form(form, touched, draft) == read_form(form, {}, draft), ref
        note = dict(read_form(form, {"note": "otherwise"}, draft).data)
        assert note == {"note": "otherwise"}, ref


def test_a_vote_that_is_cast_otherwise_changes_the_whole_of_the_votes(past: Past, draft: Draft) -> None:
    form = form_of(past, "house", "house/vote")
    assert {one.name: one.text for one in form.fields if one.kind == "vote"} == {
        "votes.ben": "for",
        "votes.cleo": "for",
        "votes.ada": "against",
    }
    result = read_form(form, {"votes.cleo": "against"}, draft)
    assert result.mistakes == {}
    assert {how: sorted(who) for how, who in result.data["votes"].items()} == CHANGED_VOTE["votes"]
    draft.change("house/vote", result.data)
    assert seen(draft)["ada-fired"] == "dropped"


def test_a_field_that_is_emptied_goes_back_to_its_default(past: Past, draft: Draft) -> None:
    form = form_of(past, "house", "house/dan-ceo")
    assert read_form(form, {"capacity": ""}, draft).data == {"capacity": None}


# -- what is inserted


def test_every_type_of_event_but_those_about_events_can_be_inserted() -> None:
    about = {type_ for type_, model in EVENT_TYPES.items() if issubclass(model, AboutEvent)}
    assert {one.type for one in EVENT_CHOICES} == EVENT_TYPES.keys() - about
    assert all(one.title and len(one.title) < 90 for one in EVENT_CHOICES)


@pytest.mark.parametrize("type_", [one.type for one in EVENT_CHOICES])
def test_a_form_asks_for_what_its_type_must_have_and_offers_what_can_be_picked(type_: str, past: Past) -> None:
    form = form_for(past, "house", type_, at(past, "letter"))
    needed = {info.alias or name for name, info in EVENT_TYPES[type_].model_fields.items() if info.is_required()}
    asked = {one.name.partition(".")[0] for one in form.fields if one.required}
    assert asked - {"at"} == needed - {"id", "type", "at"}
    assert field(form, "at").text == "2022-05-03 00:00"
    assert all(one.choices for one in form.fields if one.kind in ("pick", "choice") and one.required), type_


@pytest.mark.parametrize(
    ("type_", "texts"),
    [
        ("hired", {"who": "cleo", "to": "co/club"}),
        ("fired", {"who": "dan", "from": "co/ceo"}),
        ("resigned", {"who": "ben", "from": "co/board"}),
        ("departed", {"who": "ben, ada", "from": "co/board", "reason": "died"}),
        ("resolved", {"organ": "co/board", "motion": "Adjourn", "votes.for": "ben, cleo", "votes.against": "ada"}),
        ("letter_sent", {"by": "co", "to": "co/board", "signatories.count": "3", "signatories.of": "10"}),
        ("invested", {"who": "dan", "in": "co", "amount": "10", "currency": "USD"}),
        ("happened", {"what": "A storm"}),
    ],
)
def test_what_a_form_takes_is_an_event_that_happens(
    type_: str, texts: dict[str, str], past: Past, draft: Draft
) -> None:
    form = form_for(past, "house", type_, at(past, "letter"))
    unknown = texts.keys() - {one.name for one in form.fields}
    assert not unknown, [one.name for one in form.fields]
    result = read_form(form, texts, draft)
    assert result.mistakes == {}
    draft.insert(result.data)
    assert seen(draft)[result.data["id"]] == "inserted"


def test_the_id_is_made_up_and_never_one_that_is_taken(past: Past, draft: Draft) -> None:
    form = form_for(past, "house", "hired", at(past, "letter"))
    for expected in ("cleo-hired", "cleo-hired-2"):
        data = read_form(form, {"who": "cleo", "to": "co/club"}, draft).data
        assert data["id"] == expected
        draft.insert(data)
    assert read_form(form, {"who": "cleo", "to": "co/club", "id": "cleo-hired"}, draft).mistakes.keys() == {"id"}


# -- what is wrong


@pytest.mark.parametrize(
    ("texts", "at_field", "said"),
    [
        ({"who": "", "to": "co/ceo"}, "who", "must be written"),
        ({"who": "cloe", "to": "co/ceo"}, "who", "cleo"),
        ({"who": "cleo", "to": "co/ceoo"}, "to", "co/ceo"),
        ({"who": "cleo", "to": "co/ceo", "at": "31/02/2022"}, "at", ""),
        ({"who": "cleo", "to": "co/ceo", "at": "yesterday"}, "at", ""),
        ({"who": "cleo", "to": "co/ceo", "because": "nothing-like-it"}, "because", ""),
        ({"who": "cleo", "to": "co/ceo", "id": "no spaces"}, "id", ""),
    ],
)
def test_a_mistake_stands_at_its_field_and_says_what_would_be_right(
    texts: dict[str, str], at_field: str, said: str, past: Past, draft: Draft
) -> None:
    form = form_for(past, "house", "hired", at(past, "letter"))
    mistakes = read_form(form, texts, draft).mistakes
    assert list(mistakes) == [at_field]
    assert said in f"{mistakes[at_field].message} {mistakes[at_field].hint}"


def test_a_vote_that_is_none_is_told_with_the_nearest_one(past: Past, draft: Draft) -> None:
    form = form_of(past, "house", "house/vote")
    mistake = read_form(form, {"votes.ada": "fro"}, draft).mistakes["votes.ada"]
    assert mistake.message == "'fro' is no way to vote"
    assert "for" in (mistake.hint or "")


@pytest.mark.parametrize(
    "text", ["[red]x", "\x1b[31m", "a: {b", "'", '"', "- x", "# y", "&a *a", "!!python/object:x", "x" * 5000]
)
def test_no_text_in_any_field_breaks_a_form(text: str, past: Past, draft: Draft) -> None:
    for type_ in ("hired", "resolved", "bylaws_adopted", "letter_sent"):
        form = form_for(past, "house", type_, at(past, "letter"))
        for one in form.fields:
            result = read_form(form, {one.name: text}, draft)
            assert result.data or result.mistakes
    assert draft.steps == 0


# -- what can be picked


def test_the_likeliest_is_offered_first(past: Past) -> None:
    fired = form_for(past, "house", "fired", at(past, "letter"))
    assert field(fired, "who").choices[0].value in {"dan", "ada", "ben", "cleo"}
    hired = form_for(past, "house", "hired", at(past, "out") + 1)
    assert [one.value for one in completions(field(hired, "to"), "ce")] == ["co/ceo"]
    assert [one.value for one in completions(field(hired, "who"), "CLE")] == ["cleo"]
    causes = [one.value for one in field(form_for(past, "house", "hired", at(past, "letter")), "because").choices]
    assert causes[0] == "letter"
    assert "ada-back" not in causes[:3]
