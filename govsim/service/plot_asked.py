"""What a picture is asked to show, checked against what the records declare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from govsim.model.errors import GovsimError, did_you_mean
from govsim.model.header import Header
from govsim.model.instant import Instant, zone_named
from govsim.replay.world import World
from govsim.service.asked import missing, posts_asked
from govsim.service.past import Past
from govsim.service.times import When, read_instant

By = Literal["post", "person"]
_BY: Mapping[str, By] = {"post": "post", "person": "person"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user named."""

    record: str | None = None
    org: str | None = None
    posts: Sequence[str] = ()
    people: Sequence[str] = ()
    by: str = "post"
    since: When | None = None
    until: When | None = None
    marks: Sequence[str] = ()
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a picture is to show: posts, of whom, named events, and the span where it is given."""

    title: str
    posts: tuple[str, ...]
    people: frozenset[str] | None
    by: By
    record: str | None
    named: tuple[str, ...]
    narrowed: bool
    first: Instant | None
    after: Instant | None


def shown_of(pasts: Sequence[Past], asked: Asked) -> Shown:
    """Return what a picture of some branches is to show.

    Raises:
        NotFoundError: a record, organisation, post or party that is not there.
        TimeError: a time that says no instant.
        GovsimError: lanes of something else than posts or people.
    """
    if asked.by not in _BY:
        hint = did_you_mean(asked.by, _BY) or "--by post, or --by person"
        raise GovsimError(f"'{asked.by}' has no lanes", hint=hint)
    posts = _posts(pasts, asked)
    parties = [id_ for past in pasts for id_ in (*past.world.people, *past.world.organizations)]
    for party in asked.people:
        if party not in parties:
            raise missing("person or organisation", party, parties)
    world, zone = pasts[0].world, zone_named(asked.zone) if asked.zone else None
    first = None if asked.since is None else read_instant(asked.since, zone, world, asked.record, posts)
    last = None if asked.until is None else read_instant(asked.until, zone, world, asked.record, posts, end=True)
    return Shown(
        _title(world, asked),
        posts,
        frozenset(asked.people) or None,
        _BY[asked.by],
        asked.record,
        tuple(asked.marks),
        bool(asked.org or asked.posts or asked.people),
        first,
        None if last is None else last + 1,
    )


def _posts(pasts: Sequence[Past], asked: Asked) -> tuple[str, ...]:
    """Return the posts to show, in the order of their declarations: those that any of the branches declares."""
    known = dict.fromkeys(posts_asked(pasts[0].world, asked.record, asked.org, None))
    for past in pasts[1:]:
        known |= dict.fromkeys(posts_asked(past.world, asked.record, asked.org, None))
    for post in asked.posts:
        if post not in known:
            raise missing("post", post, known)
    return tuple(dict.fromkeys(asked.posts)) or tuple(known)


def _title(world: World, asked: Asked) -> str:
    """Return what stands over a picture: who or what was asked for, else the record."""
    names = [world.party(party).name for party in asked.people if party in world.people or party in world.organizations]
    names += [world.posts[post].title for post in asked.posts if post in world.posts]
    if asked.org is not None:
        names.append(world.organizations[asked.org].name)
    if names:
        return ", ".join(names)
    return record_title(world.headers, asked.record)


def record_title(headers: Mapping[str, Header], record: str | None) -> str:
    """Return the title of a record, or of all of them."""
    chosen = [headers[record]] if record is not None else list(headers.values())
    if len(chosen) > 3:
        return f"{len(chosen)} records"
    return "; ".join(header.title or header.record for header in chosen) or "Nothing recorded"
