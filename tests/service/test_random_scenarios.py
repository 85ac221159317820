"""Random scenarios over random records in a ledger: the branch that is made reads as the what-if went."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import assume, given, settings

from govsim.documents.scenario_text import scenario_text
from govsim.model.errors import DocumentError
from govsim.service.gov import Gov
from govsim.service.prepared import past_of
from tests.ledger.ledgers import drafts, new_ledger
from tests.service.scenarios import assert_branch_reads_as, otherwise, without_branch
from tests.whatif.strategies import WhatIf, whatifs
from tests.whatif.test_naive_whatif import SLOW


@settings(SLOW, max_examples=40)
@given(whatifs())
def test_a_branch_in_the_ledger_reads_as_its_what_if_went(drawn: WhatIf) -> None:
    record, scenario, choices = drawn
    if scenario.choose == "history":  # what a draft chooses takes the place of it
        choices = {}
    with new_ledger() as ledger, tempfile.TemporaryDirectory() as folder:
        ledger.append(drafts(record))
        gov, path = Gov(ledger), Path(folder) / "s.yaml"
        path.write_text(scenario_text(scenario), encoding="utf-8")
        try:
            prepared = gov.scenarios.prepare(path, choices)
        except DocumentError:
            assume(False)
        draft = gov.scenarios.open_draft(path)
        for decision, option in choices.items():
            draft.choose(decision, option)
        view = gov.run(path, choose=choices)
        assert draft.preview() == otherwise(view)
        assert_branch_reads_as(gov, "s", past_of(prepared.run(), None), "r")
        assert [(fate.id, fate.fate) for fate in draft.accept("again").fates] == [
            (one.id, one.fate) for one in view.fates
        ]
        assert without_branch(gov.run(path, choose=choices)) == without_branch(view)
        assert gov.verify().ok
