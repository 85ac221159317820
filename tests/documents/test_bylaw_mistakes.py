"""Mistakes in bylaws, each at its place: in a header, in an adoption, in a layer of a scenario."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsim.documents.law_packs import law_pack
from govsim.documents.record_file import parse_record
from govsim.model.errors import DocumentError
from govsim.service.gov import Gov

from .marked import unmarked

HEAD = """\
record: r
zone: UTC
people: {ada: Ada, ben: Ben}
organizations: {org: Org, sub: Sub}
posts:
  org/board: {title: Director, seats: many, organ: true}
  org/ceo: Chief
  sub/ceo: Chief of Sub
  sub/board: {title: Director of Sub, seats: many, organ: true}
"""
MISTAKES = {
    "organs: {org/board: {majority: {more_than: 3/2, of: cast}}}": "is not a share from 0 to 1",
    "organs: {org/board: {majority: {more_than: 1/2}}}": "the key 'of' is missing",
    "organs: {org/board: {majority: {more_than: 1/2, at_least: 1/2, of: cast}}}": "a threshold is one part",
    "organs: {org/board: {majority: {more_than: 1/2, of: casts}}}": "did you mean 'cast'?",
    "organs: {org/bord: {authorised: 3}}": "did you mean 'org/board'?",
    "organs: {org/ceo: {authorised: 3}}": "'org/ceo' is a post, but no organ",
    "organs: {sub/board: {authorised: 3}}": "'sub/board' is no organ of org",
    "organs: {org/board: {authorised: none}}": "a number of seats from 1 on, or in_office",
    "organs: {org/board: {notice: two days}}": "is not a length of time, as in 48h",
    "organs: {org/board: {weights: {ada: 0, ben: 0}}}": "the weights sum to zero",
    "organs: {org/board: {weights: {ada: -1}}}": "is not a weight",
    "organs: {org/board: {weights: {adda: 1}}}": "did you mean 'ada'?",
    "organs: {org/board: {quorom: {more_than: 1/2, of: cast}}}": "did you mean 'quorum'?",
    "powers: [{id: p, organ: org/board, act: fired, target: org/cto}]": "did you mean 'org/ceo'?",
    "powers: [{id: p, organ: org/board, act: fired, target: sub/ceo}]": "is no post of org",
    "powers: [{id: p, organ: org/ceo, act: fired}]": "'org/ceo' is a post, but no organ",
    "powers: [{id: p, organ: org/board, act: fire}]": "did you mean 'fired'?",
    "powers: [{id: p, organ: org/board, act: fired}, {id: p, organ: org/board, act: hired}]": "taken by another rule",
    (
        "powers: [{id: p, organ: org/board, act: fired, overrides: q},"
        " {id: q, organ: org/board, act: hired, overrides: p}]"
    ): "override each other in a circle",
    "consents: [{id: c, holder: nobody, act: fired}]": "nobody",
    "law: delaware-corpp": "did you mean 'delaware-corp'?",
    "lawn: uk-ltd": "did you mean 'law'?",
}


def problems(text: str) -> list[str]:
    with pytest.raises(DocumentError) as refused:
        parse_record(text, Path("r.yaml"))
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize("rules", MISTAKES)
def test_a_mistake_in_the_bylaws_is_told_once_at_its_place(rules: str) -> None:
    found = problems(f"{HEAD}bylaws:\n  org:\n    {rules}\n")
    assert len(found) == 1, found
    assert MISTAKES[rules] in found[0]
    assert found[0].startswith("r.yaml:12:")


def test_an_adoption_is_read_as_carefully() -> None:
    event = "  - {id: a, type: bylaws_adopted, at: 2020, organization: org,\n"
    event += "     bylaws: {organs: {org/ceo: {authorised: 3}}}}"
    assert problems(f"{HEAD}events:\n{event}\n") == [
        "r.yaml:12:24: 'org/ceo' is a post, but no organ (write organ: true in its post, or name another)"
    ]


def test_two_powers_without_precedence_are_both_named() -> None:
    text = HEAD.replace("  org/ceo: Chief\n", "  org/members: {title: Member, organ: true}\n  org/ceo: Chief\n")
    rules = """\
bylaws:
  org:
    powers:
      - {id: p, organ: org/board, act: fired, target: org/ceo}
      - {id: q, organ: org/members, act: fired, target: org/ceo}
