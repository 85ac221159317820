"""Draws docs/pictures/ from the real screen. Run: python docs/make_pictures.py."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from govsim.service.gov import Gov
from govsim.service.opening import BUNDLED, bundled_file
from govsim.tui.app import GovsimApp

PICTURES = Path(__file__).resolve().parent / "pictures"
VOTE = ["g", *"board-vote", "enter", "c", "space", "ctrl+s"]
SHOTS = {
    "weekend": ((120, 36), ["n", "n", "n"]),  # from the vote to the interim chief
    "ripple": ((120, 36), VOTE),
    "compare": ((120, 36), [*VOTE, "enter", "g", *"sat 6pm", "enter", "d"]),
    "small": ((80, 24), ["g", *"sat 6pm", "enter", "2", "escape"]),
}
"""Each picture: the size of the terminal, and the keys pressed before it is taken."""


async def draw(name: str, size: tuple[int, int], keys: list[str]) -> None:
    """Write one picture; fonts are left to whoever shows it, so that nothing is fetched from elsewhere."""
    app = GovsimApp(Gov(None, [bundled_file()]), BUNDLED)
    async with app.run_test(size=size) as pilot:
        for key in keys:
            await pilot.press(_NAMES.get(key, key))
        for _ in range(3):
            await pilot.pause()
        svg = app.export_screenshot(title="govsim")
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"
    (PICTURES / f"{name}.svg").write_text(svg, encoding="utf-8")


_NAMES = {" ": "space", "-": "minus"}

for picture, (size, keys) in SHOTS.items():
    asyncio.run(draw(picture, size, keys))
