"""A what-if as people read it: fates in words, decisions, outcomes, and who governs then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from govsim.replay.history import History
from govsim.replay.tenure import Tenure
from govsim.rules.expressions import Value
from govsim.service.expecting import expect_views
from govsim.service.labels import Labels
from govsim.service.past import Past
from govsim.service.scenario_views import DecisionView, FateView, PostChangeView, ReasonView, RunView
from govsim.service.scenario_words import Words, differing
from govsim.service.text import safe
from govsim.service.views import TenureView
from govsim.whatif.choosing import Ask
from govsim.whatif.facts import Seen
from govsim.whatif.fates import Fate, Taken
from govsim.whatif.plan import Deciding, Plan
from govsim.whatif.run import WhatIf


def run_view(
    whatif: WhatIf, past: Past, branch: str | None, where: Mapping[int, str], notes: Sequence[str] = ()
) -> RunView:
    """Return the view of a what-if; *past* is it as its branch reads, *where* the places of its expectations.

    *notes* were made when it was read.
    """
    scenario, words = whatif.plan.scenario, Words(whatif)
    outcomes: list[tuple[str, Value | None]] = list(whatif.outcomes.items())
    return RunView(
        scenario.scenario,
        safe(scenario.title or scenario.scenario),
        scenario.record,
        branch,
        whatif.plan.key,
        tuple(fate_view(whatif, words, fate) for fate in whatif.fates),
        tuple(decision_view(whatif.plan, words, taken) for taken in whatif.taken),
        tuple(expect_views(whatif, past, where)),
        tuple(outcomes),
        tuple(_changed_posts(whatif, past)),
        (*notes, *_notes(whatif, words)),
    )


def fate_view(whatif: WhatIf, words: Words, fate: Fate) -> FateView:
    """Return the view of what became of an event."""
    event = whatif.event(fate.ref)
    fields = tuple(differing(whatif.plan.base.event(fate.ref), event)) if fate.kind == "changed" else ()
    changes = tuple(words.changes(whatif.plan.base.event(fate.ref), event)) if fields else ()
    written = whatif.is_written(fate.ref)
    reasons = tuple(
        ReasonView(reason.kind, reason.event, reason.provision, words.reason(reason)) for reason in fate.reasons
    )
    return FateView(
        fate.ref, fate.kind, event.type, words.label(fate.ref), event.at, fate.key, reasons, fields, changes, written
    )


def decision_view(plan: Plan, words: Words, taken: Taken) -> DecisionView:
    """Return the view of a decision as it went."""
    decision = next(one for one in plan.scenario.decisions if one.id == taken.id)
    options = tuple((name, words.option(taken.id, name)) for name in decision.options)
    question = words.question(taken.id)
    return DecisionView(
        taken.id, taken.state, taken.option, words.taken(taken), question, decision.at, taken.how, options
    )


def ask_with(plan: Plan, answer: Callable[[DecisionView], str | None]) -> Ask:
    """Return what a replay asks at a decision, put to *answer* as a view."""

    def ask(deciding: Deciding, _: Seen) -> str | None:
        decision = next(one for one in plan.scenario.decisions if one.id == deciding.id)
        options = tuple((name, safe(option.title or name)) for name, option in decision.options.items())
        return answer(DecisionView(deciding.id, "open", None, "", safe(decision.text), decision.at, "nobody", options))

    return ask


def _changed_posts(whatif: WhatIf, past: Past) -> Iterator[PostChangeView]:
    """Yield the posts whose tenures come out otherwise than in recorded history, from the fork on."""
    base = whatif.plan.base
    fork = whatif.end if whatif.plan.key is None else whatif.plan.key
    for post in base.world.posts:
        one, two = _tenures(base.history, post, fork), _tenures(past.history, post, fork)
        both = Counter(map(_shape, one)) & Counter(map(_shape, two))
        if both.total() < max(len(one), len(two)):
            recorded = tuple(_view(tenure, past, base.timeline.event) for tenure in one)
            now = tuple(_view(tenure, past, past.timeline.event) for tenure in two)
            yield PostChangeView(post, Labels(base.world).name(post), recorded, now)


def _tenures(history: History, post: str, fork: int) -> list[Tenure]:
    its = history.posts.get(post)
    tenures = [] if its is None else [tenure for tenure in its.tenures if tenure.end_latest >= fork]
    return sorted(tenures, key=lambda tenure: (tenure.start_earliest, tenure.party))


def _shape(tenure: Tenure) -> tuple[object, ...]:
    return tenure.party, tenure.capacity, tenure.edges, tenure.is_doubtful


def _view(tenure: Tenure, past: Past, event: Callable[[str], object]) -> TenureView:
    ended = event(tenure.closed_by) if tenure.closed_by else None
    return TenureView(
        tenure.party,
        past.world.party(tenure.party).name,
        tenure.post,
        tenure.capacity,
        event(tenure.opened_by).at,  # type: ignore[attr-defined]
        None if ended is None else ended.at,  # type: ignore[attr-defined]
        tenure.opened_by,
        tenure.closed_by,
    )


def _notes(whatif: WhatIf, words: Words) -> Iterator[str]:
    """Yield what the author should know besides."""
    for ref, decision in dict.fromkeys(whatif.course.early):
        option = whatif.course.choices.get(decision)
        if isinstance(option, str):
            yield (
                f"{ref.partition('/')[2]} comes before the decision {decision} that lists it, and stands whatever is"
                f" chosen: {words.label(ref)}"
            )
