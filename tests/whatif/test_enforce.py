"""A cooperative that is held to its bylaws: what is void or lacks a consent falls, what nobody knows happens."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsim.service.gov import Gov
from govsim.service.scenario_views import ReasonView, RunView

RECORD = """\
record: mill
zone: Europe/Berlin
covers: {from: 2020-01-01, to: 2024-12-31}
people: {mara: Mara, nils: Nils, olga: Olga, piet: Piet, quin: Quin, rosa: Rosa, sven: Sven}
organizations: {mill: The Mill, union: The Union}
posts:
  mill/members: {title: Member, seats: many, organ: true}
  mill/board: {title: Director, seats: 3, organ: true}
  mill/chair: {title: Chair, within: mill/board}
  mill/manager: Manager
  mill/archivist: Archivist
bylaws:
  mill:
    organs:
      mill/members:
        weights: {mara: 3, nils: 2, olga: 2, piet: 1, quin: 1}
        quorum: {at_least: 1/2, of: outstanding}
        majority: {more_than: 1/2, of: present}
        notice: 14d
      mill/board:
        authorised: 3
        quorum: {at_least: 2/3, of: authorised}
        majority: {more_than: 1/2, of: in_office}
    powers:
      - {id: elect-board, organ: mill/members, act: hired, target: mill/board}
      - {id: remove-board, organ: mill/members, act: fired, target: mill/board, majority: {at_least: 2/3, of: cast}}
      - {id: appoint-manager, organ: mill/board, act: hired, target: mill/manager}
      - {id: remove-manager, organ: mill/board, act: fired, target: mill/manager}
      - {id: amend, organ: mill/members, act: bylaws_adopted, majority: {at_least: 3/4, of: cast}}
    consents:
      - {id: union-consent, holder: union, act: fired, target: mill/manager}
events:
  - {id: start, type: founded, at: 2020-01-01, organization: mill}
  - {id: join, type: hired, at: 2020-01-02, who: [mara, nils, olga, piet, quin], to: mill/members, because: [start]}
  - {id: meeting, type: resolved, at: 2021-03-01, notified: 2021-02-01, organ: mill/members, effects: [elected],
     votes: {for: [mara, nils], against: [olga], absent: [piet, quin]}, carried: true}
  - {id: elected, type: hired, at: 2021-03-02, who: [nils, olga, piet], to: mill/board}
  - {id: in-chair, type: hired, at: 2021-03-03, who: nils, to: mill/chair}
  - {id: filed, type: hired, at: 2021-03-04, who: quin, to: mill/archivist}
  - {id: pick, type: resolved, at: 2021-04-01, organ: mill/board, effects: [rosa-in],
     votes: {for: [nils], abstain: [olga], absent: [piet]}, carried: true}
  - {id: rosa-in, type: hired, at: 2021-04-02, who: rosa, to: mill/manager, by: mill/board}
  - {id: new-wheel, type: happened, at: 2021-05-01, who: [rosa], what: buys a wheel, because: [rosa-in]}
  - {id: wheel-turns, type: happened, at: 2021-06-01, who: [mill], what: the wheel turns, because: [new-wheel]}
  - {id: rosa-out, type: resigned, at: 2021-09-01, who: rosa, from: mill/manager}
  - {id: again, type: resolved, at: 2021-10-01, organ: mill/board, effects: [sven-in], votes: {for: [nils, olga]}}
  - {id: sven-in, type: hired, at: 2021-10-02, who: sven, to: mill/manager, by: mill/board}
  - {id: enough, type: resolved, at: 2022-02-01, organ: mill/board, effects: [sven-out], votes: {for: [olga, piet]}}
  - {id: sven-out, type: fired, at: 2022-02-02, who: sven, from: mill/manager, by: mill/board}
