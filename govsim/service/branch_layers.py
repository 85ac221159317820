"""The bylaws that a branch is judged under besides the recorded ones: those of the scenarios it was made from."""

from __future__ import annotations

from pathlib import Path

from govsim.ledger.branches import Branch
from govsim.ledger.store import Ledger
from govsim.model.bylaws import Bylaws
from govsim.rules.books import Added


def layers_of(ledger: Ledger, line: Branch) -> Added:
    """Return the layers that the scenarios behind a branch bring; its own wins over those of its ancestors.

    Raises:
        DocumentError: the text of a scenario that was kept cannot be read.
    """
    if line.parent_id is None:
        return ()
    from govsim.documents.scenario_file import ScenarioFile  # noqa: PLC0415 - YAML, only for branches

    by_id = {branch.branch_id: branch for branch in ledger.branches()}
    lines = [line]
    while (parent := lines[0].parent_id) is not None:
        lines.insert(0, by_id[parent])
    headers = {header.record: header for header in ledger.headers(line.name)}
    found: list[tuple[str, Bylaws]] = []
    for one in lines:
        text = one.made_from.get("text")
        if "scenario" in one.made_from and isinstance(text, str):
            file = ScenarioFile(text, Path(one.name))
            if file.record in headers:
                found += file.readable(headers[file.record].tzinfo).bylaws.items()
    return tuple(found)
