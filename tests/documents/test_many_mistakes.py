"""A whole file of mistakes: each is told once, in the order of the file, whatever else is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsim.documents.record_file import read_records
from govsim.model.errors import DocumentError

from .marked import assert_mistakes, problems_in

FULL_OF_MISTAKES = """\
record: r
◆titel: x
zone: America/New_York
covers: {from: ◆2020-13, to: 2024}
sources:
  gazette: {◆titel: The Gazette}
people:
  ada: Ada
  ◆ada: Ada again
  ben: ◆[x]
organizations:
  org: Org
posts:
  ◆ogr/cfo: Money
  org/ceo: {title: Chief, seats: ◆few}
  org/board: {title: Director, seats: many, organ: true}
bylaws:
  ◆ogr: {}
events:
  - {id: a, type: hired, at: ◆soon, who: ◆adda, to: org/ceo}
  - ◆text
  - {id: b, type: ◆hird, at: 2020}
  - {id: ◆a, type: met, at: 2021, because: [◆zz], sources: [◆gazete]}
  - {id: c, type: met, at: 2021, because: ◆d}
  - {id: d, type: met, at: 2021, because: c, versions: [{at: ◆2021-02-29}]}
  - {id: e, type: corrected, at: 2022, event: c, with: {◆whta: x}}
"""


def test_every_mistake_of_a_file_is_told_once_and_in_order() -> None:
    assert_mistakes(
        FULL_OF_MISTAKES,
        [
            ("unknown key 'titel'", "'title'"),
            ("no month 13", None),
            ("unknown key 'titel'", "'title'"),
            ("'ada' stands here twice", None),
            ("", None),
            ("unknown organisation 'ogr'", "'org'"),
            ("from 1 on, or many", None),
            ("unknown organisation 'ogr'", "'org'"),
            ("'soon' is not a time", None),
            ("'adda'", "'ada'"),
            ("an event is a mapping", None),
            ("'hird' is not a type", "'hired'"),
            ("the id 'a' is taken", None),
            ("unknown event 'zz'", None),
            ("unknown source 'gazete'", "'gazette'"),
            ("causes run in a circle: c -> d -> c", None),
            ("2021-02 has 28 days", None),
            ("unknown key 'whta'", "'what'"),
        ],
    )


def test_a_mistake_in_one_event_does_not_make_another_event_unknown() -> None:
    assert_mistakes(
        "record: r\nzone: UTC\nevents:\n"
        "  - {id: a, type: ◆letter_snt, at: 2020}\n"
        "  - {id: b, type: met, at: ◆never, because: a}\n"
        "  - {id: c, type: met, at: 2021, because: [a, b]}\n",
        [("'letter_snt'", "'letter_sent'"), ("'never' is not a time", None)],
    )


def test_a_mistake_in_a_declaration_does_not_make_its_id_unknown() -> None:
    assert_mistakes(
        "record: r\nzone: UTC\npeople:\n  ada: {◆nmae: Ada, name: Ada}\norganizations: {org: Org}\n"
        "posts:\n  org/ceo: {title: C, seats: ◆few}\n"
        "events:\n  - {id: a, type: hired, at: 2020, who: ada, to: org/ceo}\n",
        [("unknown key 'nmae'", "'name'"), ("from 1 on, or many", None)],
    )


def test_a_thousand_mistakes_are_a_thousand_lines() -> None:
    events = "".join(f"  - {{id: e{n}, type: met, at: 2020-13}}\n" for n in range(1000))
    assert [problem.line for problem in problems_in(f"record: r\nzone: UTC\nevents:\n{events}")] == list(range(4, 1004))


def test_a_value_with_line_ends_cannot_forge_another_line_of_the_report() -> None:
    (problem,) = problems_in(
        'record: r\nzone: UTC\nevents:\n  - {id: a, type: met, at: 2020, who: "x\\nother.yaml:9:9: all is well"}\n'
    )
    assert len(str(problem).splitlines()) == 1


def test_the_mistakes_of_several_files_are_told_together(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(f"record: {name}\npeple: {{}}\n")
    with pytest.raises(DocumentError) as caught:
        read_records([tmp_path / "one.yaml", tmp_path / "missing.yaml", tmp_path / "two.yaml"])
    assert [Path(problem.file).name for problem in caught.value.problems] == ["one.yaml", "missing.yaml", "two.yaml"]
