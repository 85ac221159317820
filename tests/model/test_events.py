"""The catalogue of events: what each type takes, needs and keeps."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction

import pytest
from pydantic import TypeAdapter, ValidationError

from govsim.model.bound import Bound
from govsim.model.events import EVENT_TYPES, AnyEvent, AnyOf, Divested, Hired, Invested, LetterSent, Resolved

from .catalogue import COMMON, FULL, MINIMAL, Fields, made

ANY_EVENT: TypeAdapter[AnyEvent] = TypeAdapter(AnyEvent)
CLOSING = {"fired", "resigned", "departed", "post_abolished", "dissolved"}


def test_the_catalogue_is_that_of_the_design() -> None:
    assert set(EVENT_TYPES) == set(MINIMAL) == set(FULL)


@pytest.mark.parametrize("kind", EVENT_TYPES)
def test_the_smallest_form_of_an_event_is_enough(kind: str) -> None:
    event = made(kind, MINIMAL[kind])
    assert (event.id, event.type, event.claim) == ("the-event", kind, "confirmed")
    assert (event.because, event.versions, event.sources, event.note) == ((), (), (), None)


@pytest.mark.parametrize("kind", EVENT_TYPES)
def test_every_field_of_the_catalogue_is_taken_and_kept(kind: str) -> None:
    written = {**COMMON, **FULL[kind]}
    event = made(kind, written)
    assert {name for name in written if name not in event.dump()} == set()
    assert set(event.own_fields()) == set(FULL[kind])


@pytest.mark.parametrize("form", [MINIMAL, FULL], ids=["minimal", "full"])
@pytest.mark.parametrize("kind", EVENT_TYPES)
def test_dumped_and_read_again_an_event_is_the_same(kind: str, form: dict[str, Fields]) -> None:
    event = made(kind, {**form[kind], **(COMMON if form is FULL else {})})
    stored = json.loads(json.dumps(event.dump()))
    again = EVENT_TYPES[kind].model_validate(stored)  # without a zone: what is stored is read already
    assert again == event
    assert again.dump() == event.dump()
    assert ANY_EVENT.validate_python(stored) == event


@pytest.mark.parametrize(
    ("kind", "field"), [(kind, field) for kind in MINIMAL for field in ("id", "at", *MINIMAL[kind])]
)
def test_a_required_field_left_out_is_missed_by_name(kind: str, field: str) -> None:
    written = {"id": "the-event", "type": kind, "at": "unknown", **MINIMAL[kind]}
    del written[field]
    with pytest.raises(ValidationError) as caught:
        EVENT_TYPES[kind].model_validate(written)
    assert [(error["type"], error["loc"]) for error in caught.value.errors()] == [("missing", (field,))]


@pytest.mark.parametrize("kind", EVENT_TYPES)
def test_a_field_of_no_type_or_of_another_type_is_refused(kind: str) -> None:
    foreign = {field for fields in FULL.values() for field in fields} - set(FULL[kind])
    for field in ("nonsense", *foreign):
        with pytest.raises(ValidationError) as caught:
            made(kind, {**MINIMAL[kind], field: "x"})
        assert ("extra_forbidden", (field,)) in [(error["type"], error["loc"]) for error in caught.value.errors()]


@pytest.mark.parametrize("kind", EVENT_TYPES)
def test_the_five_closing_types_sort_by_the_latest_instant(kind: str) -> None:
    assert EVENT_TYPES[kind].closes == (kind in CLOSING)


def test_an_event_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        setattr(made("met", {}), next(iter(["note"])), "else")


def test_one_id_and_a_list_of_it_are_the_same() -> None:
    one, many = made("hired", {"who": "ada", "to": "org/ceo"}), made("hired", {"who": ["ada"], "to": ["org/ceo"]})
    assert one == many


def test_a_cause_may_be_one_id_a_list_or_alternatives() -> None:
    assert made("met", {"because": "a"}).because == ("a",)
    assert made("met", {"because": {"any": ["a", "b"]}}).because == (AnyOf(any=("a", "b")),)
    assert made("met", {"because": ["a", {"any": ["b", "c"]}]}).causes == ["a", "b", "c"]


def test_no_alternative_at_all_is_no_cause() -> None:
    with pytest.raises(ValidationError):
        made("met", {"because": [{"any": []}]})


@pytest.mark.parametrize(
    ("written", "share"), [("49%", (49, 100)), ("0.49", (49, 100)), ("1/3", (1, 3)), ("1", (1, 1))]
)
def test_a_stake_is_an_exact_fraction(written: str, share: tuple[int, int]) -> None:
    event = made("invested", {"who": "ada", "in": "org", "stake": written})
    assert isinstance(event, Invested)
    assert event.stake == Fraction(*share)


@pytest.mark.parametrize(
    "written", ["120%", "-0.1", "half", "1/0", "", "nan", "inf", "1e-99999", "1e-999999999", "1/" + "9" * 5000]
)
def test_what_is_no_share_of_a_whole_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        made("invested", {"who": "ada", "in": "org", "stake": written})


@pytest.mark.parametrize(
    "written", ["lots", "$5", "1,000", "-1", "NaN", "Infinity", "1e999999999", "1e40", "1" * 5000, ""]
)
def test_what_is_no_amount_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        made("divested", {"who": "ada", "in": "org", "amount": written})


def test_an_amount_is_exact() -> None:
    event = made("divested", {"who": "ada", "in": "org", "amount": "13_000_000_000.01"})
    assert isinstance(event, Divested)
    assert event.amount == Decimal("13000000000.01")


@pytest.mark.parametrize("seats", ["0", "-1", "1.5", "none", "true", "", "1e3"])
def test_seats_are_a_number_from_one_on_or_many(seats: str) -> None:
    with pytest.raises(ValidationError, match="seats is a number from 1 on, or many"):
        made("post_changed", {"post": "org/ceo", "seats": seats})


@pytest.mark.parametrize(
    "internal",
    [
        {"text": "x", "earliest": "y", "latest": "z"},
        {"text": ["x"], "earliest": 1, "latest": 2},
        {"text": "x", "earliest": 2, "latest": 1},
        {"text": "x", "earliest": 1.5, "latest": None},
        {"text": "x", "earliest": True, "latest": None},
        {"text": None, "earliest": None, "latest": None},
    ],
)
def test_a_bound_in_stored_form_must_be_one(internal: Fields) -> None:
    with pytest.raises(ValidationError):
        made("met", {"at": internal})


def test_capacity_votes_and_signatories_are_typed() -> None:
    hired, letter, vote = (made(kind, FULL[kind]) for kind in ("hired", "letter_sent", "resolved"))
    assert isinstance(hired, Hired)
    assert hired.capacity == "interim"
    assert isinstance(hired.until, Bound)
    assert isinstance(letter, LetterSent)
    assert letter.signatories is not None
    assert (letter.signatories.count, letter.signatories.of) == (505, 770)
    assert isinstance(vote, Resolved)
    assert vote.carried is True
    assert vote.votes is not None
    assert (vote.votes.for_, vote.votes.against) == (("ada",), ("ben",))
