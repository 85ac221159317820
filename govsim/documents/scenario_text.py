"""A scenario written as YAML, so that reading it again gives the same."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import yaml

from govsim.model.bound import Bound
from govsim.model.errors import GovsimError
from govsim.model.scenario import Scenario

_HEAD = "# yaml-language-server: $schema=scenario.schema.json\n"
_BOUND = {"text", "earliest", "latest"}
_TIMES = {"at", "decided", "notified", "announced", "until"}
_HIDDEN_BREAK = re.compile("[\x85\u2028\u2029]")
"""YAML 1.1 ends a line there, so that they stand only as escapes."""


class _Top(dict[str, Any]):
    """The document itself: one key a line, however little it holds."""


class _Dumper(yaml.SafeDumper):
    """Writes every value out where it stands: scenario files have no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def text(self, data: str) -> yaml.ScalarNode:
        """Return a text as it is to stand."""
        style = '"' if _HIDDEN_BREAK.search(data) else None
        return self.represent_scalar("tag:yaml.org,2002:str", data, style=style)

    def top(self, data: _Top) -> yaml.MappingNode:
        """Return the whole document."""
        return self.represent_mapping("tag:yaml.org,2002:map", data, flow_style=False)


_Dumper.add_representer(str, _Dumper.text)
_Dumper.add_representer(_Top, _Dumper.top)


def scenario_text(scenario: Scenario) -> str:
    """Return a scenario as the text of a scenario file."""
    return data_text(scenario.dump())


def data_text(data: dict[str, Any]) -> str:
    """Return the plain data of a scenario as the text of a scenario file, times in their author's words.

    Raises:
        GovsimError: it holds what no file can say.
    """
    top = _Top({str(key): _plain(value) for key, value in data.items()})
    written = yaml.dump(top, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110, default_flow_style=None)
    return f"{_HEAD}{written}"


def _plain(value: Any) -> Any:
    match value:
        case dict():
            if value.keys() == _BOUND:
                return value["text"]
            return {str(key): _time(item) if key in _TIMES else _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case Bound():
            return value.text
        case date():
            return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
        case None | bool() | int() | float():
            return value
        case str():
            return str(value)
    raise GovsimError(f"a scenario file cannot say {value!r}", hint="give texts, numbers, lists and mappings")


def _time(value: Any) -> Any:
    """Return a time; one that was written as a bare list, ``[a, b]``, as the text that it was."""
    if not isinstance(value, list):
        return _plain(value)
    written = getattr(value, "source", None) or f"[{', '.join(str(item) for item in value)}]"
    return " ".join(written.split())
