"""What became of events and decisions, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from govsim.model.events import Event, Resolved, Votes
from govsim.rules.counting import Tally
from govsim.service.labels import Labels
from govsim.service.text import safe
from govsim.whatif.fates import Reason, Taken
from govsim.whatif.run import WhatIf

_HOW = {
    "given": "chosen",
    "scenario": "chosen by the scenario",
    "history": "as history went",
    "default": "by default",
    "asked": "chosen",
    "chance": "nothing to choose",
    "nobody": "open: nobody has answered",
    "false": "not reached: its condition does not hold",
    "unknown": "not reached: whether its condition holds is not known",
}

_SIDE = {"for": "for", "against": "against", "abstain": "abstaining", "absent": "absent"}


class Words:
    """Tells one what-if."""

    def __init__(self, whatif: WhatIf) -> None:
        self._whatif = whatif
        self._labels = Labels(whatif.plan.base.world)
        self._decisions = {decision.id: decision for decision in whatif.plan.scenario.decisions}

    def label(self, ref: str) -> str:
        """Return one line for an event, as it happens or would have."""
        return self._labels.of(self._whatif.event(ref))

    def reason(self, reason: Reason) -> str:
        """Return a reason in a sentence."""
        event = self.label(reason.event) if reason.event is not None and reason.detail != "option" else ""
        party = self._labels.name(reason.party) if reason.party else ""
        post = self._labels.name(reason.post) if reason.post else ""
        match reason.detail:
            case "omitted":
                return f"the scenario leaves out: {event}"
            case "cause":
                return f"it would not have happened without: {event}"
            case "option":
                return self._option(reason)
            case "defeated":
                return f"the vote that decides it did not carry{self._count(reason.event)}: {event}"
            case "undecided":
                return f"the vote that decides it did not happen: {event}"
            case "no-vote":
                return f"the vote of {party} does not count, who is no member without: {event}"
            case "full":
                return f"{post} is held by {party}: {event}"
            case "held":
                return f"{party} holds {post} in that capacity already: {event}"
            case "stays":
                return f"{party} is still there, as this did not happen or comes later: {event}"
            case "seats":
                return f"{post} has no more seats, without: {event}"
            case "closed":
                return f"{party} had left {post} before: {event}"
            case "unopened":
                return f"{party} never came into {post}, without: {event}"
            case "never":
                return f"{party} does not hold {post}"
            case "abolished":
                return f"{post} is no more: {event}"
            case "unmade":
                return f"{post} does not exist{', without: ' + event if event else ' yet'}"
            case "nothing-signed":
                return f"there is no letter to sign, without: {event}"
            case "nothing-lapsed":
                return f"there is nothing that could lapse, without: {event}"
            case "void":
                ground = f": {event}" if event else ""
                return f"the bylaws make it void, by {safe(reason.provision or 'a rule')}{ground}"
            case "pending":
                return f"a consent that it needs is not given yet: {safe(reason.provision or '')}"
            case "history":
                return "recorded history ends where this scenario forks"

    def changes(self, before: Event, after: Event) -> Iterator[str]:
        """Yield in words how an event reads otherwise, a line a field."""
        for name, one, two in differing(before, after):
            if name == "votes" and isinstance(before, Resolved) and isinstance(after, Resolved):
                yield from self._votes(before.votes, after.votes)
            else:
                yield f"{name}: {self._said(one)} -> {self._said(two)}"

    def _votes(self, before: Votes | None, after: Votes | None) -> Iterator[str]:
        one, two = _sides(before), _sides(after)
        yield f"votes: {_count(one)} -> {_count(two)}"
        for party in dict.fromkeys([*one, *two]):
            if one.get(party) != two.get(party):
                moved = one.get(party, "no vote"), two.get(party, "no vote")
                yield f"  {self._labels.name(party)}: {moved[0]} -> {moved[1]}"

    def _said(self, value: object) -> str:
        if isinstance(value, dict):
            text = value.get("text")
            return safe(str(text)) if text else ", ".join(f"{key} {self._said(item)}" for key, item in value.items())
        if isinstance(value, list):
            return ", ".join(map(self._said, value)) or "none"
        if isinstance(value, bool) or value is None:
            return {True: "yes", False: "no"}.get(bool(value), "none") if value is not None else "none"
        written = str(value)
        known = self._whatif.plan.base.world
        named = written in known.people or written in known.organizations or written in known.posts
        return self._labels.name(written) if named else safe(written)

    def why(self, ref: str) -> str | None:
        """Return why an event did not happen, or not as recorded, in a line; None where the author says so."""
        fate = next((fate for fate in self._whatif.fates if fate.ref == ref), None)
        return self.reason(fate.reasons[0]) if fate is not None and fate.reasons else None

    def taken(self, taken: Taken) -> str:
        """Return how a decision went, in a few words."""
        if taken.how == "stopped":
            return f"not reached: decisions end with {safe(taken.stopped_by or '')}"
        if taken.option is None:
            return _HOW[taken.how]
        return f"{self.option(taken.id, taken.option)} ({_HOW[taken.how]})"

    def option(self, decision: str, option: str) -> str:
        """Return what people call an option."""
        return safe(self._decisions[decision].options[option].title or option)

    def question(self, decision: str) -> str:
        """Return the question of a decision."""
        return safe(self._decisions[decision].text)

    def _option(self, reason: Reason) -> str:
        id_ = (reason.event or "").partition("/")[2]
        option = self._whatif.course.choices.get(id_)
        if isinstance(option, str):
            return f'another answer was given to "{self.question(id_)}": {self.option(id_, option)}'
        return f'the answer that it needs was not given to "{self.question(id_)}"'

    def _count(self, ref: str | None) -> str:
        event = self._whatif.course.event(ref or "")
        tally = self._whatif.course.tally(ref or "")
        if not isinstance(event, Resolved) or tally is None or event.votes is None:
            return ""
        return f" ({counted(event, tally)})"


def counted(event: Resolved, tally: Tally) -> str:
    """Return how many voted how: ``3 for, 3 against``."""
    votes = event.votes
    if votes is None:
        return ""
    uncounted = len(tally.strangers)
    ayes, noes = (tally.ayes, tally.noes) if event.carried is None else (len(votes.for_), len(votes.against))
    parts = [f"{ayes} for", f"{noes} against"]
    parts += [f"{len(them)} {what}" for them, what in ((votes.abstain, "abstaining"), (votes.absent, "absent")) if them]
    return ", ".join([*parts, *([f"{uncounted} not counted"] if uncounted else [])])


def _sides(votes: Votes | None) -> dict[str, str]:
    """Return what each voter did."""
    sides = () if votes is None else votes.dump().items()
    return {party: _SIDE[side] for side, voters in sides for party in voters}


def _count(sides: Mapping[str, str]) -> str:
    counted = Counter(sides.values())
    return ", ".join(f"{counted[side]} {side}" for side in _SIDE.values() if counted[side]) or "none known"


def differing(before: Event, after: Event) -> Iterable[tuple[str, object, object]]:
    """Yield the fields in which an event reads otherwise: name, before, after."""
    one, two = before.dump(), after.dump()
    for name in [*one, *(name for name in two if name not in one)]:
        if one.get(name) != two.get(name):
            yield name, one.get(name), two.get(name)