"""
HELD = "fork: {at: 2020-01-01}\nenforce: true\n"
CAST = "bylaws: {mill: {organs: {mill/board: {majority: {more_than: 1/2, of: cast}}}}}\n"


def run(folder: Path, body: str, record: str = RECORD) -> RunView:
    """Return what comes of a scenario of the cooperative."""
    (folder / "mill.yaml").write_text(record, encoding="utf-8")
    path = folder / "s.yaml"
    path.write_text(f"scenario: s\nrecord: mill\n{body}", encoding="utf-8")
    return Gov(None, [folder / "mill.yaml"]).run(path)


def dropped(view: RunView) -> list[str]:
    return [fate.id.removeprefix("mill/") for fate in view.fates if fate.fate == "dropped"]


def reasons(view: RunView, event: str) -> tuple[ReasonView, ...]:
    return next(fate.reasons for fate in view.fates if fate.id == f"mill/{event}")


def chain(view: RunView, event: str) -> list[tuple[str, str, str | None]]:
    return [(one.kind, (one.event or "").removeprefix("mill/"), one.provision) for one in reasons(view, event)]


def verdicts(folder: Path, body: str, *events: str, record: str = RECORD) -> dict[str, str]:
    """Return the verdicts of a scenario on some events."""
    lines = "".join(f"  - {{verdict: {event}, is: valid}}\n" for event in events)
    view = run(folder, f"{body}expect:\n{lines}", record)
    return dict(zip(events, [one.got for one in view.expect], strict=True))


# -- what falls


def test_what_is_void_falls_with_all_that_hangs_on_it_and_names_the_rule(tmp_path: Path) -> None:
    view = run(tmp_path, HELD)
    assert dropped(view) == ["rosa-in", "new-wheel", "wheel-turns", "rosa-out", "sven-out"]
    root = ("verdict", "pick", "mill/board.majority")
    assert chain(view, "rosa-in") == [root]
    assert chain(view, "new-wheel") == [("needs", "rosa-in", None), root]
    assert chain(view, "wheel-turns") == [("needs", "new-wheel", None), ("needs", "rosa-in", None), root]
    assert chain(view, "rosa-out") == [("precondition", "rosa-in", None), root]
    assert "void" in reasons(view, "rosa-in")[0].text


def test_what_lacks_a_consent_falls_as_pending_and_names_the_right(tmp_path: Path) -> None:
    view = run(tmp_path, HELD)
    assert chain(view, "sven-out") == [("verdict", "enough", "union-consent")]
    assert "not given yet" in reasons(view, "sven-out")[0].text


@pytest.mark.parametrize(
    ("answers", "falls"),
    [
        ("consented", False),
        ("refused", True),
    ],
)
def test_a_consent_that_is_given_lets_it_happen_and_one_refused_does_not(
    tmp_path: Path, answers: str, falls: bool
) -> None:
    insert = f"  - insert: {{id: answer, type: {answers}, at: 2022-01-15, who: union, act: sven-out}}\n"
    view = run(tmp_path, f"{HELD}changes:\n{insert}")
    assert ("sven-out" in dropped(view)) == falls
    if falls:
        assert chain(view, "sven-out") == [("verdict", "answer", "union-consent")]


def test_the_last_answer_counts_wherever_it_is_written(tmp_path: Path) -> None:
    """An inserted refusal that comes before a recorded consent is overtaken by it."""
    record = RECORD + "  - {id: yes, type: consented, at: 2022-01-20, who: union, act: sven-out}\n"
    for day, falls in (("2022-01-10", False), ("2022-01-25", True)):
        insert = f"  - insert: {{id: no, type: refused, at: {day}, who: union, act: sven-out}}\n"
        assert ("sven-out" in dropped(run(tmp_path, f"{HELD}changes:\n{insert}", record))) == falls


def test_an_act_without_rules_happens_and_so_does_every_resolution(tmp_path: Path) -> None:
    view = run(tmp_path, HELD)
    fates = {fate.id.removeprefix("mill/"): fate.fate for fate in view.fates}
    assert fates["filed"] == "kept"
    assert {fates[event] for event in ("meeting", "pick", "again", "enough")} == {"kept"}
    found = verdicts(tmp_path, HELD, "filed", "pick", "rosa-in")
    assert found == {"filed": "undetermined", "pick": "void", "rosa-in": "none: it does not happen"}


def test_without_being_held_to_them_nothing_falls(tmp_path: Path) -> None:
    view = run(tmp_path, "fork: {at: 2020-01-01}\n")
    assert {fate.fate for fate in view.fates} == {"kept"}
    found = verdicts(tmp_path, "", "meeting", "elected", "pick", "rosa-in", "sven-in", "sven-out")
    assert list(found.values()) == ["valid", "valid", "void", "void", "valid", "pending"]


def test_what_can_only_be_set_aside_stands(tmp_path: Path) -> None:
    record = RECORD.replace("notified: 2021-02-01", "notified: 2021-02-25")
    assert verdicts(tmp_path, HELD, "meeting", "elected", record=record) == {
        "meeting": "voidable",
        "elected": "voidable",
    }


# -- layers


def test_a_layer_with_one_other_denominator_changes_the_verdict_and_what_falls(tmp_path: Path) -> None:
    assert verdicts(tmp_path, "", "pick", "rosa-in") == {"pick": "void", "rosa-in": "void"}
    assert verdicts(tmp_path, CAST, "pick", "rosa-in") == {"pick": "valid", "rosa-in": "valid"}
    assert dropped(run(tmp_path, HELD + CAST)) == ["sven-out"]


def test_a_layer_changes_no_carried_that_is_written(tmp_path: Path) -> None:
    """The members' vote is worth nothing under the layer, but it is written that it carried."""
    layer = "bylaws: {mill: {organs: {mill/members: {majority: {at_least: 1, of: outstanding}}}}}\n"
    assert dropped(run(tmp_path, "fork: {at: 2020-01-01}\n" + layer)) == []
    assert verdicts(tmp_path, layer, "meeting", "elected") == {"meeting": "void", "elected": "void"}
    view = run(tmp_path, HELD + layer)
    assert chain(view, "elected") == [("verdict", "meeting", "mill/members.majority")]


