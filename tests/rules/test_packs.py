"""A law in roles becomes the bylaws of one organisation, and says which rules of another layer it does not admit."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from pydantic import ValidationError

from govsim.model.bylaws import Bylaws, Threshold
from govsim.model.header import Post
from govsim.rules.packs import Contradiction, LawPack, contradictions

THIRD = {"at_least": "1/3", "of": "authorised", "mandatory": "true", "cite": "Act s. 5"}
LAW: dict[str, Any] = {
    "id": "club-act",
    "title": "The Club Act",
    "jurisdiction": "XX",
    "note": "made up",
    "roles": {"members": ["assembly"]},
    "organs": {
        "board": {
            "quorum": {"more_than": "1/2", "of": "authorised"},
            "written_consent": {"at_least": "1", "of": "in_office", "mandatory": "true", "cite": "Act s. 6"},
            "vacancies": "members",
        },
        "members": {"tie_break": "none", "notice": "14d", "mandatory": "true", "cite": "Act s. 9"},
    },
    "floors": {
        "board": {"quorum": THIRD, "majority": {"more_than": "1/2", "of": "present"}, "authorised": "3"},
        "members": {"notice": "14d", "mandatory": "true"},
    },
    "powers": [
        {"id": "remove-director", "organ": "members", "act": "fired", "target": "board", "mandatory": "true",
         "majority": {"more_than": "1/2", "of": "in_office", "mandatory": "true"}, "cite": "Act s. 7"},
        {"id": "amend", "organ": "members", "act": "bylaws_adopted", "mandatory": "true",
         "majority": {"at_least": "2/3", "of": "cast"}, "cite": "Act s. 8"},
        {"id": "remove-ceo", "organ": "board", "act": "fired", "target": "ceo"},
    ],
    "consents": [{"id": "patron", "holder": "patron", "act": "hired", "target": "ceo"}],
}  # fmt: skip
PACK = LawPack.model_validate(LAW)
BOARD, ASSEMBLY = Post(title="Director", organ=True), Post(title="Member", organ=True)


def found(**layer: Any) -> list[Contradiction]:
    return list(contradictions(PACK, Bylaws.model_validate(layer)))


def board(**rules: Any) -> list[Contradiction]:
    return found(organs={"club/board": rules})


# -- for an organisation


def test_roles_become_the_posts_that_there_are() -> None:
    posts = {"club/board": BOARD, "club/assembly": ASSEMBLY, "club/ceo": Post(title="Chief"), "other/patron": BOARD}
    layer = PACK.for_organization("club", posts)
    assert (layer.law, list(layer.organs)) == ("club-act", ["club/board", "club/assembly"])
    assert layer.organs["club/board"].vacancies == "club/assembly"
    assert layer.organs["club/board"].quorum == PACK.rules["board"].quorum
    assert [(power.id, power.organ, power.target) for power in layer.powers] == [
        ("remove-director", "club/assembly", "club/board"),
        ("amend", "club/assembly", None),
        ("remove-ceo", "club/board", "club/ceo"),
    ]
    assert not layer.consents  # the patron is one of another organisation


def test_what_an_organisation_lacks_is_left_out() -> None:
    layer = PACK.for_organization("club", {"club/board": BOARD})
    assert layer.organs["club/board"].vacancies is None
    assert (list(layer.organs), layer.powers) == (["club/board"], ())


def test_a_post_that_does_not_decide_is_no_organ() -> None:
    layer = PACK.for_organization("club", {"club/board": Post(title="Director"), "club/ceo": Post(title="Chief")})
    assert (layer.organs, layer.powers) == ({}, ())


def test_the_own_word_for_a_role_wins_over_another() -> None:
    posts = {"club/assembly": ASSEMBLY, "club/members": ASSEMBLY}
    assert list(PACK.for_organization("club", posts).organs) == ["club/members"]


def test_a_consent_is_a_holders_of_the_organisation() -> None:
    posts = {"club/patron": Post(title="Patron"), "club/ceo": Post(title="Chief")}
    consents = PACK.for_organization("club", posts).consents
    assert [(consent.holder, consent.target) for consent in consents] == [("club/patron", "club/ceo")]


@pytest.mark.parametrize(
    "wrong", [{"powers": [{"id": "x", "organ": "council", "act": "fired"}]}, {"floors": {"council": {"notice": "1d"}}}]
)
def test_a_rule_on_an_organ_that_the_pack_lacks_is_a_mistake(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="no organ 'council'"):
        LawPack.model_validate(LAW | wrong)


# -- floors


@pytest.mark.parametrize(
    "quorum",
    [
        {"at_least": "1/3", "of": "authorised"},
        {"more_than": "1/3", "of": "authorised"},
        {"more_than": "1/2", "of": "in_office"},
        {"at_least": "1", "of": "present"},
    ],
)
def test_a_rule_as_strict_as_a_floor_or_stricter_is_admitted(quorum: dict[str, Any]) -> None:
    assert board(quorum=quorum) == []


@pytest.mark.parametrize(
    ("quorum", "said"),
    [
        ({"at_least": "1/4", "of": "authorised"}, "at least 1/4 of authorised"),
        ({"at_least": "33%", "of": "authorised"}, "at least 33/100 of authorised"),
        ({"at_least": "1/3", "of": "in_office"}, "at least 1/3 of in office"),
        ({"more_than": "1/4", "of": "outstanding"}, "more than 1/4 of outstanding"),
    ],
)
def test_a_rule_below_a_floor_is_found_with_both_places_and_texts(quorum: dict[str, Any], said: str) -> None:
    (one,) = board(quorum=quorum)
    assert (one.location, one.said) == (("organs", "club/board", "quorum"), said)
    assert (one.law_location, one.law) == (("floors", "board", "quorum"), "at least 1/3 of authorised")
    assert one.message == f"'{said}' goes below the least that the law allows: at least 1/3 of authorised (Act s. 5)"


def test_at_a_full_house_a_rule_is_below_a_floor_where_fewer_votes_meet_it() -> None:
    """120 seats are a whole that every part divides, so that each pair of thresholds differs in some count."""
    parts = [Fraction(part) for part in ("0", "1/4", "1/3", "1/2", "3/5", "2/3", "1")]
    thresholds = [Threshold(of="cast", **{kind: part}) for part in parts for kind in ("at_least", "more_than")]
    for floor, rule in product(thresholds, thresholds):
        law = LawPack.model_validate(LAW | {"floors": {"board": {"majority": floor}}})
        layer = Bylaws.model_validate({"organs": {"club/board": {"majority": rule}}})
        laxer = any(rule.is_met(count, 120) and not floor.is_met(count, 120) for count in range(121))
        assert bool(list(contradictions(law, layer))) == laxer, (str(floor), str(rule))


@pytest.mark.parametrize(("seats", "admitted"), [(12, True), (4, True), (3, False), (None, False)])
def test_a_least_number_of_heads_is_met_by_writing_it_or_by_enough_seats(seats: int | None, *, admitted: bool) -> None:
    floor = {"at_least": "0", "of": "authorised", "minimum": "3", "mandatory": "true"}
    law = LawPack.model_validate(LAW | {"floors": {"board": {"quorum": floor}}})
    rules: dict[str, Any] = {"quorum": {"more_than": "1/2", "of": "authorised"}, "authorised": seats}
    assert (not list(contradictions(law, Bylaws.model_validate({"organs": {"club/board": rules}})))) == admitted
    rules["quorum"]["minimum"] = "3"
    assert not list(contradictions(law, Bylaws.model_validate({"organs": {"club/board": rules}})))


def test_seats_and_notice_have_floors_too() -> None:
    assert [one.location[-1] for one in board(authorised=2)] == ["authorised"]
    assert board(authorised=3) == []
    assert board(authorised="in_office") == []
    (short, changed) = found(organs={"club/assembly": {"notice": "13d"}})
    assert (short.below, short.law, changed.below) == (True, "14d", False)


def test_a_floor_that_is_not_mandatory_is_passed_by_a_rule_that_names_the_pack() -> None:
    majority = {"at_least": "1/4", "of": "present"}
    assert len(board(majority=majority)) == 1
    assert board(majority=majority | {"overrides": "club-act"}) == []
    assert board(majority=majority, overrides="club-act") == []
    assert len(board(quorum={"at_least": "1/4", "of": "authorised", "overrides": "club-act"})) == 1


# -- mandatory rules


def test_a_mandatory_rule_may_be_said_again_and_not_otherwise() -> None:
    assert board(written_consent={"at_least": "100%", "of": "in_office", "note": "our article 4"}) == []
    (one,) = board(written_consent={"at_least": "2/3", "of": "in_office"})
    assert (one.below, one.law_location, one.cite) == (False, ("organs", "board", "written_consent"), "Act s. 6")
    assert "contradicts what the law lets nobody change: at least 1 of in office (Act s. 6)" in one.message


def test_an_organ_that_is_mandatory_as_a_whole_is_so_in_every_key() -> None:
    assert found(organs={"club/assembly": {"tie_break": "none", "notice": "2w"}}) == []  # 2w is 14d in other words
    (one,) = found(organs={"club/members": {"tie_break": "chair"}})
    assert (one.said, one.law, one.cite) == ("chair", "none", "Act s. 9")


def power(**changes: Any) -> list[Contradiction]:
    own = {"id": "ours", "organ": "club/assembly", "act": "fired", "target": "club/board"} | changes
    return found(powers=[{"id": "first", "organ": "club/board", "act": "fired", "target": "club/ceo"}, own])


def test_a_mandatory_power_is_of_its_organ_and_of_nobody_else() -> None:
    assert power() == []
    (one,) = power(organ="club/board")
    assert (one.location, one.law_location) == (("powers", 1, "organ"), ("powers", 0, "organ"))
    assert (one.said, one.law) == ("club/board", "members, and nobody else")
    assert power(organ="club/board", target="club/chair") == []
    assert [found.law_location[1] for found in power(id="remove-director", target="club/chair")] == [0]


def test_a_mandatory_majority_is_neither_raised_nor_lowered() -> None:
    assert power(majority={"more_than": "1/2", "of": "in_office"}) == []
    for part in ("2/3", "1/3"):
        (one,) = power(majority={"more_than": part, "of": "in_office"})
        assert (one.location, one.below) == (("powers", 1, "majority"), False)


def test_the_majority_of_a_mandatory_power_may_be_raised_where_it_is_not_fixed() -> None:
    def amending(part: str) -> list[Contradiction]:
        return power(act="bylaws_adopted", target=None, majority={"at_least": part, "of": "cast"})

    assert amending("3/4") == []
    assert [one.below for one in amending("1/2")] == [True]


def test_a_power_that_is_not_mandatory_may_be_anybodys() -> None:
    assert power(organ="club/assembly", target="club/ceo") == []
