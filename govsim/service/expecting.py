"""Whether a what-if comes out as its author expects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from govsim.model.scenario import ExpectEvent, ExpectOutcome, ExpectPost, ExpectVerdict
from govsim.rules.expressions import kind_of, show_value
from govsim.service.past import Past
from govsim.service.scenario_views import ExpectView
from govsim.service.text import safe
from govsim.service.views import PostView
from govsim.whatif.reading import expected_value
from govsim.whatif.run import WhatIf


def expect_views(whatif: WhatIf, past: Past, where: Mapping[int, str]) -> Iterator[ExpectView]:
    """Yield whether each expectation holds; *past* is the what-if as its branch reads."""
    for index, expected in enumerate(whatif.plan.scenario.expect):
        place = where.get(index)
        match expected:
            case ExpectPost():
                yield _post(past, expected, place)
            case ExpectEvent():
                happened = whatif.happened(expected.event)
                said = {True: "happens", False: "does not happen"}
                text = f"{safe(expected.event)} {said[expected.happened]}"
                yield ExpectView(happened == expected.happened, text, said[happened], place)
            case ExpectVerdict():
                verdict = whatif.verdict(expected.verdict) or "none: it does not happen"
                text = f"the verdict on {safe(expected.verdict)} is {expected.is_}"
                yield ExpectView(verdict == expected.is_, text, verdict, place)
            case ExpectOutcome():
                got = whatif.outcomes[expected.outcome]
                kind = kind_of(whatif.plan.outcomes[expected.outcome].root)
                ok = got == expected_value(expected.is_, kind)
                yield ExpectView(ok, f"{safe(expected.outcome)} is {safe(expected.is_)}", show_value(got), place)


def _post(past: Past, expected: ExpectPost, where: str | None) -> ExpectView:
    at = expected.at.earliest or 0
    view = past.post_view(past.roster.state(expected.post, at))
    certain = sorted(holder.party for holder in view.holders if holder.presence == "certain")
    ok, said = True, []
    if expected.holders is not None:
        ok = sorted(expected.holders) == certain
        said.append(f"held by {', '.join(expected.holders) or 'nobody'}")
    if expected.status is not None:
        ok = ok and view.status == expected.status
        said.append(expected.status)
    text = f"{expected.post} at {safe(expected.at.text)}: {'; '.join(said)}"
    return ExpectView(ok, text, _standing(view), where)


def _standing(view: PostView) -> str:
    """Return who is in a post, and its status."""
    people = [
        f"{holder.party}{'' if holder.presence == 'certain' else ' (possibly)'}"
        f"{'' if holder.capacity == 'regular' else f' ({holder.capacity})'}"
        for holder in view.holders
    ]
    return f"{', '.join(people) or 'nobody'}; {view.status}"
