"""Draws the swimlanes of docs/pictures.md into docs/pictures/. Run: python docs/make_plots.py."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from govsim.service.opening import bundled_file, open_ledger

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
WEEKEND: dict[str, Any] = {"record": "openai-2023", "since": "2023-11-16", "until": "2023-11-30"}
MARKS = ["board-vote", "staff-letter", "altman-returns"]
PLOTS: dict[str, tuple[dict[str, Any], int]] = {
    "plot-weekend": ({**WEEKEND, "marks": MARKS}, 1200),
    "plot-phone": ({**WEEKEND, "posts": ["openai/ceo", "openai/chair", "openai/president"]}, 390),
    "plot-people": ({**WEEKEND, "by": "person", "org": "openai"}, 1200),
    "plot-branches": ({**WEEKEND, "against": "sutskever-votes-no", "posts": ["openai/ceo", "openai/board"]}, 1200),
    "plot-disney": ({"record": "disney-2022"}, 1200),
}
"""Each picture: what is asked for, and how wide it is."""


def main() -> None:
    """Draw them all; each follows the reader's theme, and is the same whenever it is drawn."""
    with TemporaryDirectory() as folder:
        gov = open_ledger(f"sqlite:///{folder}/ledger.db")
        gov.load(bundled_file("openai-2023"), bundled_file("disney-2022"))
        gov.run(ROOT / "scenarios" / "sutskever-votes-no.yaml")
        for name, (asked, width) in PLOTS.items():
            PICTURES.joinpath(f"{name}.svg").write_text(gov.plot(**asked).svg(width=width), encoding="utf-8")
        gov.ledger.close()


if __name__ == "__main__":
    main()