def test_an_adoption_that_is_inserted_before_a_recorded_one_does_not_outlive_it(tmp_path: Path) -> None:
    recorded = "bylaws: {organs: {mill/board: {majority: {more_than: 1/2, of: in_office}}}}"
    record = RECORD + f"  - {{id: new, type: bylaws_adopted, at: 2021-02-01, organization: mill, {recorded}}}\n"
    inserted = "bylaws: {organs: {mill/board: {majority: {more_than: 1/2, of: cast}}}}"
    for day, status in (("2021-01-15", "void"), ("2021-02-15", "valid")):
        body = f"  - insert: {{id: old, type: bylaws_adopted, at: {day}, organization: mill, {inserted}}}\n"
        assert verdicts(tmp_path, f"changes:\n{body}", "pick", record=record) == {"pick": status}


# -- votes that are changed


@pytest.mark.parametrize(
    ("votes", "layer", "provision"),
    [
        ("{for: [mara], against: [nils]}", "", None),
        ("{for: [nils], against: [mara]}", "", "mill/members.majority"),
        ("{for: [nils, olga]}", "", "mill/members.quorum"),
        ("{for: [mara], against: [nils]}", "{more_than: 1/2, of: outstanding}", "mill/members.majority"),
        ("{for: [mara], abstain: [nils, olga]}", "", "mill/members.majority"),
        ("{for: [mara], abstain: [nils, olga]}", "{more_than: 1/2, of: cast}", None),
        ("{for: [mara, rosa, sven], against: [nils, olga]}", "", "mill/members.majority"),
    ],
)
def test_changed_votes_are_counted_by_the_bylaws_and_a_defeat_names_the_rule(
    tmp_path: Path, votes: str, layer: str, provision: str | None
) -> None:
    bylaws = f"bylaws: {{mill: {{organs: {{mill/members: {{majority: {layer}}}}}}}}}\n" if layer else ""
    view = run(tmp_path, f"{bylaws}changes:\n  - {{change: meeting, set: {{votes: {votes}, carried: }}}}\n")
    if provision is None:
        assert "elected" not in dropped(view)
        return
    assert chain(view, "elected")[0] == ("not_carried", "meeting", provision)
    assert {"elected", "sven-in"} <= set(dropped(view))  # nobody is left to vote for him
    assert ("not_carried", "meeting", provision) in chain(view, "sven-in")


