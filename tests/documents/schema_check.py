"""As much of JSON Schema as our schema uses, so that it can be tried out without another package."""

from __future__ import annotations

import re
from typing import Any

_NOTES = {"title", "description", "default", "discriminator", "$defs", "$schema"}
_TYPES: dict[str, Any] = {"object": dict, "array": list, "string": str, "null": type(None), "boolean": bool}


class Checker:
    """Says whether a schema accepts a value; a word that it does not know is an error."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self._schema = schema

    def accepts(self, value: Any) -> bool:
        """Return whether the whole schema accepts *value*."""
        return self._fits(self._schema, value)

    def accepts_event(self, value: Any) -> bool:
        """Return whether the schema of one event accepts *value*."""
        return self._fits(self._schema["properties"]["events"]["items"], value)

    def _fits(self, schema: dict[str, Any], value: Any) -> bool:
        return all(self._keeps(word, rule, schema, value) for word, rule in schema.items() if word not in _NOTES)

    def _keeps(self, word: str, rule: Any, schema: dict[str, Any], value: Any) -> bool:
        match word:
            case "$ref":
                return self._fits(self._schema["$defs"][rule.removeprefix("#/$defs/")], value)
            case "type":
                return any(_is_a(name, value) for name in ([rule] if isinstance(rule, str) else rule))
            case "anyOf":
                return any(self._fits(one, value) for one in rule)
            case "oneOf":
                return sum(self._fits(one, value) for one in rule) == 1
            case "const":
                return bool(value == rule)
            case "enum":
                return value in rule
            case "minimum":
                return not _is_a("number", value) or value >= rule
            case "pattern":
                return not isinstance(value, str) or re.search(rule, value) is not None
            case "minItems" | "items":
                return not isinstance(value, list) or self._keeps_in_list(word, rule, value)
            case _:
                return not isinstance(value, dict) or self._keeps_in_mapping(word, rule, schema, value)

    def _keeps_in_list(self, word: str, rule: Any, value: list[Any]) -> bool:
        return len(value) >= rule if word == "minItems" else all(self._fits(rule, item) for item in value)

    def _keeps_in_mapping(self, word: str, rule: Any, schema: dict[str, Any], value: dict[str, Any]) -> bool:
        match word:
            case "required":
                return set(rule) <= value.keys()
            case "properties":
                return all(self._fits(one, value[key]) for key, one in rule.items() if key in value)
            case "additionalProperties":
                rest = [item for key, item in value.items() if key not in schema.get("properties", {})]
                return not rest if rule is False else rule is True or all(self._fits(rule, item) for item in rest)
            case "propertyNames":
                return all(self._fits(rule, key) for key in value)
            case "minProperties":
                return bool(len(value) >= rule)
        raise AssertionError(f"the schema uses {word}, which this checker does not know")


def _is_a(name: str, value: Any) -> bool:
    if name in ("integer", "number"):
        return isinstance(value, int if name == "integer" else int | float) and not isinstance(value, bool)
    return isinstance(value, _TYPES[name])
