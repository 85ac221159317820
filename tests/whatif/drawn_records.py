"""Random records for what-ifs: some in which anything happens, some in which people come and go as they can."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from govsim.model.record import Record
from tests.replay.builders import COVERS, PEOPLE, POSTS, make_record
from tests.replay.strategies import _is_upright, _maybe, acts, claims, few, mendings, people, times, versions

ORGANS = ("org/board",)
SEATS = {"org/ceo": 1, "org/cfo": 1, "org/chair": 1, "org/board": 9}
whens = times.filter(lambda text: _is_upright(text, COVERS))

Fields = dict[str, Any]


@st.composite
def votes(draw: st.DrawFn) -> Fields:
    """Return who voted how, members or not."""
    voters = draw(st.lists(people, max_size=3, unique=True))
    cut = draw(st.integers(0, len(voters)))
    return {"for": voters[:cut], "against": voters[cut:]}


@st.composite
def resolutions(draw: st.DrawFn, at: str, about: list[str]) -> Fields:
    """Return a resolution that decides some of the events *about*."""
    fields: Fields = {"type": "resolved", "at": at, "organ": draw(st.sampled_from(ORGANS))}
    _maybe(draw, fields, "votes", votes(), 7)
    _maybe(draw, fields, "carried", st.sampled_from(["true", "true", "false"]), 4)
    if about:
        _maybe(draw, fields, "effects", few(st.sampled_from(about)), 8)
    return fields


@st.composite
def causes(draw: st.DrawFn, earlier: list[str]) -> list[Any]:
    """Return one or two causes, alternatives among them."""
    one = st.sampled_from(earlier)
    some = st.lists(one, min_size=1, max_size=3, unique=True).map(lambda ids: {"any": ids})
    return draw(st.lists(st.one_of(one, some), min_size=1, max_size=2, unique_by=str))


@st.composite
def other_acts(draw: st.DrawFn, at: str, ids: list[str], letters: list[str]) -> Fields:
    """Return an event around the posts that can fall: a resolution, a letter, a signature, a withdrawal."""
    kind = draw(st.sampled_from(["resolved", "resolved", "letter_sent", "letter_signed", "withdrawn"]))
    if kind == "resolved":
        return draw(resolutions(at, ids))
    if kind == "letter_signed" and letters:
        return {"type": kind, "at": at, "letter": draw(st.sampled_from(letters))}
    if kind == "withdrawn" and ids:
        return {"type": kind, "at": at, "event": draw(st.sampled_from(ids))}
    return {"type": "letter_sent", "at": at}


def finished(draw: st.DrawFn, events: list[Fields], ranks: list[int], *, caused: int) -> Record:
    """Return a record of these events with claims, causes, rival readings and corrections here and there."""
    for index, event in enumerate(events):
        _maybe(draw, event, "claim", claims, 2)
        earlier = [f"e{other}" for other in range(len(events)) if ranks[other] < ranks[index]]
        if earlier:
            _maybe(draw, event, "because", causes(earlier), caused)
        _maybe(draw, event, "versions", versions(event, whens), 1)
    if draw(st.integers(0, 4)) == 4:
        events = [*events, *draw(st.lists(mendings(events, whens), max_size=2))]
    return make_record(events)


@st.composite
def wild_records(draw: st.DrawFn, max_events: int = 12) -> Record:
    """Return a record in which anything may happen at any time, most of it with findings."""
    count = draw(st.integers(1, max_events))
    ids = [f"e{index}" for index in range(count)]
    events: list[Fields] = []
    letters: list[str] = []
    for id_ in ids:
        others = [other for other in ids if other != id_]
        event = draw(acts(whens) if draw(st.integers(0, 2)) else other_acts(draw(whens), others, letters))
        letters += [id_] if event["type"] == "letter_sent" else []
        events.append({**event, "id": id_})
    return finished(draw, events, draw(st.permutations(range(count))), caused=2)


@st.composite
def orderly_records(draw: st.DrawFn, max_events: int = 16) -> Record:
    """Return a record in which people enter free seats and leave what they hold, one day after the other."""
    seated: dict[str, list[str]] = {post: [] for post in POSTS}
    events: list[Fields] = []
    letters: list[str] = []
    day = 1
    count = draw(st.integers(3, max_events))
    for index in range(count):
        day += draw(st.integers(0, 2))
        at = draw(st.sampled_from(["{}", "{} 06:00", "{} 12:00", "{} 12:00", "{} morning", "{} evening"]))
        at = at.format(f"2023-11-{day:02}")
        later = [f"e{other}" for other in range(index + 1, count)]
        event = draw(orderly_acts(at, seated, later, [f"e{other}" for other in range(index)], letters))
        letters += [f"e{index}"] if event["type"] == "letter_sent" else []
        events.append({**event, "id": f"e{index}"})
    return finished(draw, events, list(range(count)), caused=3)


@st.composite
def orderly_acts(
    draw: st.DrawFn, at: str, seated: dict[str, list[str]], later: list[str], past: list[str], letters: list[str]
) -> Fields:
    """Return an act that can happen as things stand, and note in *seated* what it does."""
    open_posts = [post for post in seated if len(seated[post]) < SEATS[post]]
    free = [(post, party) for post in open_posts for party in PEOPLE if party not in seated[post]]
    held = [(post, party) for post, parties in seated.items() for party in parties]
    kind = draw(st.sampled_from(["in"] * 5 + ["out"] * 4 + ["replace", "observer", "change", "vote", "vote", "other"]))
    if kind == "in" and free:
        post, party = draw(st.sampled_from(free))
        both = [other for other, its in free if its == party and other != post]
        to = [post, *both[:1]] if draw(st.integers(0, 4)) == 4 else [post]
        for entered in to:
            seated[entered].append(party)
        return {"type": "hired", "at": at, "who": party, "to": to}
    if kind in {"out", "replace", "change"} and held:
        post, party = draw(st.sampled_from(held))
        if kind == "change":
            capacity = draw(st.sampled_from(["interim", "acting", "observer"]))
            return {"type": "hired", "at": at, "who": party, "to": post, "capacity": capacity}
        seated[post].remove(party)
        others = [other for other in PEOPLE if other not in (party, *seated[post])]
        if kind == "replace" and others:
            seated[post].append(draw(st.sampled_from(others)))
            return {"type": "hired", "at": at, "who": seated[post][-1], "to": post, "replaces": party}
        leaving = draw(st.sampled_from(["fired", "resigned", "departed"]))
        return {"type": leaving, "at": at, "who": party, "from": post}
    if kind == "observer":
        post, party = draw(st.sampled_from(sorted(seated))), draw(people)
        if party not in seated[post]:
            return {"type": "hired", "at": at, "who": party, "to": post, "capacity": "observer"}
    if kind == "vote":
        return draw(resolutions(at, later))
    if kind == "other":
        return draw(st.one_of(bodies(at), other_acts(at, past, letters)))
    return {"type": "stated", "at": at}


@st.composite
def bodies(draw: st.DrawFn, at: str) -> Fields:
    """Return the beginning or the end of a post or of the organisation, or a change of seats."""
    kind = draw(st.sampled_from(["post_created", "post_changed", "post_abolished", "founded", "dissolved"]))
    if kind in {"founded", "dissolved"}:
        return {"type": kind, "at": at, "organization": "org"}
    fields: Fields = {"type": kind, "at": at, "post": draw(st.sampled_from(sorted(POSTS)))}
    if kind == "post_changed":
        fields["seats"] = draw(st.sampled_from(["1", "2", "many"]))
    return fields
