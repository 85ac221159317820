"""Text made safe within XML, HTML and the JSON of a page: escaped, with control characters dropped."""

from __future__ import annotations

import json
from typing import Any

from govsim.exchange.lettering import clean

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_IN_SCRIPTS = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def escaped(text: str) -> str:
    """Return *text* for the content of an element or for an attribute in either kind of quotes."""
    return clean(text).translate(_ENTITIES)


def script_json(data: Any) -> str:
    """Return JSON for a ``<script>`` element, which nothing in it can end or begin."""
    return json.dumps(_cleaned(data), ensure_ascii=False, separators=(",", ":")).translate(_IN_SCRIPTS)


def _cleaned(data: Any) -> Any:
    match data:
        case str():
            return clean(data)
        case dict():
            return {clean(str(key)): _cleaned(value) for key, value in data.items()}
        case list() | tuple():
            return [_cleaned(item) for item in data]
    return data
