"""HTML built from parts: text is escaped where it enters, and a finished page can load nothing and send nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from govsim.exchange.markup import escaped, script_json

_VOID = {"br", "hr", "input", "meta"}


@dataclass(frozen=True, slots=True)
class Html:
    """Markup that is safe already; everything else is text."""

    text: str


Part: TypeAlias = "str | Html | Iterable[Part] | None"


def html(tag: str, *parts: Part, **attributes: str | int | bool | None) -> Html:
    """Return an element; ``cls`` and ``for_`` stand for class and for, ``_`` for ``-``, and None leaves one out."""
    shown = "".join(
        f" {_name(name)}" if value is True else f' {_name(name)}="{escaped(str(value))}"'
        for name, value in attributes.items()
        if value is not None and value is not False
    )
    return Html(f"<{tag}{shown}>" if tag in _VOID else f"<{tag}{shown}>{joined(*parts).text}</{tag}>")


def joined(*parts: Part) -> Html:
    """Return parts one after the other."""
    return Html("".join(_written(part) for part in parts))


def _written(part: Part) -> str:
    match part:
        case None:
            return ""
        case Html():
            return part.text
        case str():
            return escaped(part)
    return "".join(_written(each) for each in part)


def _name(name: str) -> str:
    return "class" if name == "cls" else name.rstrip("_").replace("_", "-")


def table(caption: str, head: Iterable[Part], rows: Iterable[Iterable[Part]], cls: str | None = None) -> Html:
    """Return a table whose first column heads its rows, in a frame that scrolls where it is too wide."""
    body = []
    for row in rows:
        first, *others = row
        body.append(html("tr", html("th", first, scope="row"), [html("td", cell) for cell in others]))
    drawn = html(
        "table",
        html("caption", caption),
        html("thead", html("tr", [html("th", cell, scope="col") for cell in head])),
        html("tbody", body),
        cls=cls,
    )
    return html("div", drawn, cls="wide", role="region", aria_label=caption, tabindex="0")


def link(url: str | None, words: str) -> Part:
    """Return a link to a page on the web, or the words alone where the address is of another kind."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:  # such as an unclosed bracket
        return words
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return words
    return html("a", words, href=(url or "").strip(), rel="noopener noreferrer external")


def page(title: str, body: Iterable[Part], *, css: str, script: str, data: Any) -> str:
    """Return a whole page of its own; *data* is what the script reads, as JSON in the element ``data``.

    Its policy allows this one style and this one script, by their hashes, and no network whatever.
    """
    policy = (
        f"default-src 'none'; style-src '{_hashed(css)}'; script-src '{_hashed(script)}'; "
        "img-src 'none'; connect-src 'none'; base-uri 'none'; form-action 'none'"
    )
    head = html(
        "head",
        html("meta", charset="utf-8"),
        html("meta", http_equiv="Content-Security-Policy", content=policy),
        html("meta", name="viewport", content="width=device-width, initial-scale=1"),
        html("meta", name="referrer", content="no-referrer"),
        html("meta", name="color-scheme", content="light dark"),
        html("title", title),
        Html(f"<style>{css}</style>"),
    )
    end = Html(f'<script type="application/json" id="data">{script_json(data)}</script><script>{script}</script>')
    return f"<!doctype html>\n{html('html', head, html('body', body, end), lang='en').text}\n"


def _hashed(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
