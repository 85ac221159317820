"""The branch that a what-if becomes, made in one transaction and only once."""

from __future__ import annotations

from hashlib import sha256

from govsim.ledger.appending import Draft
from govsim.ledger.branches import Branch
from govsim.ledger.store import Ledger
from govsim.model.errors import GovsimError, LedgerError, NotFoundError
from govsim.service.branching import checked_name
from govsim.service.scenario_words import Words
from govsim.whatif.run import WhatIf

_ATTEMPTS = 5
"""How often it is tried again when another process makes the branch meanwhile."""


def make_branch(
    ledger: Ledger, whatif: WhatIf, text: str, position: int, name: str | None, parent: str = "main"
) -> str:
    """Return the name of the branch that holds a what-if; one that holds it already is left as it is.

    A branch that an earlier text of the same scenario made is closed, never erased.

    Args:
        ledger: where.
        whatif: what it is to hold.
        text: the scenario as it was written, kept with the branch.
        position: what the parent held when the what-if was run.
        name: how the branch is called; the default is the scenario's id.
        parent: from which branch.

    Raises:
        GovsimError: there is a branch of that name that this scenario did not make.
    """
    scenario = whatif.plan.scenario.scenario
    name = checked_name(name or scenario)
    words = Words(whatif)
    drafts = [Draft(record, event) for record, event in whatif.own(words.why)]
    choices = {taken.id: taken.option for taken in whatif.taken if taken.option is not None}
    meta = {"scenario": scenario, "hash": sha256(text.encode()).hexdigest(), "text": text, "choose": choices}
    for attempt in range(_ATTEMPTS):
        there = _open_branch(ledger, name)
        if there is not None:
            if there.made_from.get("scenario") != scenario:
                what = f"there is a branch '{name}' that the scenario '{scenario}' did not make"
                raise GovsimError(what, hint="give another name with --branch")
            forked = there.parent_id, there.fork_position
            same = forked == (ledger.branch(parent).branch_id, position) and there.made_from == meta
            if same and _holds(ledger, there, drafts):
                return name
        try:
            replacing = None if there is None else name
            ledger.make_branch(name, drafts, parent=parent, position=position, meta=meta, replacing=replacing)
        except (LedgerError, NotFoundError):  # another process made or dropped it between
            if attempt == _ATTEMPTS - 1 or _open_branch(ledger, name) == there:
                raise
            continue
        break
    return name


def _open_branch(ledger: Ledger, name: str) -> Branch | None:
    return next((one for one in ledger.branches() if one.name == name and one.closed_at is None), None)


def _holds(ledger: Ledger, branch: Branch, drafts: list[Draft]) -> bool:
    """Return whether a branch holds just these events of its own."""
    stored = [(one.record, one.event.dump()) for one in ledger.stored(branch=branch.name)]
    return stored == [(draft.record, draft.content.dump()) for draft in drafts]
