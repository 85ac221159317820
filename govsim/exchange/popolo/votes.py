"""Motions and votes in Popolo: each becomes a resolution of the members of an organisation."""

from __future__ import annotations

from typing import Any

from govsim.exchange.cast import Key, Naming, PostKey
from govsim.exchange.things import Once, Thing
from govsim.model.bound import Bound

_OPTIONS = {"yes": "for", "no": "against", "abstain": "abstain", "absent": "absent", "not voting": "absent"}
_CARRIED = {"pass": True, "passed": True, "carried": True, "fail": False, "failed": False, "defeated": False}
_UNKNOWN = Bound("unknown", None, None)


def take_motion(motion: Thing, once: Once) -> None:
    """Take up a motion: each vote on it is a resolution; without any it is one by its result."""
    gathered = motion.gathered
    id_ = motion.text("id", "_id")
    if not once.is_new("motion", id_, motion):
        return
    text, requirement, result = motion.text("text"), motion.text("requirement", "requirements"), motion.text("result")
    organization, date = motion.text("organization_id"), motion.time("date")
    votes = [vote for vote in motion.things("vote_events") if vote.value]
    for vote in votes:
        _resolution(vote, once, text, requirement, result, organization, date, id_)
    if not votes:
        post = _members(motion, organization)
        note = f"requirement: {requirement}" if requirement else None
        gathered.act(id_, "resolved", date or _UNKNOWN, motion.line, _fields(post, text, result, {}), note=note)
    motion.lose("motion")


def take_vote_event(vote: Thing, once: Once) -> None:
    """Take up a vote that stands on its own, with its motion in it."""
    motion = vote.thing("motion")
    text = motion.text("text") if motion else vote.text("motion_id")
    requirement = motion.text("requirement", "requirements") if motion else ""
    organization = (motion.text("organization_id") if motion else "") or vote.text("organization_id")
    result, date = (motion.text("result"), motion.time("date")) if motion else ("", None)
    _resolution(vote, once, text, requirement, result, organization, date, "")


def _resolution(
    vote: Thing, once: Once, text: str, requirement: str, result: str, organization: str, date: Bound | None, of: str
) -> None:
    """Take up one vote as a resolution."""
    gathered = vote.gathered
    id_ = vote.text("id", "_id", "identifier") or of
    if not once.is_new("vote event", id_, vote):
        return
    at = vote.time("end_date") or vote.time("start_date") or date or _UNKNOWN
    sides: dict[str, list[Key]] = {}
    for one in vote.things("votes"):
        voter, option = one.needed("voter_id"), one.text("option").casefold()
        side = _OPTIONS.get(option)
        if side is None:
            gathered.losses.add(f"votes of the option '{option}'", voter)
        else:
            key = gathered.cast.party(voter, one.text("voter_name"))
            if key not in sides.setdefault(side, []):
                sides[side].append(key)
        one.lose("vote")
    counts = [f"{one.text('option')} {one.text('value')}" for one in vote.things("counts")]
    notes = [f"requirement: {requirement}"] if requirement else []
    notes += [f"counts: {', '.join(counts)}"] if counts else []
    post = _members(vote, organization or vote.text("organization_id"))
    fields = _fields(post, text, vote.text("result") or result, sides)
    gathered.act(id_, "resolved", at, vote.line, fields, note="; ".join(notes) or None)
    vote.lose("vote_event")


def _members(thing: Thing, organization: str) -> PostKey:
    """Return the organ that votes: the members of the organisation."""
    organization = organization or thing.gathered.options.organization or ""
    if not organization:
        raise thing.fail("organization_id is missing", "say whose members vote, or give --org")
    cast = thing.gathered.cast
    return cast.post(cast.party(organization, "", "organization"), "", "Member", organ=True)


def _fields(post: PostKey, text: str, result: str, sides: dict[str, list[Key]]) -> Any:
    def fields(naming: Naming) -> dict[str, Any]:
        made: dict[str, Any] = {"organ": naming.posts[post], "motion": text or None}
        made["carried"] = _CARRIED.get(result.casefold())
        if sides:
            made["votes"] = {side: [naming.party(key) for key in keys] for side, keys in sides.items()}
        return made

    return fields
