"""Which power wins where several name an act: only those of its own organisation, and never against itself."""

from __future__ import annotations

from typing import Any

from tests.rules.verdicts import FIRE, HEAD, failed, judged

POSTS = {
    **HEAD["posts"],
    "bank/board": {"title": "Director", "seats": "many", "organ": "true"},
    "bank/ceo": "Chief",
}


def power(id_: str, organ: str, **fields: Any) -> dict[str, Any]:
    return {"id": id_, "organ": organ, "act": "fired", **fields}


def test_a_power_overrides_none_of_another_organisation() -> None:
    at_bank = {"id": "gus-at-bank", "type": "hired", "at": "2020-02-01", "who": "gus", "to": "bank/ceo"}
    act = {**FIRE, "from": ["org/ceo", "bank/ceo"], "by": "org/board"}
    rules = {
        "powers": [
            power("remove", "org/members"),
            power("remove-chief", "org/board", target="org/ceo", overrides="remove"),
        ]
    }
    its = {
        "id": "adopted", "type": "bylaws_adopted", "at": "2021-01-01", "organization": "bank",
        "bylaws": {"powers": [power("remove", "bank/board", target="bank/ceo")]},
    }  # fmt: skip
    found = judged([at_bank, its, act], rules, posts=POSTS)
    assert found["out"].status == "void"
    assert failed(found["out"]) == ["remove"]
    assert {reason.provision for reason in found["out"].reasons} == {"remove", "remove-chief"}


def test_a_power_that_says_it_overrides_its_forerunner_of_the_same_name_is_there() -> None:
    adopted = {
        "id": "adopted", "type": "bylaws_adopted", "at": "2021-01-01", "organization": "org",
        "bylaws": {"powers": [power("remove", "org/members", overrides="remove")]},
    }  # fmt: skip
    rules = {"powers": [power("remove", "org/board"), power("abolish", "org/board", act="post_abolished")]}
    found = judged([adopted, {**FIRE, "by": "org/board"}], rules)["out"]
    assert found.status == "void"
    assert [(reason.provision, reason.layer) for reason in found.reasons] == [("remove", "r/adopted")]
