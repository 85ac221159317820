"""A record written as YAML, so that reading it again gives the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

_HIDDEN_BREAK = re.compile("[\x85\u2028\u2029]")
"""YAML 1.1 ends a line there, so that they stand only as escapes."""
_SECTIONS = ("sources", "people", "organizations", "posts", "bylaws", "events")
"""What follows the head, in this order."""
# libyaml writes a record of 60,000 events in seconds where Python takes a minute; both write the same data.
_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Lines(dict[str, Any]):
    """A mapping with one key a line, however little it holds."""


class _Dumper(_DUMPER):  # type: ignore[misc]  # which of the two is known only here
    """Writes every value out where it stands: record files have no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def text(self, data: str) -> yaml.ScalarNode:
        """Return a text as it is to stand."""
        style = '"' if _HIDDEN_BREAK.search(data) else None
        node: yaml.ScalarNode = self.represent_scalar("tag:yaml.org,2002:str", data, style=style)
        return node

    def lines(self, data: _Lines) -> yaml.MappingNode:
        """Return a mapping of one key a line."""
        node: yaml.MappingNode = self.represent_mapping("tag:yaml.org,2002:map", data, flow_style=False)
        return node


_Dumper.add_representer(str, _Dumper.text)
_Dumper.add_representer(_Lines, _Dumper.lines)


def record_text(data: Mapping[str, Any], mark: str = "") -> Iterator[str]:
    """Yield the text of a record file, part by part; *mark* stands above it."""
    yield "# yaml-language-server: $schema=record.schema.json\n"
    if mark:
        yield f"# {mark}\n"
    yield _dumped(_Lines({key: value for key, value in data.items() if key not in _SECTIONS}))
    for section in _SECTIONS:
        if not data.get(section):
            continue
        yield f"\n{section}:\n"
        if isinstance(data[section], Mapping):
            yield _indented(_dumped(_Lines(data[section])))
        else:
            for one in data[section]:
                yield _indented(_dumped([_Lines(one)]))


def _dumped(data: Any) -> str:
    """Return data as YAML, short lists and mappings in a line."""
    text: str = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110, default_flow_style=None)
    return text


def _indented(text: str) -> str:
    # No text stands in block style, where spaces would count.
    return "".join(f"  {line}\n" if line else "\n" for line in text.removesuffix("\n").split("\n"))
