"""Companies House: officers, persons with significant control, and profiles, as the API and bulk files have them.

What the register does not know is not known here either: somebody appointed before a day began by that day, and an
officer without a day of resignation ended at a time unknown, unless it is said until when the file covers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any, Literal

from govsim.exchange.cast import Key
from govsim.exchange.companies_house.control import Control
from govsim.exchange.companies_house.shapes import Shape, company_in, day_of, shape_of
from govsim.exchange.gathering import Gathered, UnreadableError
from govsim.exchange.json_text import REST, read_lists
from govsim.exchange.options import Options
from govsim.exchange.protocol import Imported, Progress, Source
from govsim.exchange.tenure_record import TenureRow
from govsim.exchange.things import Once, Thing, objects
from govsim.exchange.told import Told, between
from govsim.model.bound import parse_bound

_PERSON_ID = re.compile(r"/officers/([^/\s]+)")
_KINDS = re.compile(r"^(corporate-|nominee-)+")
_BEFORE_1992 = "[..1991-12-31]"
_OF_REGISTER = (
    *("_id", "etag", "links", "kind", "created", "updated", "delta_at", "internal_id", "officer_id", "person_number"),
    *("previous_officer_id", "officer_role_sort_order", "is_pre_1992_appointment", "appointment_id"),
    *("company_number", "company_name", "company_status", "active_count", "resigned_count", "inactive_count"),
    *("total_results", "items_per_page", "start_index", "ceased_count", "is_corporate_officer"),
)
_PRIVATE = ("sensitive_data", "date_of_birth", "address", "service_address", "principal_office_address")


def read(sources: Sequence[Source], options: Options, progress: Progress | None = None) -> Iterator[Imported]:
    """Yield the one record that files of Companies House make together.

    Raises:
        DocumentError: with the mistakes in them.
    """
    first = sources[0].name
    gathered = Gathered(first, options, f"Officers in {PurePath(first).name}", "companies-house")
    reader = _Reader(gathered)
    for source in sources:
        reader.file(source)
    gathered.cast.lose_nameless(gathered.losses)
    yield Imported(*gathered.record(progress))


class _Reader:
    """Gathers officers and persons with significant control of one company or several."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered, self.once = gathered, Once()
        self.control = Control(gathered)
        until = gathered.options.until
        self.covered = None if until is None else parse_bound(until, gathered.zone)

    def file(self, source: Source) -> None:
        """Take up one file: a list of the API, a document, an array or JSON lines of them."""
        items = list(read_lists(source, ("items",), self.gathered.damaged))
        rest = next((item for item in items if item.key == REST), None)
        company = ""
        if rest is not None:
            wrapper = Thing(self.gathered, rest.value, rest)
            company = company_in(wrapper)
            wrapper.lose("list", but=(*_OF_REGISTER, "name"))
        for thing in objects(self.gathered, [item for item in items if item.key != REST]):
            try:
                self._take(shape_of(thing), company)
            except UnreadableError:
                self.gathered.refuse()

    def _take(self, shape: Shape, company: str) -> None:
        its = self._company(shape, company)
        kind = shape.data.text("kind")
        if shape.data.value.get("officer_role"):
            self._officer(shape, its)
        elif kind and self.control.takes(kind):
            self.control.take(shape, its, kind)
        elif shape.data.value.get("date_of_creation") or shape.data.value.get("company_name"):
            self._profile(shape, its)
        elif kind:
            self.gathered.losses.add(f"records of the kind {kind}", shape.data.text("etag") or None)
        else:
            raise shape.data.fail(
                "officer_role is missing", "an officer, a person with significant control or a company"
            )
        for name in _PRIVATE:
            # Counted without examples: nobody's address is put on a screen.
            if any([shape.outer.raw(name), shape.data.raw(name)]):
                self.gathered.losses.add(name)
        shape.data.lose("data", but=_OF_REGISTER)
        if shape.outer is not shape.data:
            shape.outer.lose("document", but=(*_OF_REGISTER, "data", "internal_data", "external_data"))

    def _company(self, shape: Shape, company: str) -> Key | None:
        """Return the company that something is about, None where nothing says which."""
        number = shape.company or company
        options = self.gathered.options
        name = shape.company_name or ("" if number else options.organization or "")
        if not number and not name:
            return None
        identifiers = [("GB-COH", number)] if number else []
        return self.gathered.cast.party(number, name, "organization", identifiers=identifiers)

    def _profile(self, shape: Shape, its: Key | None) -> None:
        data = shape.data
        if its is None:
            raise data.fail("company_number is missing")
        for type_, name in (("founded", "date_of_creation"), ("dissolved", "date_of_cessation")):
            if (at := day_of(data, name)) is not None:
                self.gathered.act(
                    f"{its[1]}-{type_}", type_, at, data.line, lambda naming: {"organization": naming.party(its)}
                )
        for former in data.things("previous_company_names"):
            self.gathered.cast.party(its[1], "", "organization", aliases=[former.text("name")])

    def _officer(self, shape: Shape, its: Key | None) -> None:
        data = shape.data
        role = data.needed("officer_role")
        if its is None:
            raise data.fail("company_number is missing", "say whose officer it is with --org")
        link = shape.link("officer", "appointments") or shape.link("officer", "self")
        found = _PERSON_ID.search(link)
        person = found[1] if found else shape.outer.text("officer_id")
        own = shape.outer.text("appointment_id") or shape.link("self").rpartition("/")[2]
        if not self.once.is_new("appointment", f"{its[1]} {own}" if own else "", shape.outer):
            return
        is_company = "corporate" in role or (bool(data.value.get("identification")) and not data.value.get("surname"))
        party = self._party(data, person, "organization" if is_company else "person")
        title = _KINDS.sub("", role)
        post = self.gathered.cast.post(its, "", _words(title), organ=title == "director")
        start, end = self._start(data), day_of(data, "resigned_on")
        is_over = data.raw("former") or data.raw("inactive") or shape.is_dissolved
        told = Told(data.line, start, end, id=f"{its[1]}-{own}" if own else "")
        if end is None:
            # A register that was read shows who was in office then, but for those it calls former.
            told.seen = None if is_over else self.covered or shape.updated
        else:
            told.end_notes.append("resigned_on in the register, which stands for any way to leave")
        if title != role:
            told.opening_fields = lambda _: {"style": _words(role)}
        for name in ("occupation", "responsibilities"):
            if text := data.text(name):
                told.notes.add(f"{name}: {text}")
        self.gathered.tenures.append(TenureRow(told, party, post))

    def _start(self, data: Thing) -> Any:
        on, before = day_of(data, "appointed_on"), day_of(data, "appointed_before")
        if on is not None or before is None:
            is_old = on is None and data.raw("is_pre_1992_appointment") is True
            return parse_bound(_BEFORE_1992, self.gathered.zone) if is_old else on
        return between(None, before, self.gathered.zone)

    def _party(self, data: Thing, id_: str, kind: Literal["person", "organization"]) -> Key:
        parts = [data.text(name) for name in ("forename", "other_forenames", "surname")]
        data.text("title")
        name = data.text("name") or " ".join(part for part in parts if part) or data.text("company_name")
        if not name and not id_:
            raise data.fail("name is missing")
        former = [
            " ".join(part for part in (one.text("forenames"), one.text("surname")) if part)
            for one in data.things("former_names")
        ]
        identification = data.thing("identification")
        number = identification.text("registration_number") if identification else ""
        place = identification.text("place_registered", "country_registered") if identification else ""
        identifiers = [(_scheme(place), number)] if number else []
        return self.gathered.cast.party(id_, name, kind, aliases=former, identifiers=identifiers)


def _scheme(place: str) -> str:
    return f"register-{'-'.join(place.casefold().split())}" if place else "register"


def _words(code: str) -> str:
    return code.replace("-", " ").capitalize().replace("Llp", "LLP")
