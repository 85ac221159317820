"""The course of posts: each state that a post was in, from when on, told as rosters tell it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from govsim.model.instant import Instant, to_rfc3339
from govsim.replay.roster import Holder, state_of
from govsim.replay.runs import Run, runs_of
from govsim.replay.tenure import Spell, spells_of
from govsim.service.past import Past
from govsim.service.steps import holders_text
from govsim.service.views import PostView

MOST_MOMENTS = 1000
MOST_HOLDERS = 100
"""A thousand lists of a hundred names are 2 MB."""


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


def courses_of(
    past: Past, posts: Sequence[str], first: Instant, after: Instant
) -> tuple[list[CourseView], Instant | None, list[str]]:
    """Return the courses of posts over a span, from when on where that is not all of it, and posts that are too full.

    A page is to be had of any history, so that only the last changes are told one by one, and only of posts that can be
    read as lists of names.
    """
    runs = {post: runs_of(past.roster, post, first, after) for post in posts}
    crowded = [post for post in posts if _most_at_once(runs[post]) > MOST_HOLDERS]
    told = [post for post in posts if post not in crowded]
    edges = sorted({edge for post in told for edge in _edges(past, post, runs[post]) if first < edge < after})
    cut = None
    if len(edges) > MOST_MOMENTS:
        first = cut = edges[-MOST_MOMENTS] - 1
    return [course_of(past, post, runs[post], first, after) for post in told], cut, crowded


def _most_at_once(runs: Sequence[Run]) -> int:
    edges = sorted([(run.first, 1) for run in runs] + [(run.after, -1) for run in runs])
    return max(accumulate(change for _, change in edges), default=0)


def course_of(past: Past, post: str, runs: Sequence[Run], first: Instant, after: Instant) -> CourseView:
    """Return the course of a post over a span, given its runs there; states that read the same are one."""
    edges = {first, *(edge for edge in _edges(past, post, runs) if first < edge < after)}
    begins: dict[Instant, list[Run]] = {}
    for run in runs:
        if run.after > first:
            begins.setdefault(max(run.first, first), []).append(run)
    there: dict[str, Run] = {}
    states: list[StateView] = []
    spells: dict[str, list[tuple[int, Spell]]] = {}
    for place, spell in enumerate(spells_of(past.history.posts[post].tenures) if runs else ()):
        spells.setdefault(spell.party, []).append((place, spell))
    organization = post.partition("/")[0]
    title = past.world.posts[post].title
    for edge in sorted(edges):
        there = {party: run for party, run in there.items() if run.after > edge}
        there |= {run.holder.party: run for run in begins.get(edge, ())}
        view = _view(past, post, edge, _in_order(there, spells, edge))
        organization, title = view.organization, view.title
        said = StateView(edge, view.status, holders_text(view))
        if not states or (states[-1].status, states[-1].holders) != (said.status, said.holders):
            states.append(said)
    named = past.world.organizations.get(organization)
    return CourseView(post, title, organization if named is None else named.name, tuple(states))


def _edges(past: Past, post: str, runs: Sequence[Run]) -> set[Instant]:
    """Return every instant at which the state of a post can change."""
    aspects = past.roster.aspects(post)
    edges = {edge for run in runs for edge in (run.first, run.after)}
    edges |= {edge for cover in past.world.coverage(post) for edge in (cover.first, cover.last + 1)}
    edges |= {edge for spans in (aspects.absences, aspects.disputes) for span in spans for edge in _ends(span)}
    return edges | {change.first for change in aspects.changes}


def _ends(span: Any) -> tuple[Instant, Instant]:
    return span.first, span.after


def _in_order(there: Mapping[str, Run], spells: Mapping[str, Sequence[tuple[int, Spell]]], at: Instant) -> list[Holder]:
    """Return holders in the order of rosters: that of the first spell in which each can be there."""

    def place(party: str) -> int:
        return next(place for place, spell in spells[party] if spell.tenure_at(at) is not None)

    return [there[party].holder for party in sorted(there, key=place)]


def _view(past: Past, post: str, at: Instant, holders: Sequence[Holder]) -> PostView:
    aspects, declared = past.roster.aspects(post), past.world.posts[post]
    return past.post_view(state_of(post, declared, past.world.covered(post, at), aspects, lambda: holders, at))
