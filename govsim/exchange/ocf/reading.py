"""Open Cap Format: who stands in which relationship to an issuer, how that ended, and what was paid for shares.

An OCF cap table is a log of transactions, as this is. Relationships become tenures and issuances investments; a stake
is not computed, since no file says that it holds every transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import PurePath
from typing import Any, Literal

from govsim.exchange.cast import Key, key_of
from govsim.exchange.gathering import Gathered
from govsim.exchange.json_text import REST, Item, read_lists
from govsim.exchange.ocf.money import take_issuance, take_return
from govsim.exchange.ocf.relationships import Relationships
from govsim.exchange.options import Options
from govsim.exchange.protocol import Imported, Progress, Source
from govsim.exchange.things import Once, Thing, each
from govsim.model.bound import Bound

_ISSUANCES = ("TX_STOCK_ISSUANCE", "TX_CONVERTIBLE_ISSUANCE", "TX_WARRANT_ISSUANCE")
_RETURNS = tuple(
    f"TX_{what}_{how}"
    for what in ("STOCK", "CONVERTIBLE", "WARRANT")
    for how in ("TRANSFER", "CANCELLATION", "REPURCHASE", "RETRACTION", "CONVERSION", "EXERCISE", "REISSUANCE")
)
_PRIVATE = ("tax_ids", "addresses", "address", "contact_info", "primary_contact", "email", "phone")
_ORDER = ("STAKEHOLDER", "STOCK_CLASS", "CE_STAKEHOLDER_RELATIONSHIP", "CE_STAKEHOLDER_STATUS")


def read(sources: Sequence[Source], options: Options, progress: Progress | None = None) -> Iterator[Imported]:
    """Yield the one record that the files of a cap table make together.

    Raises:
        DocumentError: with the mistakes in them.
    """
    first = sources[0].name
    gathered = Gathered(first, options, f"Cap table in {PurePath(first).name}", "ocf")
    reader = Reader(gathered)
    for source in sources:
        reader.file(source)
    reader.finish()
    yield Imported(*gathered.record(progress))


class Reader:
    """Gathers the objects of all files; what they say of each other comes last."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered, self.once = gathered, Once()
        self.items: dict[str, list[Item]] = {}
        self.issuer: Key | None = None
        self.as_of: Bound | None = None
        self.classes: dict[str, str] = {}
        self.holders: dict[str, Key] = {}
        self.replacing: set[str] = set()
        self.relationships = Relationships(gathered)

    def file(self, source: Source) -> None:
        """Take up the objects of one file, and the issuer of a manifest."""
        for item in read_lists(source, ("items",), self.gathered.damaged):
            is_file = isinstance(item.value, dict) and (item.key == REST or "file_type" in item.value)
            if is_file:
                each(self.gathered, [item], self._manifest, counted=False)
            else:
                self._keep(item)

    def _keep(self, item: Item) -> None:
        kind = item.value.get("object_type") if isinstance(item.value, dict) else None
        self.items.setdefault(kind if isinstance(kind, str) else "", []).append(item)

    def _manifest(self, thing: Thing) -> None:
        self.as_of = thing.time("as_of") or self.as_of
        issuer = thing.thing("issuer")
        if issuer is not None:
            self._keep(Item({"object_type": "ISSUER", **issuer.value}, *_place(thing)))

    def finish(self) -> None:
        """Read the objects, whatever order the files had them in."""
        # The issuer comes first: everything is about it.
        each(self.gathered, self.items.pop("ISSUER", []), self._issuer)
        for items in self.items.values():
            for item in items:
                if isinstance(item.value, dict):
                    given = item.value.get("resulting_security_ids") or []
                    resulting = [*given, item.value.get("balance_security_id")] if isinstance(given, list) else []
                    self.replacing |= {one for one in resulting if isinstance(one, str)}
        self.relationships.as_of = self.as_of
        for kind in (*_ORDER, *_ISSUANCES, *_RETURNS):
            each(self.gathered, self.items.pop(kind, []), partial(self._take, kind=kind))
        each(self.gathered, self.items.pop("", []), self._nameless)
        for kind, left in self.items.items():
            self.gathered.losses.add(f"objects of the type {kind}", left[0].value.get("id"), count=len(left))
        self.relationships.finish()
        self.gathered.cast.lose_nameless(self.gathered.losses)

    def _nameless(self, thing: Thing) -> None:
        raise thing.fail("object_type is missing", "is this the right format?")

    def _issuer(self, thing: Thing) -> None:
        name = thing.needed("legal_name")
        identifiers = [("ocf", thing.text("id"))] if thing.text("id") else []
        key = self.gathered.cast.party("", name, "organization", aliases=[thing.text("dba")], identifiers=identifiers)
        if self.issuer is not None and key != self.issuer:
            raise thing.fail(f"'{name}' is a second issuer", "import one cap table at a time", of_field=False)
        self.issuer = key
        if (founded := thing.time("formation_date")) is not None:
            self.gathered.act(
                "issuer-formed", "founded", founded, thing.line, lambda naming: {"organization": naming.party(key)}
            )
        self._lose(thing, "issuer")

    def whose(self, thing: Thing) -> Key:
        """Return the issuer.

        Raises:
            UnreadableError: no file says which it is, and no option does.
        """
        if self.issuer is None:
            name = self.gathered.options.organization
            if name is None:
                what = "no file names the issuer"
                raise thing.fail(what, "import the manifest too, or give --org", of_field=False)
            self.issuer = self.gathered.cast.party("", name, "organization")
        return self.issuer

    def holder(self, thing: Thing) -> Key:
        """Return the stakeholder that an object is about."""
        id_ = thing.needed("stakeholder_id")
        kind: Literal["person", "organization"] = (
            "organization" if key_of(id_, "") in self.gathered.cast.organizations else "person"
        )
        return self.gathered.cast.party(id_, "", kind)

    def _take(self, thing: Thing, *, kind: str) -> None:
        if not self.once.is_new(kind, thing.text("id"), thing):
            return
        match kind:
            case "STAKEHOLDER":
                self._stakeholder(thing)
            case "STOCK_CLASS":
                self.classes[thing.text("id")] = thing.text("name")
                thing.lose("stock_class", but=("object_type", "comments"))
                return
            case "CE_STAKEHOLDER_RELATIONSHIP":
                self.relationships.change(thing, self.holder(thing), self.whose(thing))
            case "CE_STAKEHOLDER_STATUS":
                self.relationships.status(thing, self.holder(thing))
            case _ if kind in _ISSUANCES:
                security = thing.text("security_id")
                self.holders[security] = self.holder(thing)
                class_name = self.classes.get(thing.text("stock_class_id"), "")
                take_issuance(
                    thing, self.holders[security], self.whose(thing), class_name, is_new=security not in self.replacing
                )
            case _:
                security = thing.needed("security_id")
                if security not in self.holders:
                    self.gathered.losses.add("what became of securities that no file issues", security)
                    return
                take_return(thing, self.holders[security], self.whose(thing), kind)
        self._lose(thing, kind.lower())

    def _stakeholder(self, thing: Thing) -> None:
        name, kind = thing.thing("name"), thing.needed("stakeholder_type")
        legal = name.needed("legal_name") if name else thing.needed("name")
        of_kind: Literal["person", "organization"] = "person" if kind == "INDIVIDUAL" else "organization"
        own = thing.text("issuer_assigned_id")
        identifiers = [("issuer", own)] if own else []
        key = self.gathered.cast.party(thing.needed("id"), legal, of_kind, identifiers=identifiers)
        relationships = [*thing.texts("current_relationships"), *thing.texts("current_relationship")]
        if relationships:
            self.relationships.snapshot(thing, key, self.whose(thing), relationships, thing.text("current_status"))

    def _lose(self, thing: Thing, where: str) -> None:
        for name in _PRIVATE:
            if thing.raw(name):
                # Counted without examples: nobody's address is put on a screen.
                self.gathered.losses.add(f"{where}.{name}")
        thing.lose(where, but=("object_type", "comments"))


def _place(thing: Thing) -> tuple[Any, ...]:
    return thing.item.line, thing.item.column, thing.item.file