"""
    (found,) = problems(text + rules)
    assert found.startswith("r.yaml:15:9: 'q' and 'p' (powers, 1) give fired to different organs")
    parse_record(
        text + rules.replace("org/ceo}\n      - {id: q", "org/ceo, overrides: q}\n      - {id: q"), Path("r.yaml")
    )


def test_what_contradicts_the_law_is_told_with_both_places() -> None:
    rules = "  org:\n    law: delaware-corp\n    organs: {org/board: {quorum: {more_than: 1/5, of: authorised}}}\n"
    (found,) = problems(f"{HEAD}bylaws:\n{rules}")
    assert found.startswith("r.yaml:13:")
    assert "laws/delaware-corp.yaml:" in found


def test_a_layer_of_a_scenario_is_read_as_carefully(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(f"{HEAD}events: []\n")
    path = tmp_path / "s.yaml"
    path.write_text("scenario: s\nrecord: r\nbylaws:\n  org: {organs: {org/ceo: {authorised: 3}}, law: uk-ltdd}\n")
    with pytest.raises(DocumentError) as refused:
        Gov(None).run(path)
    assert [str(problem).removeprefix(f"{tmp_path}/") for problem in refused.value.problems] == [
        "s.yaml:4:18: 'org/ceo' is a post, but no organ (write organ: true in its post, or name another)",
        "s.yaml:4:50: there is no law pack 'uk-ltdd' (did you mean 'uk-ltd'?)",
    ]


# -- the very place, wherever bylaws stand

PLACES = {
    "organs: {org/board: {majority: {more_than: ◆3/2, of: cast}}}": "not a share from 0 to 1",
    "organs: {org/board: {quorum: {at_least: ◆-1/2, of: cast}}}": "'-1/2' is not a share",
    "organs: {org/board: {quorum: ◆{at_least: 1/2}}}": "the key 'of' is missing",
    "organs: {org/board: {majority: ◆{more_than: 1/2, at_least: 1/2, of: cast}}}": "write more_than or at_least",
    "organs: {org/board: {majority: {more_than: 1/2, of: ◆in_ofice}}}": "'in_office'",
    "organs: {org/board: {majority: {more_than: 1/2, of: cast, minimum: ◆0}}}": "'0'",
    "organs: {◆org/bord: {authorised: 3}}": "'org/board'",
    "organs: {◆org/ceo: {authorised: 3}}": "'org/ceo' is a post, but no organ",
    "organs: {◆sub/board: {authorised: 3}}": "its rules stand under sub",
    "organs: {org/board: {vacancies: ◆org/bord}}": "unknown post",
    "organs: {org/board: {notice: ◆2 fortnights}}": "not a length of time",
    "organs: {org/board: {tie_break: ◆chairs}}": "'chair'",
    "organs: {org/board: {weights: ◆{ada: 0, ben: 0}}}": "the weights sum to zero",
    "organs: {org/board: {weights: ◆{}}}": "the weights sum to zero",
    "organs: {org/board: {weights: {ada: ◆-1, ben: 2}}}": "'-1' is not a weight",
    "organs: {org/board: {weights: {ada: ◆1/0, ben: 2}}}": "'1/0' is not a weight",
    "organs: {org/board: {weights: {◆adda: 1}}}": "'ada'",
    "organs: {org/board: {weights: {◆org/ceo: 1}}}": "'org/ceo' is a post",
    "organs: {org/board: {weights: ◆stake}}": "'stakes'",
    "organs: {org/board: {◆quorom: {more_than: 1/2, of: cast}}}": "'quorum'",
    "◆organz: {org/board: {authorised: 3}}": "'organs'",
    "powers: [{id: p, organ: org/board, act: fired, target: ◆org/cto}]": "'org/ceo'",
    "powers: [{id: p, organ: org/board, act: fired, target: ◆sub/ceo}]": "name one of its own",
    "powers: [{id: p, organ: ◆org/ceo, act: fired}]": "'org/ceo' is a post, but no organ",
    "powers: [{id: p, organ: org/board, act: ◆sacked}]": "is not one of hired, fired",
    "powers: [◆{id: p, act: fired}]": "the key 'organ' is missing",
    (
        "powers: [{id: p, organ: org/board, act: fired, overrides: ◆q},"
        " {id: q, organ: org/board, act: hired, overrides: r}, {id: r, organ: org/board, act: hired, overrides: p}]"
    ): "override each other in a circle: p -> q -> r -> p",
    (
        "powers: [{id: p, organ: org/board, act: fired, target: org/ceo},"
        " ◆{id: q, organ: sub/board, act: fired, target: org/ceo}]"
    ): "'q' and 'p' (powers, 1) give fired to different organs, sub/board and org/board",
    (
        "powers: [{id: p, organ: org/board, act: fired}, ◆{id: q, organ: sub/board, act: fired, target: org/ceo}]"
    ): "and neither wins (write overrides: p, or drop one)",
    "powers: [{id: first, organ: org/board, act: fired, overrides: [first, ◆frist]}]": "unknown rule 'frist'",
    "powers: [{id: p, organ: org/board, act: fired, majority: {more_than: 1/2, of: cast, overrides: ◆xyz}}]": (
        "unknown rule 'xyz' (name a power or consent of the same organisation, or its law)"
    ),
    "{law: uk-ltd, organs: {org/board: {quorum: {more_than: 1/2, of: cast, overrides: ◆uk-ldt}}}}": "'uk-ltd'",
    "consents: [{id: c, holder: ada, act: fired, overrides: ◆cc}]": "unknown rule 'cc'",
    "{overrides: ◆xyz, organs: {org/board: {authorised: 3}}}": "unknown rule 'xyz'",
    "consents: [{id: c, holder: ◆nobody, act: fired}]": "unknown person, organisation or post 'nobody'",
    "consents: [{id: c, holder: ada, act: fired, target: ◆sub/ceo}]": "'sub/ceo' is no post of org",
    "law: ◆delaware-corpp": "'delaware-corp'",
    "law: ◆roman-law": "law packs: dao-governor",
    (
        "{law: delaware-corp, organs: {org/board: {quorum: ◆{at_least: 1/5, of: authorised}}}}"
    ): "(the law stands at laws/delaware-corp.yaml:",
    "{law: uk-ltd, powers: [{id: p, organ: ◆org/board, act: bylaws_adopted}]}": "laws/uk-ltd.yaml:",
}
WHERE = {
    "header": (f"{HEAD}bylaws:\n  org: ", ""),
    "adoption": (f"{HEAD}events:\n  - {{id: a, type: bylaws_adopted, at: 2020, organization: org, bylaws: ", "}"),
    "scenario": ("scenario: s\nrecord: r\nbylaws:\n  org: ", ""),
    "insert": (
        "scenario: s\nrecord: r\nchanges:\n"
        "  - insert: {id: a, type: bylaws_adopted, at: 2020, organization: org, bylaws: ",
        "}",
    ),
    "correction": (
        f"{HEAD}events:\n  - {{id: a, type: bylaws_adopted, at: 2020, organization: org}}\n"
        "  - {id: b, type: corrected, at: 2021, event: a, with: {bylaws: ",
        "}}",
    ),
    "change": ("scenario: s\nrecord: r\nchanges:\n  - {change: adopted, set: {note: other, bylaws: ", "}}"),
    "option": (
        "scenario: s\nrecord: r\ndecisions:\n"
        "  - {id: d, at: 2019, options: {o: {then: [{change: adopted, set: {bylaws: ",
        "}}]}}}",
    ),
}
RECORDED = """\
events:
  - {id: start, type: founded, at: 2018, organization: org}
  - {id: adopted, type: bylaws_adopted, at: 2020, organization: org, bylaws: {organs: {org/board: {authorised: 3}}}}
