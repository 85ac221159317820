"""The frozen values about verdicts: what the bylaws say of an act, and every provision that was tested."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from govsim.rules.measures import Test
    from govsim.rules.verdicts import Status


@dataclass(frozen=True, slots=True)
class TestView:
    """One provision that was tested: whether it is met, None where nobody knows, on which numbers, by which layer."""

    provision: str
    passed: bool | None
    operands: tuple[tuple[str, str], ...]
    layer: str

    def to_json(self) -> dict[str, Any]:
        """Return the contract's shape of a reason of a verdict."""
        return {
            "provision": self.provision,
            "passed": self.passed,
            "operands": dict(self.operands),
            "layer": self.layer,
        }


@dataclass(frozen=True, slots=True)
class VerdictView:
    """What the bylaws say of one act."""

    event: str
    label: str
    status: Status
    reasons: tuple[TestView, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the contract's shape of a verdict."""
        return {
            "event": self.event,
            "status": self.status,
            "reasons": [reason.to_json() for reason in self.reasons],
            "label": self.label,
        }


def test_view(test: Test) -> TestView:
    """Return the view of a provision that was tested."""
    return TestView(test.provision, test.passed, tuple(test.operands.items()), test.layer)
