"""Reading what older versions wrote: each step turns the payload of one version of a type into the next.

Stored events are never rewritten. A release that changes the shape of a type raises its version here, adds the step
from the version before, and keeps a golden file of the old shape in the tests. Columns that replay reads beside the
payload are not touched by a step: what changes those is a migration.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from pydantic import ValidationError

from govsim.model.bylaws import Bylaws
from govsim.model.errors import LedgerError

Step: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]
"""A pure function from the payload of one version to that of the next."""


@dataclass(frozen=True)
class Upcasts:
    """The current version of each type that has more than one, and the steps that lead there.

    Raises:
        ValueError: a step is missing, or leads nowhere.
    """

    versions: Mapping[str, int] = field(default_factory=dict)
    steps: Mapping[tuple[str, int], Step] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for kind, version in self.versions.items():
            for earlier in range(1, version):
                if (kind, earlier) not in self.steps:
                    raise ValueError(f"no step leads from version {earlier} of {kind} to {earlier + 1}")
        for kind, version in self.steps:
            if not 1 <= version < self.current(kind):
                raise ValueError(
                    f"the step from version {version} of {kind} leads past its version, {self.current(kind)}"
                )

    def current(self, kind: str) -> int:
        """Return the version in which events of a type are written."""
        return self.versions.get(kind, 1)

    def read(self, kind: str, version: int, payload: dict[str, Any]) -> dict[str, Any]:
        """Return a payload of some version in the shape of the current one.

        Raises:
            LedgerError: a newer govsim wrote it.
        """
        if version > self.current(kind):
            raise LedgerError(
                f"an event of type {kind} is of version {version}; this govsim reads up to {self.current(kind)}",
                hint="upgrade govsim",
            )
        for step in range(version, self.current(kind)):
            payload = self.steps[kind, step](payload)
        return payload


def _typed_rules(rules: dict[str, Any]) -> dict[str, Any]:
    """Return bylaws as they are kept since they have a form; what has another one is kept as a note, word for word."""
    try:
        return Bylaws.model_validate(rules).dump()
    except ValidationError:
        return {"note": json.dumps(rules, ensure_ascii=False)}


def _header_with_rules(payload: dict[str, Any]) -> dict[str, Any]:
    written = payload.get("bylaws", {})
    rules = {organization: _typed_rules(its) for organization, its in written.items()}
    return {**payload, "bylaws": rules} if rules else payload


def _adoption_with_rules(payload: dict[str, Any]) -> dict[str, Any]:
    return {**payload, "bylaws": _typed_rules(payload["bylaws"])} if payload.get("bylaws") else payload


UPCASTS = Upcasts(
    {"record_declared": 2, "bylaws_adopted": 2},
    {("record_declared", 1): _header_with_rules, ("bylaws_adopted", 1): _adoption_with_rules},
)
"""Of this release. Bylaws were any mapping before they had a form."""
