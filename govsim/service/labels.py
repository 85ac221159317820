"""One line for an event, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from govsim.model.events import (
    Agreed,
    BylawsAdopted,
    Consented,
    Corrected,
    Departed,
    Dissolved,
    Divested,
    Event,
    Fired,
    Founded,
    Hired,
    Invested,
    LeaveEnded,
    LeaveStarted,
    LetterSent,
    LetterSigned,
    Offered,
    PostAbolished,
    PostChanged,
    PostCreated,
    Refused,
    Resigned,
    Resolved,
    Retracted,
    Stated,
    Withdrawn,
)
from govsim.model.events.acts import Signatories
from govsim.model.header import organization_of
from govsim.replay.world import World
from govsim.service.text import safe

_HAPPENING = {
    "partnered": "partnership",
    "released": "release",
    "review_opened": "review opened",
    "review_closed": "review closed",
    "met": "meeting",
    "deadline_set": "deadline",
}


class Labels:
    """Writes labels with the names and titles of one world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def name(self, id_: str) -> str:
        """Return the name of a party, or the title of a post with its organisation."""
        if id_ in self._world.posts:
            return self.organ(id_) if self._world.posts[id_].organ else self.posts([id_])
        party = self._world.people.get(id_) or self._world.organizations.get(id_)
        return safe(party.name if party else id_)

    def names(self, ids: Iterable[str]) -> str:
        """Return several names: ``A, B and C``."""
        return _listed([self.name(id_) for id_ in ids])

    def posts(self, ids: Sequence[str]) -> str:
        """Return posts as ``Chair and Director of OpenAI``, grouped by organisation, which a title may name already."""
        by_organization: dict[str, list[str]] = {}
        for id_ in ids:
            declared = self._world.posts.get(id_)
            title = safe(declared.title if declared else id_)
            by_organization.setdefault(organization_of(id_), []).append(title)
        return "; ".join(self._posts_of(self.name(org), titles) for org, titles in by_organization.items())

    def _posts_of(self, organization: str, titles: Sequence[str]) -> str:
        named = all(title.endswith(f" of {organization}") for title in titles)
        return _listed(titles) if named else f"{_listed(titles)} of {organization}"

    def organ(self, id_: str) -> str:
        """Return an organ as people call it: ``OpenAI board``, where its title is that of one member."""
        return f"{self.name(organization_of(id_))} {id_.partition('/')[2]}"

    def of(self, event: Event) -> str:
        """Return one line that says what happened."""
        match event:
            case Hired():
                capacity = "" if event.capacity == "regular" else f" ({event.capacity})"
                instead = f", replacing {self.names(event.replaces)}" if event.replaces else ""
                verb = "become" if len(event.who) > 1 else "becomes"
                return f"{self.names(event.who)} {verb} {self.posts(event.to)}{capacity}{instead}"
            case Fired():
                return f"{self.names(event.who)} removed as {self.posts(event.from_)}"
            case Resigned():
                verb = "resign" if len(event.who) > 1 else "resigns"
                return f"{self.names(event.who)} {verb} as {self.posts(event.from_)}"
            case Departed():
                known = event.reason is not None and event.reason != "unknown"
                reason = f" ({safe(event.reason or '').replace('_', ' ')})" if known else ""
                verb = "leave" if len(event.who) > 1 else "leaves"
                return f"{self.names(event.who)} {verb} as {self.posts(event.from_)}{reason}"
            case LeaveStarted():
                return f"{self.names(event.who)} on leave as {self.posts(event.from_)}"
            case LeaveEnded():
                return f"{self.names(event.who)} back from leave as {self.posts(event.from_)}"
            case Founded():
                by = f" by {self.names(event.who)}" if event.who else ""
                return f"{self.name(event.organization)} founded{by}"
            case Dissolved():
                return f"{self.name(event.organization)} dissolved"
            case PostCreated():
                return f"post created: {self.posts([event.post])}"
            case PostAbolished():
                return f"post abolished: {self.posts([event.post])}"
            case PostChanged():
                seats = [f"{event.seats} seat{'' if event.seats == 1 else 's'}"] if event.seats else []
                title = [f"now called {safe(event.title)}"] if event.title else []
                return f"{self.posts([event.post])}: {', '.join([*seats, *title]) or 'changed'}"
            case _:
                return self._of_act(event)

    def _of_act(self, event: Event) -> str:
        match event:
            case Invested() | Divested():
                amount = (
                    f" {safe(event.currency or '')} {event.amount:,f}".replace("  ", " ")
                    if event.amount is not None
                    else ""
                )
                verb = "invests" if isinstance(event, Invested) else "divests"
                preposition = "in" if isinstance(event, Invested) else "from"
                return f"{self.names(event.who)} {verb}{amount} {preposition} {self.name(event.in_)}"
            case LetterSent():
                by = f" by {self.names(event.by)}" if event.by else ""
                to = f" to {self.names(event.to)}" if event.to else ""
                return f"letter{by}{to}{_signed(event.signatories)}"
            case LetterSigned():
                return f"letter {safe(event.letter)}{_signed(event.signatories) or ' signed'}"
            case Resolved():
                outcome = {True: " carried", False: " defeated", None: ""}[event.carried]
                motion = f": {safe(event.motion)}" if event.motion else ""
                return f"{self.organ(event.organ)} resolution{outcome}{motion}"
            case Offered():
                to = f" {self.names(event.to)}" if event.to else ""
                whom = f" to {self.names(event.who)}" if event.who else ""
                by = f" by {self.names(event.by)}" if event.by else ""
                return f"offer{by}{whom}:{to}" if to else f"offer{by}{whom}{_tail(event.terms)}"
            case Agreed():
                return f"agreement{' of ' + self.names(event.parties) if event.parties else ''}{_tail(event.terms)}"
            case Withdrawn():
                return f"lapsed: {safe(event.event)}"
            case Consented():
                return f"{self.names(event.who) or 'somebody'} consents to {safe(event.act)}"
            case Refused():
                return f"{self.names(event.who) or 'somebody'} refuses {safe(event.act)}"
            case Stated():
                return f"{self.names(event.who) or 'statement'}: {safe(event.says or event.note or '')}".rstrip(": ")
            case BylawsAdopted():
                return f"{self.name(event.organization)} adopts bylaws"
            case Corrected():
                return f"correction of {safe(event.event)}{_tail(event.why)}"
            case Retracted():
                return f"retraction of {safe(event.event)}{_tail(event.why)}"
            case _:
                return self._of_happening(event)

    def _of_happening(self, event: Event) -> str:
        """Return what happened, led by who took part where the words do not say it themselves."""
        said = safe(str(getattr(event, "what", None) or event.note or event.id))
        who = [self.name(id_) for id_ in getattr(event, "who", ())]
        words = {word for name in who for word in name.split() if len(word) > 2}
        lead = f"{_listed(who)}: " if who and not any(word in said for word in words) else ""
        kind = _HAPPENING.get(event.type)
        return f"{lead}{said} ({kind})" if kind else f"{lead}{said}"


def _signed(signatories: Signatories | None) -> str:
    if signatories is None or signatories.count is None:
        return ""
    of = f" of {signatories.of}" if signatories.of is not None else ""
    return f", {signatories.count}{of} signed"


def _tail(text: str | None) -> str:
    return f": {safe(text)}" if text else ""


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
