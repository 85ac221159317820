"""The JSON Schema of record files, for editors."""

from __future__ import annotations

from typing import Any

from govsim.model.events import AnyEvent
from govsim.model.header import Header


class RecordDocument(Header):
    """A documented history: who governed an organisation, from when to when, says who."""

    events: tuple[AnyEvent, ...] = ()


def record_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a record file."""
    schema = RecordDocument.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "govsim record"}
