"""BODS 0.4 checked against what the standard requires of statements, as a JSON Schema of our own.

It says what openownership/data-standard (schema/*.json, version 0.4) requires of the fields that are read and written
here: which must be there, their forms, and the closed code lists.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from govsim.exchange.bods.interests import STAKE, TITLES
from govsim.exchange.bods.writing import CONTROL
from govsim.model.errors import GovsimError

_MOST = 20
_TEXT = {"type": "string"}
_DAY = {"type": "string", "format": "day"}
_TIME = {"type": "string", "format": "day-or-time"}
_PERCENT = {"type": "number", "minimum": 0, "maximum": 100}
_REFERENCE = {"oneOf": [_TEXT, {"type": "object", "required": ["reason"], "properties": {"reason": _TEXT}}]}
_SHARE = {
    "type": "object",
    "properties": dict.fromkeys(("exact", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), _PERCENT),
}
_INTEREST = {
    "type": "object",
    "properties": {
        "type": {"enum": [STAKE, *CONTROL, *TITLES]},
        "directOrIndirect": {"enum": ["direct", "indirect", "unknown"]},
        "beneficialOwnershipOrControl": {"type": "boolean"},
        "details": _TEXT,
        "share": _SHARE,
        "startDate": _DAY,
        "endDate": _DAY,
    },
}
_ENTITY_TYPES = (
    *("registeredEntity", "legalEntity", "arrangement", "anonymousEntity", "unknownEntity", "state", "stateBody"),
)


def _typed(names: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "object", "required": ["type"], "properties": {"type": {"enum": list(names)}}}


_DETAILS: dict[str, dict[str, Any]] = {
    "entity": {
        "required": ["isComponent", "entityType"],
        "properties": {
            "isComponent": {"type": "boolean"},
            "entityType": _typed(_ENTITY_TYPES),
            "name": _TEXT,
            "alternateNames": {"type": "array", "items": _TEXT},
            "foundingDate": _DAY,
            "dissolutionDate": _DAY,
        },
    },
    "person": {
        "required": ["isComponent", "personType"],
        "properties": {
            "isComponent": {"type": "boolean"},
            "personType": {"enum": ["anonymousPerson", "unknownPerson", "knownPerson"]},
            "names": {"type": "array", "items": {"type": "object"}},
        },
    },
    "relationship": {
        "required": ["isComponent", "subject", "interestedParty"],
        "properties": {
            "isComponent": {"type": "boolean"},
            "subject": _REFERENCE,
            "interestedParty": _REFERENCE,
            "interests": {"type": "array", "items": _INTEREST},
        },
    },
}
SCHEMA: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": [
            *("statementId", "declarationSubject", "recordId", "recordType", "recordDetails", "statementDate"),
        ],
        "properties": {
            "statementId": {"type": "string", "minLength": 32, "maxLength": 64},
            "statementDate": _TIME,
            "declarationSubject": _TEXT,
            "recordId": _TEXT,
            "recordType": {"enum": list(_DETAILS)},
            "recordStatus": {"enum": ["new", "updated", "closed"]},
            "recordDetails": {"type": "object"},
            "publicationDetails": {
                "type": "object",
                "properties": {"publicationDate": _TIME, "bodsVersion": {"const": "0.4"}},
            },
        },
        "allOf": [
            {"if": {"properties": {"recordType": {"const": kind}}}, "then": {"properties": {"recordDetails": details}}}
            for kind, details in _DETAILS.items()
        ],
    },
}
_FORMATS = FormatChecker(formats=())


def _is_day(value: object) -> bool:
    return not isinstance(value, str) or date.fromisoformat(value).isoformat() == value


def _is_day_or_time(value: object) -> bool:
    return not isinstance(value, str) or bool(datetime.fromisoformat(value))


_FORMATS.checks("day", raises=ValueError)(_is_day)
_FORMATS.checks("day-or-time", raises=ValueError)(_is_day_or_time)


def check(text: str) -> None:
    """Check an array of statements, or statements one a line.

    Raises:
        GovsimError: one of them is not what the standard requires.
    """
    is_array = text.lstrip().startswith("[")
    statements = json.loads(text) if is_array else [json.loads(line) for line in text.split("\n") if line.strip()]
    errors = list(Draft202012Validator(SCHEMA, format_checker=_FORMATS).iter_errors(statements))
    if errors:
        wrong = [
            f"{'/'.join(map(str, one.absolute_path)) or 'the file'}: {one.message[:200]}" for one in errors[:_MOST]
        ]
        raise GovsimError("these are no statements of BODS 0.4", details=wrong)
