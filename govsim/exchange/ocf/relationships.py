"""Relationships between stakeholders and an issuer in OCF: begun and ended by events, or only there in a snapshot."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from govsim.exchange.cast import Key, PostKey
from govsim.exchange.gathering import Gathered
from govsim.exchange.tenure_record import TenureRow
from govsim.exchange.things import Thing
from govsim.exchange.told import Told, between
from govsim.model.bound import Bound
from govsim.replay.world import BEGINNING

_ENDS_WITH_STATUS = ("EMPLOYEE", "NON_US_EMPLOYEE", "EXECUTIVE", "OFFICER")
"""The relationships that a termination is one of; a founder or an investor stays one."""
_TERMINATIONS: dict[str, tuple[str, str]] = {
    "TERMINATION_VOLUNTARY_OTHER": ("resigned", "voluntary"),
    "TERMINATION_VOLUNTARY_GOOD_CAUSE": ("resigned", "voluntary, for good cause"),
    "TERMINATION_VOLUNTARY_RETIREMENT": ("departed", "retired"),
    "TERMINATION_INVOLUNTARY_OTHER": ("fired", "involuntary"),
    "TERMINATION_INVOLUNTARY_DEATH": ("departed", "died"),
    "TERMINATION_INVOLUNTARY_DISABILITY": ("departed", "disability"),
    "TERMINATION_INVOLUNTARY_WITH_CAUSE": ("fired", "involuntary, with cause"),
}
_LEAVE = "LEAVE_OF_ABSENCE"


@dataclass(slots=True)
class _Change:
    """The beginning or the end of a relationship, or a new status of a stakeholder."""

    at: Bound | None
    holder: Key
    what: str
    kind: str
    thing: Thing
    issuer: Key | None = None
    notes: list[str] = field(default_factory=list)


class Relationships:
    """Gathers changes, and pairs the beginnings with the ends when all are known."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered
        self.as_of: Bound | None = None
        self._changes: list[_Change] = []
        self._snapshots: list[_Change] = []

    def change(self, thing: Thing, holder: Key, issuer: Key) -> None:
        """Take up that a relationship began, or ended, or both."""
        at = thing.time("date")
        started, ended = thing.text("relationship_started"), thing.text("relationship_ended")
        if not started and not ended:
            raise thing.fail("relationship_started or relationship_ended is missing")
        notes = thing.texts("comments")
        for kind, what in (("ended", ended), ("started", started)):
            if what:
                self._changes.append(_Change(at, holder, what, kind, thing, issuer, notes))

    def status(self, thing: Thing, holder: Key) -> None:
        """Take up that a stakeholder got another status."""
        at = thing.time("date")
        self._changes.append(
            _Change(at, holder, thing.needed("new_status"), "status", thing, None, thing.texts("comments"))
        )

    def snapshot(self, thing: Thing, holder: Key, issuer: Key, relationships: list[str], status: str) -> None:
        """Take up the relationships that a stakeholder has in a file that tells no dates."""
        if status and status != "ACTIVE":
            self.gathered.losses.add("stakeholder.current_status without a date", status)
        for what in relationships:
            self._snapshots.append(_Change(None, holder, what, "snapshot", thing, issuer))

    def finish(self) -> None:
        """Make tenures of what was gathered."""
        opened: dict[tuple[Key, str], list[Told]] = {}
        told_of: dict[Key, list[tuple[str, Told, PostKey]]] = {}
        # A day that is not given comes first; the end of one day comes before its beginnings.
        changes = sorted(self._changes, key=lambda one: (_key(one.at), ("ended", "started", "status").index(one.kind)))
        for change in changes:
            key = change.holder, change.what
            if change.kind == "started":
                opened.setdefault(key, []).append(self._tenure(change, told_of, start=change.at))
            elif change.kind == "ended":
                before = opened.get(key, [])
                told = before.pop(0) if before else self._tenure(change, told_of, start=None)
                told.end = change.at
                told.end_notes += change.notes
            else:
                self._status(change, told_of.get(change.holder, []))
        known = {(holder, what) for holder, rows in told_of.items() for what, _, _ in rows}
        for change in self._snapshots:
            what = change.what.removeprefix("EX_")
            if (change.holder, what) not in known:
                told = self._tenure(change, told_of, start=None, what=what)
                if change.what.startswith("EX_"):
                    told.seen = None
                    told.end = between(None, self.as_of, self.gathered.zone)
                    told.end = None if told.end.is_unknown else told.end
        for rows in told_of.values():
            for _, told, _ in rows:
                told.seen = self.as_of if told.end is None else None

    def _tenure(
        self,
        change: _Change,
        told_of: dict[Key, list[tuple[str, Told, PostKey]]],
        *,
        start: Bound | None,
        what: str | None = None,
    ) -> Told:
        what = what or change.what
        assert change.issuer is not None  # noqa: S101 - only a status has none
        post = self.gathered.cast.post(change.issuer, "", _words(what), organ=what == "BOARD_MEMBER")
        id_ = change.thing.text("id")
        own = f"{id_}-{_words(what)}" if change.kind == "snapshot" else id_
        notes = set(change.notes) if change.kind == "started" else set()
        told = Told(change.thing.line, start, None, id=own, notes=notes)
        self.gathered.tenures.append(TenureRow(told, change.holder, post))
        told_of.setdefault(change.holder, []).append((what, told, post))
        return told

    def _status(self, change: _Change, rows: list[tuple[str, Told, PostKey]]) -> None:
        """Let a termination be how the relationships ended that ended then, else what ended those of work."""
        if change.what in _TERMINATIONS:
            type_, reason = _TERMINATIONS[change.what]
            ended = [told for _, told, _ in rows if told.end is not None and told.end == change.at]
            if not ended:
                ended = [told for what, told, _ in rows if told.end is None and what in _ENDS_WITH_STATUS]
                for told in ended:
                    told.end = change.at
                    told.end_notes.append("ended as the status of the stakeholder says")
            for told in ended:
                told.closing_type = type_
                told.reasons.add(reason)
            if not ended:
                self.gathered.losses.add("terminations of nothing that the files tell of", change.what)
            return
        posts = [post for _, told, post in rows if told.end is None]
        if not posts or change.what not in (_LEAVE, "ACTIVE"):
            self.gathered.losses.add(f"the status {change.what} of nobody in a relationship", change.thing.text("id"))
            return

        def fields(naming: Any) -> dict[str, Any]:
            return {"who": [naming.party(change.holder)], "from": sorted({naming.posts[post] for post in posts})}

        type_ = "leave_started" if change.what == _LEAVE else "leave_ended"
        at = change.at or Bound("unknown", None, None)
        note = "; ".join(change.notes) or None
        self.gathered.act(change.thing.text("id"), type_, at, change.thing.line, fields, note=note)


def _key(at: Bound | None) -> int:
    return BEGINNING if at is None or at.earliest is None else at.earliest


def _words(code: str) -> str:
    return code.replace("_", " ").capitalize().replace("us ", "US ")
