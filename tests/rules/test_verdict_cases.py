"""Cases of law and of the design, as YAML: what is given, what happens, and what the bylaws then say of it.

Under ``with`` stands what changes by one more layer of bylaws, by further events, or by holding acts to the bylaws.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from govsim.documents.law_packs import law_pack
from govsim.documents.record_file import parse_record
from govsim.model.errors import DocumentError
from govsim.model.instant import zone_named
from govsim.model.record import Record
from govsim.model.scenario import Scenario
from govsim.replay.log import log_of
from govsim.replay.timeline import Admission
from govsim.rules.naming import is_governed
from govsim.rules.verdicts import Verdict
from govsim.service.checking import judge
from govsim.service.judging import Judge
from govsim.service.past import Clocks, Past
from govsim.whatif.base import Base
from govsim.whatif.planning import plan_of
from govsim.whatif.run import WhatIf, run

FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
START = {"record": "c", "zone": "UTC", "covers": {"from": "2020-01-01", "to": "2021-12-31"}}
KNOWN = {"case", "cite", "given", "when", "then", "layers", "with", "refused"}
_SAID = re.compile(r"(\w+)(?: by ([\w/.-]+)(?:, (\S+) of (\S+))?)?")

Case = dict[str, Any]


def merged(below: Any, above: Any) -> Any:
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    return below | {key: merged(below.get(key), value) for key, value in above.items()}


def cases() -> Iterator[Case]:
    for path in FILES:
        # Every scalar is text, as in a record.
        file = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - it makes text only
        for case in file["cases"]:
            given = merged(file.get("given", {}), case.get("given", {}))
            yield {**case, "given": given, "when": [*file.get("when", []), *case.get("when", [])]}


CASES = list(cases())


def record_of(case: Case, more: list[dict[str, Any]] | None = None) -> Record:
    whole = {**START, **case["given"], "events": [*case["when"], *(more or [])]}
    return parse_record(json.dumps(whole, indent=1), Path("c.yaml")).record  # YAML as well, and without anchors


def judged(record: Record) -> Judge:
    return judge(Past(log_of([record]), Clocks(), Admission()))


def whatif(record: Record, **fields: Any) -> WhatIf:
    written = {"scenario": "s", "record": "c", **fields}
    scenario = Scenario.model_validate(written, context={"zone": zone_named("UTC")})
    plan, mistakes = plan_of(scenario, Base(log_of([record]), law_pack))
    assert mistakes == []
    return run(plan)


def assert_said(event: str, said: str, verdict: Verdict | None) -> None:
    """Check a verdict that is written as ``STATUS by PROVISION, COUNT of WHOLE``."""
    found = _SAID.fullmatch(said)
    assert found is not None, said
    status, provision, count, whole = found.groups()
    assert verdict is not None, event
    assert verdict.status == status, f"{event}: {verdict}"
    if provision is None:
        return
    test = verdict.failed or next((one for one in verdict.reasons if one.passed is None), None)
    if status in {"valid", "ratified"}:
        test = next((one for one in verdict.reasons if one.provision == provision), None)
    assert test is not None, f"{event}: {verdict}"
    assert test.provision == provision, f"{event}: {verdict}"
    if count is not None:
        assert list(test.operands.values())[:2] == [count, whole], f"{event}: {verdict}"


def assert_all(then: dict[str, str], verdict: Any) -> None:
    for event, said in then.items():
        assert_said(event, said, verdict(f"c/{event}"))


def test_there_are_cases_and_each_says_something() -> None:
    assert len({case["case"] for case in CASES}) == len(CASES) > 20
    for case in CASES:
        assert set(case) <= KNOWN
        assert ("then" in case) != ("refused" in case)
        for one in case.get("with", []):
            assert set(one) <= {"layer", "insert", "then", "enforce", "falls"}
            assert "then" in one or "falls" in one


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_the_bylaws_say_of_a_case_what_the_court_did(case: Case) -> None:
    if "refused" in case:
        with pytest.raises(DocumentError) as caught:
            record_of(case)
        assert all(phrase in str(caught.value) for phrase in case["refused"])
        return
    record = record_of(case)
    found = judged(record)
    assert_all(case["then"], found.verdict)
    assert_all(case["then"], whatif(record).course.verdict)
    listed = {view.event: view.status for view in found.verdicts()}
    kinds = {event.id: event for event in record.events}
    for event, said in case["then"].items():
        if is_governed(kinds[event]):
            assert listed[f"c/{event}"] == said.split()[0]
        else:
            assert f"c/{event}" not in listed
    for event, layers in case.get("layers", {}).items():
        by_provision = {test.provision: test.layer for test in found.verdict(f"c/{event}").reasons}
        assert {key: by_provision.get(key) for key in layers} == layers


@pytest.mark.parametrize("case", [case for case in CASES if "with" in case], ids=lambda case: case["case"])
def test_one_more_layer_or_event_changes_what_it_says(case: Case) -> None:
    for one in case["with"]:
        record = record_of(case, one.get("insert"))
        layer = {"bylaws": one["layer"]} if "layer" in one else {}
        assert_all(one.get("then", {}), whatif(record, **layer).course.verdict)
        if "insert" in one and "layer" not in one:
            assert_all(one.get("then", {}), judged(record).verdict)
        if "falls" in one:
            assert one.get("enforce") == "true"
            held = whatif(record, fork={"at": "2020-01-01"}, enforce="true", **layer)
            assert [fate.ref.removeprefix("c/") for fate in held.fates if fate.kind == "dropped"] == one["falls"]
