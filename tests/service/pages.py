"""Pages taken apart again, and shown in a browser where there is one."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

VOID = {"br", "hr", "input", "meta"}
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@dataclass
class Element:
    """An element with its attributes and what is in it."""

    tag: str
    attributes: dict[str, str | None]
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        """Return the elements in it that have a tag and attributes; ``cls`` stands for class."""
        found = []
        wanted = {"class" if name == "cls" else name: value for name, value in attributes.items()}
        for child in self.children:
            if isinstance(child, Element):
                if tag in ("", child.tag) and all(child.attributes.get(n) == v for n, v in wanted.items()):
                    found.append(child)
                found += child.all(tag, **attributes)
        return found


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute of {tag} stands twice"
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> ends {self.open[-1].tag}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parsed(page: str) -> Element:
    """Return the tree of a page, in which everything that begins ends in its place."""
    parser = _Parser()
    parser.feed(page)
    parser.close()
    assert len(parser.open) == 1, f"{parser.open[-1].tag} never ends"
    return parser.root


def in_browser(page: str, ask: str, folder: Path, *, width: int = 1280, scripts: bool = True) -> Any:
    """Return what the JavaScript expression *ask* says of a page, of whose document it knows as ``doc``.

    The page stands in a frame of its own: as wide as is wanted, and with scripts or without.
    """
    sandbox = "" if scripts else ' sandbox="allow-same-origin"'
    written = json.dumps(page).replace("<", "\\u003c")  # not cleaned as data is: the hashes of its policy must fit
    outer = (
        f'<!doctype html><meta charset="utf-8"><iframe id="f" width="{width}" height="900"{sandbox}></iframe>'
        f'<pre id="said"></pre><script>var frame=document.getElementById("f");frame.onload=function(){{'
        f'var doc=frame.contentDocument;if(!doc.getElementById("main")){{return}}'
        f'document.getElementById("said").textContent=JSON.stringify({ask})}};'
        f"frame.srcdoc={written}</script>"
    )
    file = folder / f"outer-{width}-{scripts}.html"
    file.write_text(outer, encoding="utf-8")
    assert BROWSER is not None
    command = [BROWSER, "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
    shown = subprocess.run(
        [*command, "--virtual-time-budget=5000", "--dump-dom", file.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    (said,) = parsed(shown.stdout[shown.stdout.index("<pre") : shown.stdout.index("</pre>") + 6]).all("pre")
    return json.loads(said.text)
