"""The course of posts: each state that a post was in, from when on, told as rosters tell it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from govsim.model.instant import Instant, to_rfc3339
from govsim.replay.roster import Holder, state_of
from govsim.replay.runs import Run, runs_of
from govsim.service.past import Past
from govsim.service.steps import holders_text
from govsim.service.views import PostView


@dataclass(frozen=True, slots=True)
class StateView:
    """A post from an instant on: its status, and who holds it in a few words."""

    at: Instant
    status: str
    holders: str

    def to_json(self) -> dict[str, Any]:
        """Return from, status and holders."""
        return {"from": to_rfc3339(self.at), "status": self.status, "holders": self.holders}


@dataclass(frozen=True, slots=True)
class CourseView:
    """A post and its states one after the other; the first is that at the beginning of the span."""

    post: str
    title: str
    organization: str
    states: tuple[StateView, ...]

    def at(self, instant: Instant) -> StateView:
        """Return the state at an instant, the first one before the beginning."""
        return next((state for state in reversed(self.states) if state.at <= instant), self.states[0])

    def to_json(self) -> dict[str, Any]:
        """Return post, title, organisation and states."""
        return {
            "post": self.post,
            "title": self.title,
            "organization": self.organization,
            "states": [state.to_json() for state in self.states],
        }


def course_of(past: Past, post: str, first: Instant, after: Instant) -> CourseView:
    """Return the course of a post over a span; states that read the same are one."""
    runs = runs_of(past.roster, post, first, after)
    edges = {first, *(edge for edge in _edges(past, post, runs) if first < edge < after)}
    begins: dict[Instant, list[Run]] = {}
    for run in runs:
        begins.setdefault(run.first, []).append(run)
    there: dict[str, Run] = {}
    states: list[StateView] = []
    organization = post.partition("/")[0]
    title = past.world.posts[post].title
    for edge in sorted(edges):
        there = {party: run for party, run in there.items() if run.after > edge}
        there |= {run.holder.party: run for run in begins.get(edge, ())}
        view = _view(past, post, edge, tuple(run.holder for run in there.values()))
        organization, title = view.organization, view.title
        said = StateView(edge, view.status, holders_text(view))
        if not states or (states[-1].status, states[-1].holders) != (said.status, said.holders):
            states.append(said)
    named = past.world.organizations.get(organization)
    return CourseView(post, title, organization if named is None else named.name, tuple(states))


def _edges(past: Past, post: str, runs: list[Run]) -> set[Instant]:
    """Return every instant at which the state of a post can change."""
    aspects = past.roster.aspects(post)
    edges = {edge for run in runs for edge in (run.first, run.after)}
    edges |= {edge for cover in past.world.coverage(post) for edge in (cover.first, cover.last + 1)}
    edges |= {edge for spans in (aspects.absences, aspects.disputes) for span in spans for edge in _ends(span)}
    return edges | {change.first for change in aspects.changes}


def _ends(span: Any) -> tuple[Instant, Instant]:
    return span.first, span.after


def _view(past: Past, post: str, at: Instant, holders: tuple[Holder, ...]) -> PostView:
    aspects, declared = past.roster.aspects(post), past.world.posts[post]
    ordered = sorted(holders, key=lambda holder: past.roster.place(holder.tenure))
    return past.post_view(state_of(post, declared, past.world.covered(post, at), aspects, lambda: ordered, at))
