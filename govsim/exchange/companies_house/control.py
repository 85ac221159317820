"""Persons with significant control at Companies House, and what a company states where there is none to name."""

from __future__ import annotations

from typing import Any, Literal

from govsim.exchange.cast import Key
from govsim.exchange.companies_house.shapes import Shape, day_of
from govsim.exchange.gathering import Gathered
from govsim.exchange.tenure_record import TenureRow
from govsim.exchange.things import Once, Thing
from govsim.exchange.told import Told, between
from govsim.model.bound import Bound

TITLE = "Person with significant control"
_KINDS: dict[str, Literal["person", "organization"]] = {
    "individual-person-with-significant-control": "person",
    "individual-beneficial-owner": "person",
    "corporate-entity-person-with-significant-control": "organization",
    "corporate-entity-beneficial-owner": "organization",
    "legal-person-person-with-significant-control": "organization",
    "legal-person-beneficial-owner": "organization",
}
_STATED = (
    *("persons-with-significant-control-statement", "exemptions"),
    *("super-secure-person-with-significant-control", "super-secure-beneficial-owner"),
)
_UNKNOWN = Bound("unknown", None, None)


class Control:
    """Takes up who controls companies; one person is known by the name and the month of birth."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered, self.once = gathered, Once()
        self._births: dict[str, str] = {}

    @staticmethod
    def takes(kind: str) -> bool:
        """Return whether a kind of record is about control."""
        return kind in _KINDS or kind in _STATED

    def take(self, shape: Shape, its: Key | None, kind: str) -> None:
        """Take up one record."""
        if its is None:
            raise shape.data.fail("company_number is missing", "say whose control it is with --org")
        if not self.once.is_new(kind, shape.link("self"), shape.data):
            return
        if kind == "exemptions":
            self._exemptions(shape.data, its)
        elif kind in _STATED:
            self._statement(shape.data, its)
        else:
            self._person(shape, its, _KINDS[kind])

    def _person(self, shape: Shape, its: Key, kind: Literal["person", "organization"]) -> None:
        data = shape.data
        elements = data.thing("name_elements")
        parts = [elements.text(name) for name in ("forename", "middle_name", "surname")] if elements else []
        if elements:
            elements.text("title")
        name = " ".join(part for part in parts if part) or data.needed("name", "name_elements")
        data.text("name")
        birth = str(data.value.get("date_of_birth") or "")
        # Two of one name and different births are two; the link tells them apart.
        known = self._births.setdefault(name, birth)
        id_ = "" if known == birth or not birth else shape.link("self") or f"{name} {birth}"
        identification = data.thing("identification")
        number = identification.text("registration_number") if identification else ""
        identifiers = [("register", number)] if number else []
        party = self.gathered.cast.party(id_, name, kind, identifiers=identifiers)
        notified, ceased = day_of(data, "notified_on"), day_of(data, "ceased_on")
        # Control is notified once it is there: it began by then.
        start = None if notified is None else between(None, notified, self.gathered.zone)
        own = shape.link("self").rpartition("/")[2]
        told = Told(data.line, start, ceased, id=f"{its[1]}-{own}" if own else "", seen=notified)
        if ceased is not None:
            told.seen = None
        told.notes.update(data.texts("natures_of_control"))
        if data.raw("ceased") and ceased is None:
            told.notes.add("the register calls it ceased, and gives no day")
            told.seen = None
        told.opening_fields = lambda _: {"notified": notified}
        post = self.gathered.cast.post(its, "", TITLE)
        self.gathered.tenures.append(TenureRow(told, party, post))

    def _statement(self, data: Thing, its: Key) -> None:
        says = data.needed("statement", "description")
        notified, ceased = day_of(data, "notified_on"), day_of(data, "ceased_on")
        self._state(data, its, says, notified)
        if ceased is not None:
            self._state(data, its, f"no longer: {says}", ceased)

    def _exemptions(self, data: Thing, its: Key) -> None:
        exemptions = data.thing("exemptions")
        for name in exemptions.value if exemptions else ():
            for one in exemptions.things(name) if exemptions else ():
                says = one.text("exemption_type") or name.replace("_", "-")
                for item in one.things("items"):
                    since, until = day_of(item, "exempt_from"), day_of(item, "exempt_to")
                    self._state(data, its, says, since)
                    if until is not None:
                        self._state(data, its, f"no longer: {says}", until)

    def _state(self, data: Thing, its: Key, says: str, at: Bound | None) -> None:
        def fields(naming: Any) -> dict[str, Any]:
            return {"who": [naming.party(its)], "says": says}

        self.gathered.act(f"{its[1]}-{says}-{at or 'undated'}", "stated", at or _UNKNOWN, data.line, fields)
