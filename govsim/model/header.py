"""What a record declares before its first event: parties, posts, sources, bylaws and what it covers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from govsim.model.base import NO_ZONE, Id, Model, PostId, RecordId, Ref, Text, When
from govsim.model.bylaws import Bylaws
from govsim.model.errors import FieldError, did_you_mean
from govsim.model.instant import Instant, zone_named

Span = tuple[Instant | None, Instant | None]
"""The first and the last instant, both inclusive, None where open."""


class Source(Model):
    """Where a claim was read; every field is optional."""

    title: Text | None = None
    publisher: Text | None = None
    date: When | None = None
    url: Text | None = None
    note: Text | None = None


class Identifier(Model):
    """The id of a party in a register, such as wikidata or companies-house."""

    scheme: Text
    id: Text


class Person(Model):
    """A human being."""

    name: Text
    aliases: tuple[Text, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    note: Text | None = None


class Organization(Person):
    """A company, foundation, parliament, club."""

    law: Text | None = None
    parent: Ref | None = None


def _read_partial(value: Any) -> Any:
    if value == "partial":
        return {"partial": True}
    if isinstance(value, str):
        hint = did_you_mean(value, ["partial"]) or "write partial, or {from: 2019, to: 2024}"
        raise FieldError(f"'{value}' is no cover", hint=hint)
    return value


class Covers(Model):
    """The span a record speaks of; outside it nothing is known. *partial*: inside it, a gap is a gap of knowledge."""

    from_: When | None = Field(default=None, alias="from")
    to: When | None = None
    partial: bool = False

    @property
    def span(self) -> Span:
        """The first and last instant covered, None where open."""
        return self.from_.earliest if self.from_ else None, self.to.latest if self.to else None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Covers:
        first, last = self.span
        if first is not None and last is not None and first > last:
            raise ValueError(f"covers ends ({self.to}) before it begins ({self.from_})")
        return self


Many = Literal["many"]


def _read_seats(value: Any) -> int | Many:
    if value == "many":
        return "many"
    try:
        seats = int(value)
    except (TypeError, ValueError):
        raise ValueError("seats is a number from 1 on, or many") from None
    if seats < 1 or isinstance(value, bool | float):
        raise ValueError("seats is a number from 1 on, or many")
    return seats


Seats = Annotated[
    int | Many,
    PlainValidator(_read_seats),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 1}, {"const": "many"}]}),
]


@dataclass(frozen=True)
class _OrShort:
    """Lets the JSON Schema of a model admit the short form that its reader turns into one."""

    short: Mapping[str, Any]

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [dict(self.short), handler(core)]}


_TEXT_SCHEMA = {"type": ["string", "number", "boolean"]}


class Post(Model):
    """An office that exists apart from its holder; an organ is a post whose holders decide together."""

    title: Text
    within: Ref | None = None
    seats: Seats = 1
    organ: bool = False
    covers: Annotated[Covers | None, BeforeValidator(_read_partial), _OrShort({"const": "partial"})] = None
    note: Text | None = None


def organization_of(post: str) -> str:
    """Return the organisation of a post id: what stands before the slash."""
    return post.partition("/")[0]


def _read_name(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


def _read_title(value: Any) -> Any:
    return {"title": value} if isinstance(value, str) else value


def _read_source(value: Any) -> Any:
    return {} if value is None else value


class Header(Model):
    """Everything of a record but its events; in the ledger it is the event ``record_declared``."""

    record: RecordId
    title: Text | None = None
    zone: Text | None = None
    covers: Covers = Covers()
    sources: dict[Id, Annotated[Source, BeforeValidator(_read_source), _OrShort({"type": "null"})]] = {}
    people: dict[Id, Annotated[Person, BeforeValidator(_read_name), _OrShort(_TEXT_SCHEMA)]] = {}
    organizations: dict[Id, Annotated[Organization, BeforeValidator(_read_name), _OrShort(_TEXT_SCHEMA)]] = {}
    posts: dict[PostId, Annotated[Post, BeforeValidator(_read_title), _OrShort(_TEXT_SCHEMA)]] = {}
    bylaws: dict[Ref, Bylaws] = {}

    @property
    def tzinfo(self) -> tzinfo:
        """The zone of times written without an offset; one that refuses them where the record names none."""
        return zone_named(self.zone) if self.zone else NO_ZONE