"""


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("rules", PLACES)
def test_a_mistake_in_bylaws_is_told_at_its_very_place_wherever_they_stand(
    rules: str, where: str, tmp_path: Path
) -> None:
    before, after = WHERE[where]
    marked = before + (rules if rules.startswith("{") else f"{{{rules}}}") + after
    text, ((line, column),) = unmarked(marked)
    in_record = where in {"header", "adoption", "correction"}
    if in_record:
        found = problems(text + "\n")
    else:
        (tmp_path / "r.yaml").write_text(HEAD + RECORDED)
        (tmp_path / "s.yaml").write_text(text + "\n")
        with pytest.raises(DocumentError) as refused:
            Gov(None).run(tmp_path / "s.yaml")
        found = [str(problem).removeprefix(f"{tmp_path}/") for problem in refused.value.problems]
    (one,) = found
    assert one.split(" ")[0] == f"{'r' if in_record else 's'}.yaml:{line}:{column}:"
    assert PLACES[rules] in one


def test_two_powers_of_one_organ_or_over_other_acts_stand_beside_each_other() -> None:
    rules = (
        "{powers: [{id: a, organ: org/board, act: fired, target: org/ceo},"
        " {id: b, organ: org/board, act: fired, majority: {at_least: 2/3, of: cast}},"
        " {id: c, organ: sub/board, act: hired, target: org/ceo, capacity: regular},"
        " {id: d, organ: org/board, act: hired, target: org/ceo, capacity: interim},"
        " {id: e, organ: sub/board, act: fired, target: org/board, overrides: b}]}"
    )
    record = parse_record(f"{HEAD}bylaws:\n  org: {rules}\n", Path("r.yaml")).record
    assert [power.id for power in record.header.bylaws["org"].powers] == ["a", "b", "c", "d", "e"]


def test_an_adoption_that_a_scenario_gives_to_another_organisation_is_read_under_its_rules(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(HEAD + RECORDED)
    path = tmp_path / "s.yaml"
    path.write_text("scenario: s\nrecord: r\nchanges: [{change: adopted, set: {organization: sub}}]\n")
    with pytest.raises(DocumentError) as refused:
        Gov(None).run(path)
    assert [str(problem).removeprefix(f"{tmp_path}/") for problem in refused.value.problems] == [
        "s.yaml:3:49: 'org/board' is no organ of sub (its rules stand under org)"
    ]
    path.write_text(
        "scenario: s\nrecord: r\nchanges:\n"
        "  - {change: adopted, set: {organization: sub, bylaws: {organs: {sub/board: {authorised: 3}}}}}\n"
    )
    assert Gov(None).run(path).ok


ADOPTS = "  - {{id: {}, type: bylaws_adopted, at: {}, organization: {}, bylaws: {{powers: [{}]}}}}\n"
POWER = "{{id: {}, organ: {}, act: fired, overrides: [{}]}}"


def test_a_rule_may_override_those_of_the_law_of_the_header_and_of_adoptions(tmp_path: Path) -> None:
    header = f"bylaws: {{org: {{law: uk-ltd, powers: [{POWER.format('own', 'org/board', 'uk-ltd, LAW')}]}}}}\n"
    law = law_pack("uk-ltd").powers[0].id
    adopted = ADOPTS.format("a", 2020, "org", POWER.format("next", "org/board", f"own, uk-ltd, {law}"))
    text = f"{HEAD}{header.replace('LAW', law)}events:\n{adopted}"
    parse_record(text, Path("r.yaml"))
    (tmp_path / "r.yaml").write_text(text)
    layer = f"bylaws: {{org: {{powers: [{POWER.format('last', 'org/board', f'own, next, {law}')}]}}}}\n"
    (tmp_path / "s.yaml").write_text(f"scenario: s\nrecord: r\n{layer}")
    assert Gov(None).run(tmp_path / "s.yaml").ok
    wrong = ADOPTS.format("b", 2021, "sub", POWER.format("theirs", "sub/board", "◆next"))
    marked, ((line, column),) = unmarked(text + wrong)
    assert problems(marked) == [
        f"r.yaml:{line}:{column}: unknown rule 'next' (name a power or consent of the same organisation, or its law)"
    ]


def test_a_rule_that_stands_beside_a_mistake_can_still_be_overridden(tmp_path: Path) -> None:
    broken = ADOPTS.format("a", 2020, "org", POWER.format("one", "org/bord", ""))
    good = ADOPTS.format("b", 2021, "org", POWER.format("two", "org/board", "one"))
    (found,) = problems(f"{HEAD}events:\n{broken.replace('at: 2020', 'at: soon').replace('bord', 'board')}{good}")
    assert "soon" in found
    (tmp_path / "r.yaml").write_text(HEAD + RECORDED)
    text = f"scenario: s\nrecord: r\nchanges:\n{broken}{good}".replace("  - {id", "  - insert: {id")
    (tmp_path / "s.yaml").write_text(text)
    with pytest.raises(DocumentError) as refused:
        Gov(None).run(tmp_path / "s.yaml")
    (one,) = refused.value.problems
    assert "'org/bord'" in str(one)
