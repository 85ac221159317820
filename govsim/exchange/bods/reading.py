"""BODS 0.4: statements about entities, persons, and the interests that relate them.

A shareholding is an investment with its stake; every other interest is a post of the entity, so that each is asked for
by itself and none is lost in another of the same size. What a statement does not end was going on when it was made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any, Literal

from govsim.exchange.bods.interests import OWN_POST, STAKE, Interest, Statement, interests_over, spoken
from govsim.exchange.bods.writing import write as write
from govsim.exchange.cast import Key, Naming, key_of
from govsim.exchange.gathering import Gathered, UnreadableError
from govsim.exchange.json_text import read_items
from govsim.exchange.options import Options
from govsim.exchange.protocol import Imported, Progress, Source
from govsim.exchange.story import MARK
from govsim.exchange.tenure_record import TenureRow
from govsim.exchange.things import Once, Thing, objects
from govsim.exchange.told import Told, between
from govsim.model.bound import Bound

_OF_FILE = ("statementId", "declaration", "declarationSubject", "recordDetails")


def read(sources: Sequence[Source], options: Options, progress: Progress | None = None) -> Iterator[Imported]:
    """Yield the one record that files of BODS statements make together.

    Raises:
        DocumentError: with the mistakes in them.
    """
    first = sources[0].name
    gathered = Gathered(first, options, f"Interests in {PurePath(first).name}", "bods")
    reader = _Reader(gathered)
    items = [item for source in sources for item in read_items(source, gathered.damaged)]
    for thing in objects(gathered, items):
        reader.tried(reader.statement, thing)
    reader.finish()
    yield Imported(*gathered.record(progress))


class _Reader:
    """Gathers the statements of each record, and reads those of one record together."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered, self.once = gathered, Once()
        self.records: dict[tuple[str, str], list[Statement]] = {}

    def tried(self, take: Any, given: Any) -> None:
        """Take something up; it is left out where it cannot be read."""
        try:
            take(given)
        except UnreadableError:
            self.gathered.refuse()

    def statement(self, thing: Thing) -> None:
        """Take up one statement."""
        if thing.value.get("statementType"):
            raise thing.fail("this is a statement of BODS 0.3 or older", "convert it to 0.4 first")
        kind, id_ = thing.needed("recordType"), thing.needed("recordId")
        if kind not in ("entity", "person", "relationship"):
            raise thing.fail(f"'{kind}' is no type of record", "entity, person or relationship")
        if not self.once.is_new("statement", thing.text("statementId"), thing):
            return
        details = thing.thing("recordDetails")
        if details is None:
            raise thing.fail("recordDetails is missing")
        publication = thing.thing("publicationDetails")
        publisher = publication.thing("publisher") if publication else None
        cited = _source(thing.thing("source"))
        sources = (*cited, *([publisher.text("name")] if publisher and publisher.text("name") else []))
        published = publication.time("publicationDate") if publication else None
        date = thing.time("statementDate")
        statement = Statement(thing, details, id_, thing.text("recordStatus") or "new", date, published, sources)
        self.records.setdefault((kind, id_), []).append(statement)
        thing.lose("statement", but=(*_OF_FILE, "annotations"))

    def finish(self) -> None:
        """Read the statements of every record in the order in which they were made."""
        for kind, take in (("entity", self._party), ("person", self._party), ("relationship", self._relationship)):
            for (its, _), statements in self.records.items():
                if its == kind:
                    statements.sort(key=lambda one: (one.date is not None, (one.date and one.date.earliest) or 0))
                    self.tried(take, statements)
        self.gathered.cast.lose_nameless(self.gathered.losses)

    def _party(self, statements: list[Statement]) -> None:
        kind: Literal["person", "organization"] = (
            "organization" if statements[0].thing.text("recordType") == "entity" else "person"
        )
        said = [self._named(one.details, kind) for one in statements]
        name = said[-1][0]
        aliases = {alias for names in said for alias in names if alias != name}
        last = statements[-1]
        identifiers = [
            (one.text("scheme", "schemeName") or "bods", one.text("id"))
            for statement in statements
            for one in statement.details.things("identifiers")
        ]
        reason = last.details.thing("unspecifiedPersonDetails" if kind == "person" else "unspecifiedEntityDetails")
        key = self.gathered.cast.party(
            last.id,
            name,
            kind,
            aliases=aliases,
            identifiers=[one for one in identifiers if one[1]],
            note=_reason(reason) if reason else "",
        )
        for type_, name in (("founded", "foundingDate"), ("dissolved", "dissolutionDate")):
            # The last statement that gives it is right.
            at = [one.details.time(name) for one in statements][-1] if kind == "organization" else None
            if at is not None:
                self.gathered.act(f"{last.id}-{type_}", type_, at, last.thing.line, _about(key), sources=last.sources)
        if last.status == "closed":
            self.gathered.losses.add(f"that the record of a {kind} is closed", last.id)
        where = "entity" if kind == "organization" else "person"
        for one in statements:
            self._annotations(one)
            one.details.lose(where, but=("isComponent", "names", "name", "alternateNames", f"{where}Type"))

    def _named(self, details: Thing, kind: str) -> list[str]:
        """Return the name and the other names; of somebody anonymous what the record says they are."""
        if kind == "organization":
            names = [details.text("name"), *details.texts("alternateNames")]
            what = details.thing("entityType")
            type_ = what.text("type") if what else ""
        else:
            people = details.things("names")
            # The legal name is the name; sorting keeps the order of the others.
            people.sort(key=lambda one: one.text("type") not in ("legal", ""))
            names = [one.text("fullName") or f"{one.text('givenName')} {one.text('familyName')}" for one in people]
            type_ = details.text("personType")
        return [name.strip() for name in names if name.strip()] or [spoken(type_)]

    def _annotations(self, statement: Statement) -> list[str]:
        """Return what annotations say; one that marks a branch marks the whole record."""
        said: list[str] = []
        for one in statement.thing.things("annotations"):
            text = one.text("description", "url")
            if text.startswith(MARK):
                self.gathered.branch = text.removeprefix(MARK)
            elif text:
                said.append(text)
        if said and statement.thing.text("recordType") != "relationship":
            self.gathered.losses.add("annotations of entities and persons", said[0], count=len(said))
        return said

    def _relationship(self, statements: list[Statement]) -> None:
        last, gathered = statements[-1], self.gathered
        subject, party = last.details.raw("subject"), last.details.raw("interestedParty")
        if not subject or not party:
            raise last.thing.fail(f"{'interestedParty' if subject else 'subject'} is missing")
        notes = {f"annotation: {said}" for one in statements for said in self._annotations(one)}
        if isinstance(subject, dict) or isinstance(party, dict):
            self._unspecified(last, notes)
            return
        its = gathered.cast.party(last.details.text("subject"), "", "organization")
        whose = self._known(last.details.text("interestedParty"))
        for interest in interests_over(statements, gathered.zone):
            interest.notes += sorted(notes)
            if interest.type == STAKE:
                self._stake(last.id, interest, whose, its)
            else:
                self._tenure(last.id, interest, whose, its)
        for one in statements:
            one.details.lose("relationship", but=("isComponent", "subject", "interestedParty"))

    def _known(self, id_: str) -> Key:
        kind: Literal["person", "organization"] = (
            "organization" if key_of(id_, "") in self.gathered.cast.organizations else "person"
        )
        return self.gathered.cast.party(id_, "", kind)

    def _unspecified(self, statement: Statement, notes: set[str]) -> None:
        """Keep a declaration that somebody is not known, in its own words: it is no missing data."""
        details = statement.details
        open_party = next(one for name in ("subject", "interestedParty") for one in self._open(details, name))
        known = "subject" if isinstance(details.value["interestedParty"], dict) else "interestedParty"
        who = [] if isinstance(details.value[known], dict) else [self._known(details.text(known))]
        says = f"{open_party.path.split('.')[-2]}: {_reason(open_party)}"
        self.gathered.act(
            statement.id,
            "stated",
            statement.date or Bound("unknown", None, None),
            statement.thing.line,
            lambda naming: {"who": [naming.party(key) for key in who], "says": says, "announced": statement.published},
            sources=statement.sources,
            note="; ".join(sorted(notes)) or None,
        )
        details.lose("relationship", but=("isComponent",))

    @staticmethod
    def _open(details: Thing, name: str) -> list[Thing]:
        return details.things(name) if isinstance(details.value.get(name), dict) else []

    def _tenure(self, id_: str, interest: Interest, whose: Key, its: Key) -> None:
        own = OWN_POST.fullmatch(interest.details)
        capacity, title, post_id = own.groups() if own else (None, interest.title, "")
        post = self.gathered.cast.post(its, post_id, title, organ=interest.type == "boardMember" and not own)
        told = Told(
            interest.opening.thing.line,
            interest.start,
            interest.end,
            capacity=capacity or "regular",
            id=f"{id_}-{interest.type}",
            seen=interest.seen,
            notes=set(interest.notes),
            sources={*interest.opening.sources, *(interest.closing.sources if interest.closing else ())},
            opening_fields=_clocks(interest.opening),
            closing_fields=_clocks(interest.closing) if interest.closing else None,
        )
        if interest.share is not None:
            told.notes.add(f"share: {interest.share * 100}%")
        self.gathered.tenures.append(TenureRow(told, whose, post))

    def _stake(self, id_: str, interest: Interest, whose: Key, its: Key) -> None:
        """Take up a shareholding: each share, and that it is over."""
        opening = interest.opening
        start = interest.start or between(None, opening.date or interest.end, self.gathered.zone)
        shares = [("invested", start, interest.share, opening)]
        for at, share, statement in interest.changes:
            before = shares[-1][2]
            fell = before is not None and share is not None and share < before
            shares.append(("divested" if fell else "invested", at, share, statement))
        if interest.end is not None:
            shares.append(("divested", interest.end, None, interest.closing or opening))
        for number, (type_, at, share, statement) in enumerate(shares):
            over = number == len(shares) - 1 and interest.end is not None
            stake = "0" if over else None if share is None else str(share)

            def fields(naming: Naming, stake: str | None = stake, statement: Statement = statement) -> dict[str, Any]:
                mine = {"who": naming.party(whose), "in": naming.party(its), "stake": stake}
                return {**mine, **(_clocks(statement)(naming))}

            note = "; ".join(interest.notes) if number == 0 else None
            name = f"{id_}-{interest.type}" if number == 0 else f"{id_}-{interest.type}-{number + 1}"
            self.gathered.act(name, type_, at, statement.thing.line, fields, sources=statement.sources, note=note)


def _clocks(statement: Statement) -> Any:
    """Return when an act was stated and when that was published."""
    return lambda _: {"notified": statement.date, "announced": statement.published}


def _about(key: Key) -> Any:
    return lambda naming: {"organization": naming.party(key)}


def _reason(thing: Thing) -> str:
    reason, description = thing.text("reason"), thing.text("description")
    return f"{reason}: {description}" if description else reason


def _source(source: Thing | None) -> list[str]:
    """Return what a statement cites: addresses first, else what it says of where it was found."""
    if source is None:
        return []
    asserted = [one.text("name", "uri") for one in source.things("assertedBy")]
    said = source.text("url") or source.text("description") or ", ".join(spoken(one) for one in source.texts("type"))
    return [one for one in (said, *asserted) if one]
