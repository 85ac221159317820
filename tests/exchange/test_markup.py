"""What is written into SVG, HTML and scripts can neither end nor begin anything there."""

from __future__ import annotations

import json
from html import unescape
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from govsim.exchange.lettering import clean, fitted, measure, wrapped
from govsim.exchange.markup import escaped, script_json

ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)


@given(ANY)
def test_any_text_is_content_and_attribute_of_strict_xml_and_comes_back_clean(text: str) -> None:
    written = escaped(text)
    for quote in "'\"":
        root = ET.fromstring(f"<a b={quote}{written}{quote}>{written}</a>")  # noqa: S314 - our own picture
        assert (root.text or "") == root.get("b") == clean(text)
    assert unescape(written) == clean(text)


@given(ANY)
def test_what_is_clean_has_no_controls_and_stays_as_it_is(text: str) -> None:
    shown = clean(text)
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 or 0x202A <= ord(char) <= 0x202E for char in shown)
    assert clean(shown) == shown


@given(st.dictionaries(ANY, st.lists(ANY | st.integers() | st.none())))
def test_json_in_a_script_cannot_end_it(data: dict[str, list[str | int | None]]) -> None:
    written = script_json(data)
    assert not set(written) & set("<>&\u2028\u2029")
    expected = {
        clean(key): [clean(each) if isinstance(each, str) else each for each in its] for key, its in data.items()
    }
    assert json.loads(written) == expected


def test_names_with_joiners_and_accents_are_kept() -> None:
    assert clean("Zoë क्\u200dष") == "Zoë क्\u200dष"


@given(st.text(max_size=60), st.floats(5, 200))
def test_what_is_fitted_fits(text: str, room: float) -> None:
    shown = fitted(text, 12, room)
    assert measure(shown, 12) <= room + 1e-6
    assert shown == text or shown == "" or (shown.endswith("…") and text.startswith(shown[:-1]))


@given(st.text("ab cd", max_size=80), st.floats(30, 200))
def test_wrapped_lines_fit_and_keep_the_words(text: str, room: float) -> None:
    lines = wrapped(text, 12, room)
    assert all(measure(line, 12) <= room for line in lines)
    if all(measure(word, 12) <= room for word in text.split()):
        assert " ".join(lines).split() == text.split()
