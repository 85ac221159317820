"""One scenario for all executors: a crowd, a draw, votes, a number and a truth among its outcomes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.service.scenarios import write_house, write_scenario

FIELDS: dict[str, Any] = {
    "parameters": {"p": {"value": "0.5"}, "pull": {"value": "0.2"}},
    "variables": {"n": "0"},
    "draws": {"push": {"uniform": ["0", "1"]}},
    "crowds": {"staff": {"size": "100", "threshold": {"logistic": ["0.3", "0.1"]}}},
    "decisions": [
        {
            "id": "ask",
            "at": "2022-05-03",
            "every": "1h",
            "times": "3",
            "signing": {"crowd": "staff", "pressure": "share + pull * push", "chance": "p", "share": "share"},
        },
        {
            "id": "press",
            "at": "2022-05-03 12:00",
            "options": {
                "yes": {"weight": "p + share", "events": ["ada-back"], "then": [{"let": {"n": "share * 10"}}]},
                "no": {"weight": "1"},
            },
        },
    ],
    "outcomes": {"back": "holds('ada', 'co/ceo', '2022-06-01')", "n": "n", "pressed": "chose('press')"},
}


def written(folder: Path, **fields: Any) -> Path:
    """Write the house and the scenario, with other fields where some are given."""
    write_house(folder)
    return write_scenario(folder, **{**FIELDS, **fields})
