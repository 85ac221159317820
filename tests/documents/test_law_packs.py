"""The law packs that come with govsim: each reads, says where each rule stands, and keeps within its own floors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

from govsim.documents.law_packs import FOLDER, known_packs, law_file, law_pack, parse_pack
from govsim.model.bylaws import Bylaws, OrganRules, Rule, Threshold
from govsim.model.errors import DocumentError, NotFoundError
from govsim.model.header import Post
from govsim.rules.packs import Contradiction, LawPack, contradictions

PACKS = ("dao-governor", "de-ag", "delaware-corp", "delaware-nonstock", "uk-ltd")
every_pack = pytest.mark.parametrize("id_", PACKS)


def organ(title: str = "Director") -> Post:
    return Post(title=title, seats="many", organ=True)


def posts_of(pack: LawPack) -> dict[str, Post]:
    """Return an organisation with every post that a pack knows."""
    others = {power.target for power in pack.powers if power.target is not None} - set(pack.rules)
    return {f"firm/{role}": organ() for role in pack.rules} | {f"firm/{role}": Post(title=role) for role in others}


def rules_of(pack: LawPack) -> Iterator[tuple[str, Rule]]:
    """Yield every rule of a pack, with its place in words."""
    for section, organs in (("organs", pack.rules), ("floors", pack.floors)):
        for role, rules in organs.items():
            yield f"{section}.{role}", rules
            for key in OrganRules.model_fields:
                if isinstance(value := getattr(rules, key), Threshold):
                    yield f"{section}.{role}.{key}", value
    for power in pack.powers:
        yield power.id, power
        if power.majority is not None:
            yield f"{power.id}.majority", power.majority
    for consent in pack.consents:
        yield consent.id, consent


def against(id_: str, **layer: Any) -> list[Contradiction]:
    return list(contradictions(law_pack(id_), Bylaws.model_validate(layer)))


# -- all packs


def test_the_packs_of_the_laws_that_are_promised_are_there() -> None:
    assert known_packs() == PACKS


@every_pack
def test_a_pack_reads_once_and_says_what_it_leaves_out(id_: str) -> None:
    pack = law_pack(id_)
    assert pack is law_pack(id_)
    assert (pack.id, pack.rules != {}) == (id_, True)
    assert "What bylaws here cannot say" in pack.note.replace("\n", " ")


@every_pack
def test_every_rule_is_cited_with_its_section_or_version(id_: str) -> None:
    for place, rule in rules_of(law_pack(id_)):
        assert rule.cite, place
        assert re.search(r"\d", rule.cite), place


@every_pack
def test_what_is_an_assumption_has_a_confidence_and_what_has_one_is_an_assumption(id_: str) -> None:
    for place, rule in rules_of(law_pack(id_)):
        assumed = (rule.note or "").startswith("assumption")
        assert (rule.confidence is not None) == assumed, place
        assert rule.confidence is None or 0 < rule.confidence < 1, place


@every_pack
def test_no_pack_contradicts_itself(id_: str) -> None:
    pack = law_pack(id_)
    assert list(contradictions(pack, pack.for_organization("firm", posts_of(pack)))) == []


@every_pack
def test_no_two_powers_of_a_pack_share_an_id_or_an_act(id_: str) -> None:
    powers = law_pack(id_).powers
    assert len({power.id for power in powers}) == len(powers)
    assert len({(power.act, power.target, power.capacity) for power in powers}) == len(powers)


@every_pack
def test_each_rule_of_a_pack_reaches_an_organisation_with_all_its_posts(id_: str) -> None:
    pack = law_pack(id_)
    layer = pack.for_organization("firm", posts_of(pack))
    assert set(layer.organs) == {f"firm/{role}" for role in pack.rules}
    assert [power.id for power in layer.powers] == [power.id for power in pack.powers]
    names = {*layer.organs, *(f"firm/{power.target}" for power in pack.powers)}
    for rules in layer.organs.values():
        assert rules.vacancies is None or rules.vacancies in names
    for power in layer.powers:
        assert power.organ in layer.organs
        assert power.target is None or power.target in names


# -- what single laws say


def test_the_words_of_an_organisation_are_understood() -> None:
    posts = {
        "acme/directors": organ(),
        "acme/stockholders": organ("Stockholder"),
        "acme/chief-executive": Post(title="C"),
    }
    layer = law_pack("delaware-corp").for_organization("acme", posts)
    assert list(layer.organs) == ["acme/directors", "acme/stockholders"]
    assert {power.id: (power.organ, power.target) for power in layer.powers} == {
        "remove-director": ("acme/stockholders", "acme/directors"),
        "remove-ceo": ("acme/directors", "acme/chief-executive"),
        "appoint-ceo": ("acme/directors", "acme/chief-executive"),
    }


@pytest.mark.parametrize("id_", ["delaware-corp", "delaware-nonstock"])
@pytest.mark.parametrize(
    ("rules", "wrong"),
    [
        ({"quorum": {"at_least": "1/4", "of": "authorised"}}, ["quorum"]),
        ({"quorum": {"at_least": "1/3", "of": "authorised"}}, []),
        ({"quorum": {"more_than": "1/2", "of": "in_office"}}, []),
        ({"majority": {"more_than": "1/2", "of": "cast"}}, ["majority"]),
        ({"majority": {"at_least": "1/2", "of": "present"}}, ["majority"]),
        ({"majority": {"more_than": "1/2", "of": "in_office"}}, []),
        ({"written_consent": {"at_least": "2/3", "of": "in_office"}}, ["written_consent"]),
        ({"tie_break": "chair", "notice": "48h", "authorised": "6"}, []),
    ],
)
def test_delaware_bylaws_go_no_lower_than_the_law(id_: str, rules: dict[str, Any], wrong: list[str]) -> None:
    assert [one.location[-1] for one in against(id_, organs={"firm/board": rules})] == wrong


def test_only_without_stock_may_a_delaware_charter_go_below_a_third() -> None:
    for id_, admitted in (("delaware-corp", False), ("delaware-nonstock", True)):
        quorum = {"at_least": "1/5", "of": "authorised", "overrides": id_, "cite": "certificate of incorporation"}
        assert (not against(id_, organs={"firm/board": {"quorum": quorum}})) == admitted


def test_bylaws_that_ask_two_thirds_to_remove_a_director_are_no_delaware_law() -> None:
    """Frechter v. Zier (Del. Ch. 2017)."""
    power = {"id": "remove-director", "organ": "firm/shareholders", "act": "fired", "target": "firm/board"}
    (one,) = against("delaware-corp", powers=[power | {"majority": {"at_least": "2/3", "of": "outstanding"}}])
    assert (one.location, one.law) == (("powers", 0, "majority"), "more than 1/2 of outstanding")
    assert one.cite == "8 Del. C. § 141(k)"


def test_a_delaware_board_removes_no_director_and_without_stock_it_may() -> None:
    power = {"id": "ours", "organ": "firm/board", "act": "fired", "target": "firm/board"}
    assert [one.location for one in against("delaware-corp", powers=[power])] == [("powers", 0, "organ")]
    assert against("delaware-nonstock", powers=[power]) == []


def test_british_articles_may_lengthen_notice_and_entrench_and_not_the_reverse() -> None:
    for notice, admitted in (("13d", False), ("14d", True), ("2w", True), ("21d", True)):
        assert (not against("uk-ltd", organs={"firm/members": {"notice": notice}})) == admitted
    for part, admitted in (("2/3", False), ("3/4", True), ("9/10", True)):
        majority = {"at_least": part, "of": "cast"}
        power = {"id": "x", "organ": "firm/members", "act": "bylaws_adopted", "majority": majority}
        assert (not against("uk-ltd", powers=[power])) == admitted


def test_british_articles_may_let_the_board_remove_and_not_raise_what_members_need() -> None:
    power = {"id": "x", "organ": "firm/board", "act": "fired", "target": "firm/board"}
    assert against("uk-ltd", powers=[power]) == []
    higher = power | {"organ": "firm/shareholders", "majority": {"at_least": "3/4", "of": "cast"}}
    assert [one.location[-1] for one in against("uk-ltd", powers=[higher])] == ["majority"]


def test_three_always_take_part_in_a_german_supervisory_board() -> None:
    def quorum(**rules: Any) -> list[Contradiction]:
        return against("de-ag", organs={"firm/aufsichtsrat": rules})

    assert quorum(authorised="12", quorum={"at_least": "1/3", "of": "authorised"}) == []
    assert len(quorum(authorised="6", quorum={"at_least": "1/3", "of": "authorised"})) == 1
    assert quorum(quorum={"at_least": "1/3", "of": "authorised", "minimum": "3"}) == []
    assert [one.law for one in quorum(authorised="2")] == ["3"]


def test_only_the_supervisory_board_dismisses_the_management_of_a_german_company() -> None:
    power = {"id": "x", "organ": "firm/hauptversammlung", "act": "fired", "target": "firm/vorstand"}
    assert [one.law for one in against("de-ag", powers=[power])] == ["supervisory-board, and nobody else"]
    assert against("de-ag", powers=[power | {"organ": "firm/supervisory-board"}]) == []


def test_a_governor_counts_for_over_against_and_a_part_of_the_supply() -> None:
    holders = (
        law_pack("dao-governor").for_organization("dao", {"dao/token-holders": organ()}).organs["dao/token-holders"]
    )
    assert holders.quorum is not None
    assert holders.majority is not None
    assert (holders.quorum.part, holders.quorum.of, holders.weights) == (Fraction(1, 25), "outstanding", "stakes")
    assert holders.majority.is_met(51, 100)
    assert not holders.majority.is_met(50, 100)  # a tie is lost
    assert not any(rule.mandatory for _, rule in rules_of(law_pack("dao-governor")))


# -- reading


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        ("delaware", "did you mean"),
        ("Delaware-Corp", "'delaware-corp'?"),
        ("roman-law", "law packs: dao-governor, de-ag"),
        ("../pyproject", "law packs"),
    ],
)
def test_a_pack_that_is_not_there_lists_those_that_are(wrong: str, hint: str) -> None:
    with pytest.raises(NotFoundError, match=f"there is no law pack '{re.escape(wrong)}'") as caught:
        law_pack(wrong)
    assert hint in (caught.value.hint or "")
    assert all(id_ in (caught.value.hint or "") for id_ in PACKS)


def test_both_places_of_a_contradiction_can_be_named() -> None:
    quorum = {"at_least": "1/4", "of": "authorised"}
    (one,) = against("delaware-corp", organs={"firm/board": {"quorum": quorum}})
    file, line, column = law_file("delaware-corp").where(one.law_location).split(":")
    assert file == "laws/delaware-corp.yaml"
    written = (FOLDER / "delaware-corp.yaml").read_text(encoding="utf-8").splitlines()
    assert written[int(line) - 1][int(column) - 1 :] == "at_least: 1/3"


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("id: other\ntitle: T\njurisdiction: X\nnote: n\n", "my-law.yaml:1:5: 'other' is not the name of its file"),
        ("id: my-law\ntitel: T\njurisdiction: X\nnote: n\n",
         "my-law.yaml:2:1: unknown key 'titel' (did you mean 'title'?)"),
        ("id: my-law\ntitle: T\njurisdiction: X\nnote: n\norgans:\n  board:\n    quorum: {at_least: 3/2, of: cast}\n",
         "my-law.yaml:7:24: '3/2' is not a share from 0 to 1"),
        ("- id\n", "my-law.yaml:1:1: a law pack is a mapping"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_pack_is_told_with_its_place(text: str, mistake: str) -> None:
    with pytest.raises(DocumentError, match=re.escape(mistake)):
        parse_pack(text, FOLDER / "my-law.yaml")
