"""What a question names: records, organisations, posts, and the zone its times are read in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo

from govsim.model.errors import GovsimError, NotFoundError, did_you_mean
from govsim.model.events import CLAIMS, Claim
from govsim.model.header import Header, organization_of
from govsim.replay.world import World


def posts_asked(world: World, record: str | None, organization: str | None, post: str | None) -> list[str]:
    """Return the posts that a question names, all of them where it names nothing.

    Raises:
        NotFoundError: a record, organisation or post that is not there.
    """
    posts = list(world.posts)
    if record is not None:
        posts = [id_ for id_ in posts if id_ in header_asked(world, record).posts]
    if organization is not None:
        if organization not in world.organizations:
            raise missing("organisation", organization, world.organizations)
        posts = [id_ for id_ in posts if organization_of(id_) == organization]
    if post is not None:
        if post not in world.posts:
            raise missing("post", post, world.posts)
        posts = [id_ for id_ in posts if id_ == post]
    return posts


def header_asked(world: World, record: str) -> Header:
    """Return a record's header.

    Raises:
        NotFoundError: there is no such record.
    """
    if record not in world.headers:
        raise missing("record", record, world.headers)
    return world.headers[record]


def zone_asked(world: World, record: str | None, posts: Iterable[str]) -> tzinfo:
    """Return the zone in which the records asked for are written.

    Raises:
        GovsimError: they disagree, or name none.
    """
    asked = set(posts)
    headers = [
        header
        for header in world.headers.values()
        if (record is None or header.record == record) and (asked & header.posts.keys() or not asked)
    ]
    zones = {header.zone for header in headers}
    if len(zones) > 1:
        named = ", ".join(f"{header.record}: {header.zone or 'none'}" for header in headers)
        raise GovsimError(
            f"this time has no offset, and the records disagree about the zone ({named})",
            hint="write an offset, as in 2023-11-17T12:28-08:00, or give --zone",
        )
    return headers[0].tzinfo if headers else Header(record="none").tzinfo


def missing(what: str, id_: str, known: Iterable[str]) -> NotFoundError:
    """Return the error for an id that names nothing."""
    return NotFoundError(f"there is no {what} '{id_}'", hint=did_you_mean(id_, known))


def claim_named(written: str) -> Claim:
    """Return the claim that a user wrote.

    Raises:
        GovsimError: there is no such claim.
    """
    for claim in CLAIMS:
        if claim == written:
            return claim
    hint = did_you_mean(written, CLAIMS) or f"one of {', '.join(CLAIMS)}"
    raise GovsimError(f"'{written}' is no claim", hint=hint)
