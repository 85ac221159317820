"""What the bylaws say of the acts on a report's page, and where another branch differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from govsim.exchange.page import Html, Part, html, joined, table
from govsim.service.branch_views import DiffView, EventDiff, in_words
from govsim.service.report_parts import Section, reference, said_at, said_when
from govsim.service.report_views import JudgedView, ReportView
from govsim.service.steps import standing_text
from govsim.service.verdict_views import TestView


def verdicts_section(view: ReportView) -> Section | None:
    """Return the section, None where no bylaws speak of any act."""
    if not view.judged:
        return None
    shown = {event.id for event in view.events}
    counted = Counter(judged.verdict.status for judged in view.judged)
    said = ", ".join(f"{number:,} {status}" for status, number in counted.most_common())
    lead = html("p", f"What the recorded bylaws and laws say of {len(view.judged):,} acts: {said}.")
    silent = [judged for judged in view.judged if not judged.verdict.reasons]
    parts = [_judged(judged, shown) for judged in view.judged if judged.verdict.reasons]
    if silent:
        named = html("ul", [html("li", _act(judged, shown), f": {judged.verdict.status}") for judged in silent])
        parts.append(joined(html("h3", "Acts of which no provision speaks"), named))
    return Section("verdicts", "Verdicts", joined(lead, parts))


def _act(judged: JudgedView, shown: set[str]) -> Part:
    return reference(judged.verdict.event, judged.verdict.label, shown)


def _judged(judged: JudgedView, shown: set[str]) -> Html:
    verdict = judged.verdict
    status = html("span", verdict.status, cls=f"status verdict verdict-{verdict.status}")
    rows: list[list[Part]] = [[test.provision, _met(test), _numbers(test), test.layer] for test in verdict.reasons]
    head = ["Provision", "Met", "Counted", "Decided by"]
    assumed = html("ul", [html("li", each) for each in judged.assumptions])
    return joined(
        html("h3", status, ": ", _act(judged, shown)),
        table(f"Provisions tested for {verdict.event}", head, rows, "cards"),
        [html("p", "Assumed, because the public record does not settle it:"), assumed] if judged.assumptions else None,
    )


def _met(test: TestView) -> Html:
    word = {True: "yes", False: "no", None: "not known"}[test.passed]
    return html("span", word, cls=f"met-{word.replace(' ', '-')}")


def _numbers(test: TestView) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in test.operands)


# -- another branch


def comparison_section(view: ReportView) -> Section | None:
    """Return the section, None where no branch is compared."""
    diff = view.diff
    if diff is None:
        return None
    a, b = _branch(diff, diff.a), _branch(diff, diff.b)
    parts: list[Part] = []
    if diff.events:
        kinds: dict[str, Part] = {"only_a": ["only in ", a], "only_b": ["only in ", b], "changed": ["otherwise in ", b]}
        rows: list[list[Part]] = [
            [[event.label, _fields(event)], kinds[event.kind], said_when(event.at, view.zone)] for event in diff.events
        ]
        caption = f"Events of {diff.a} and {diff.b} that differ"
        parts.append(table(caption, ["Event", "Where", "When"], rows, "cards"))
    else:
        parts.append(html("p", "The events are the same."))
    at = said_at(diff.at, view.zone)
    if diff.posts:
        titles = view.names
        posts: list[list[Part]] = [
            [titles.get(post.post, post.post), *_side(a, standing_text(post.a)), *_side(b, standing_text(post.b))]
            for post in diff.posts
        ]
        parts += [html("h3", f"Posts at {at}"), table("Posts that stand otherwise", ["Post", a, b], posts, "cards")]
    else:
        parts.append(html("p", f"At {at} every post stands the same."))
    return Section("comparison", f"{diff.a} and {diff.b}", joined(parts))


def _branch(diff: DiffView, name: str) -> Html:
    tag = html("span", " HYPOTHETICAL", cls="tag") if name in diff.hypothetical else None
    return joined(name, tag)


def _side(branch: Html, said: str) -> Iterator[Part]:
    """Yield a cell that names its branch where a phone shows no heads of columns."""
    yield joined(html("span", branch, ": ", cls="on-cards"), said)


def _fields(event: EventDiff) -> Part:
    return [html("div", f"{name}: {in_words(one)} → {in_words(two)}", cls="field") for name, one, two in event.fields]
