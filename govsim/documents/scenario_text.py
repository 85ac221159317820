"""A scenario written as YAML, so that reading it again gives the same."""

from __future__ import annotations

from typing import Any

import yaml

from govsim.model.scenario import Scenario

_HEAD = "# yaml-language-server: $schema=scenario.schema.json\n"
_BOUND = {"text", "earliest", "latest"}


class _Dumper(yaml.SafeDumper):
    """Writes every value out where it stands: scenario files have no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def scenario_text(scenario: Scenario) -> str:
    """Return a scenario as the text of a scenario file."""
    return data_text(scenario.dump())


def data_text(data: dict[str, Any]) -> str:
    """Return the plain data of a scenario as the text of a scenario file, times in their author's words."""
    written = yaml.dump(
        _plain(data), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110, default_flow_style=None
    )
    return f"{_HEAD}{written}"


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return value["text"] if value.keys() == _BOUND else {str(key): _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