def test_nine_votes_that_are_cast_for_weigh_as_their_shares_do(tmp_path: Path) -> None:
    """Three heads against two, and four shares against five."""
    change = "  - {change: meeting, set: {votes: {for: [nils, piet, quin], against: [mara, olga]}, carried: }}\n"
    assert "elected" in dropped(run(tmp_path, f"changes:\n{change}"))
    one_each = "bylaws: {mill: {organs: {mill/members: {weights: one_each}}}}\n"
    assert "elected" not in dropped(run(tmp_path, f"{one_each}changes:\n{change}"))


@pytest.mark.parametrize(
    ("majority", "carries"),
    [
        ("{more_than: 1/2, of: cast}", True),
        ("{at_least: 5/6, of: cast}", False),
        ("{at_least: 2/3, of: present}", False),
        ("{more_than: 1/2, of: authorised}", True),
        ("{more_than: 1/2, of: authorised}, authorised: 5", False),
    ],
)
def test_a_casting_vote_breaks_a_tie_only_where_more_than_half_would_do(
    tmp_path: Path, majority: str, carries: bool
) -> None:
    bylaws = f"bylaws: {{mill: {{organs: {{mill/board: {{tie_break: chair, majority: {majority}}}}}}}}}\n"
    change = "  - {change: again, set: {votes: {for: [nils], against: [olga]}}}\n"
    view = run(tmp_path, f"{bylaws}changes:\n{change}")
    assert ("sven-in" in dropped(view)) != carries


# -- what a scenario asks


def test_verdicts_can_be_asked_in_conditions_outcomes_and_expectations(tmp_path: Path) -> None:
    body = """\
decisions:
  - id: appeal
    at: 2021-04-20
    question: Does a member go to court?
    when: verdict('pick') == 'void'
    options: {sue: {then: [{omit: rosa-out}]}, wait: {}}
    default: sue
  - id: late-appeal
    at: 2021-04-21
    question: Does another one?
    when: verdict('pick') == 'valid'
    options: {sue: {}, wait: {}}
    default: sue
  - id: too-soon
    at: 2021-03-30
    question: Before the vote?
    when: verdict('pick') == 'void'
    options: {sue: {}, wait: {}}
    default: sue
outcomes:
  is-void: verdict('pick') == 'void'
  is-pending: verdict('sven-out') == 'pending'
  is-valid: verdict('pick') == 'valid' or verdict('rosa-in') == 'valid'
expect:
  - {verdict: pick, is: void}
  - {verdict: meeting, is: valid}
  - {verdict: pick, is: valid}
"""
    view = run(tmp_path, body)
    assert {one.id: one.state for one in view.decisions} == {
        "appeal": "chosen",
        "late-appeal": "not_reached",
        "too-soon": "not_reached",
    }
    assert dict(view.outcomes) == {"is-void": True, "is-pending": False, "is-valid": False}
    assert [(one.ok, one.got) for one in view.expect] == [(True, "void"), (True, "valid"), (False, "void")]
    other = run(tmp_path, CAST + body)
    assert {one.id: one.state for one in other.decisions}["late-appeal"] == "chosen"
    assert [one.ok for one in other.expect] == [False, True, True]
