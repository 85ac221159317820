"""Every type of event of the design (section 5.1) in its smallest form and with all that it takes."""

from __future__ import annotations

from typing import Any

from govsim.model.events import EVENT_TYPES, Event
from govsim.model.instant import zone_named

Fields = dict[str, Any]

ZONE = "America/Los_Angeles"
PARTIES = ["ada", "org"]

COMMON: Fields = {
    "decided": "2023-11-16 afternoon",
    "notified": "[2023-11-16..2023-11-17]",
    "announced": "2023-11-17 12:28",
    "because": ["cause", {"any": ["other-cause", "third-cause"]}],
    "claim": "reported",
    "versions": [{"at": "2023-11-18", "claim": "disputed", "sources": ["gazette"]}, {"note": "otherwise"}],
    "sources": ["gazette", "minutes"],
    "note": "free text",
}
"""What every event may carry besides id, type and at."""

_HOLDER: Fields = {"who": "ada", "from": "org/ceo"}
_HOLDERS: Fields = {"who": PARTIES, "from": ["org/ceo", "org/board"]}
_STAKE: Fields = {"who": "ada", "in": "org"}
_STAKE_FULL: Fields = {
    "who": PARTIES, "in": "org", "amount": "1_000_000.50", "currency": "USD", "kind": "credits", "stake": "49%",
}  # fmt: skip
_SIGNED: Fields = {"count": "505", "of": "770", "named": ["ada", "ben"]}
_HAPPENING: Fields = {"who": ["ada", "org", "org/board"], "what": "something"}
_HAPPENINGS = ("partnered", "released", "review_opened", "review_closed", "met", "deadline_set", "happened")

MINIMAL: dict[str, Fields] = {
    "founded": {"organization": "org"},
    "dissolved": {"organization": "org"},
    "post_created": {"post": "org/ceo"},
    "post_changed": {"post": "org/ceo"},
    "post_abolished": {"post": "org/ceo"},
    "hired": {"who": "ada", "to": "org/ceo"},
    "fired": _HOLDER,
    "resigned": _HOLDER,
    "departed": _HOLDER,
    "leave_started": _HOLDER,
    "leave_ended": _HOLDER,
    "invested": _STAKE,
    "divested": _STAKE,
    "letter_sent": {},
    "letter_signed": {"letter": "the-letter"},
    "resolved": {"organ": "org/board"},
    "offered": {},
    "agreed": {},
    "withdrawn": {"event": "the-offer"},
    "consented": {"act": "the-act"},
    "refused": {"act": "the-act"},
    "stated": {},
    "bylaws_adopted": {"organization": "org"},
    "corrected": {"event": "cause"},
    "retracted": {"event": "cause"},
    **{kind: {} for kind in _HAPPENINGS},
}
"""The required fields of each type, and nothing else."""

FULL: dict[str, Fields] = {
    "founded": {"organization": "org", "who": PARTIES},
    "dissolved": {"organization": "org", "who": PARTIES},
    "post_created": {"post": "org/ceo", "seats": "2", "title": "Chief"},
    "post_changed": {"post": "org/board", "seats": "many", "title": "Director"},
    "post_abolished": {"post": "org/ceo", "seats": "1", "title": "Chief"},
    "hired": {
        "who": PARTIES, "to": ["org/ceo", "org/board"], "capacity": "interim", "by": "org/board", "replaces": ["ben"],
        "until": "2024-06", "on_behalf_of": "org", "style": "executive chair",
    },
    "fired": {**_HOLDERS, "by": "org/board", "reason": "candour"},
    "resigned": {**_HOLDERS, "reason": "in protest"},
    "departed": {**_HOLDERS, "reason": "handed_over"},
    "leave_started": _HOLDERS,
    "leave_ended": _HOLDERS,
    "invested": _STAKE_FULL,
    "divested": {**_STAKE_FULL, "stake": "1/3", "kind": "mixed"},
    "letter_sent": {
        "by": PARTIES, "to": "org/board", "signatories": _SIGNED, "demands": ["resign", "reinstate"], "threat": "leave",
    },
    "letter_signed": {"letter": "the-letter", "signatories": _SIGNED},
    "resolved": {
        "organ": "org/board", "motion": "Remove", "method": "written_consent", "carried": "true",
        "effects": ["the-act"],
        "votes": {"for": ["ada"], "against": "ben", "abstain": [], "absent": ["org"]},
    },
    "offered": {"by": "org", "who": "ada", "to": "org/ceo", "terms": "a team"},
    "agreed": {"parties": PARTIES, "who": "ada", "to": ["org/ceo"], "terms": "return"},
    "withdrawn": {"event": "the-offer"},
    "consented": {"who": "org", "act": "the-act"},
    "refused": {"who": ["org", "ada"], "act": "the-act"},
    "stated": {"who": "ada", "says": "nothing"},
    "bylaws_adopted": {"organization": "org", "bylaws": {"organs": {"org/board": {"authorised": "6"}}}},
    "corrected": {"event": "cause", "with": {"note": "mended"}, "why": "typo"},
    "retracted": {"event": "cause", "why": "never happened"},
    **dict.fromkeys(_HAPPENINGS, _HAPPENING),
}  # fmt: skip
"""Each type with every own field that the catalogue gives it."""


def made(kind: str, fields: Fields, zone: str = ZONE) -> Event:
    """Return an event of a type from its written fields."""
    written = {"id": "the-event", "type": kind, "at": "2023-11-17 12:00", **fields}
    return EVENT_TYPES[kind].model_validate(written, context={"zone": zone_named(zone)})
