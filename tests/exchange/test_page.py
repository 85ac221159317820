"""HTML built from parts: text stays text, and an address is a link only where a browser may follow it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govsim.exchange.lettering import clean
from govsim.exchange.page import Html, html, joined, link, page, table
from govsim.exchange.page_style import page_css
from tests.service.pages import parsed

ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)


@given(ANY)
def test_any_text_stays_text_in_an_element_and_in_an_attribute(text: str) -> None:
    (found,) = parsed(html("p", text, title=text).text).all("p")
    assert (found.text, found.attributes, len(found.all())) == (clean(text), {"title": clean(text)}, 0)


def test_attributes_that_are_none_or_false_are_left_out() -> None:
    assert html("p", "x", cls="a", for_="b", aria_label="c", hidden=True, open=False, id=None).text == (
        '<p class="a" for="b" aria-label="c" hidden>x</p>'
    )


def test_parts_may_be_nested_and_none() -> None:
    assert joined("a", None, ["<", [html("br")]], Html("<b></b>")).text == "a&lt;<br><b></b>"


@pytest.mark.parametrize("url", ["https://example.org/a?b=1&c='\"<", "http://example.org", " https://example.org/ "])
def test_a_page_on_the_web_is_a_link_that_tells_it_nothing(url: str) -> None:
    (found,) = parsed(joined(link(url, "there")).text).all("a")
    assert found.attributes == {"href": url.strip(), "rel": "noopener noreferrer external"}


SCHEMES = ["javascript:alert(1)", "JavaScript:alert(1)", "java\tscript:x", "data:text/html,x", "file:///etc"]
NOWHERE = ["//example.org", "https://[", "https:", "x", "", None]


@pytest.mark.parametrize("url", [*SCHEMES, *NOWHERE])
def test_another_address_is_its_words_alone(url: str | None) -> None:
    assert link(url, "there") == "there"


def test_the_first_cell_of_a_row_heads_it() -> None:
    drawn = parsed(table("What", ["A", "B"], [["x", "y"]]).text)
    assert [cell.attributes["scope"] for cell in drawn.all("th")] == ["col", "col", "row"]
    assert [cell.text for cell in drawn.all("td")] == ["y"]


@given(ANY)
def test_no_name_of_a_branch_breaks_out_of_the_style(name: str) -> None:
    written = page_css(f"HYPOTHETICAL: branch {name}")
    assert written.count("{") == written.count("}")
    head = written.partition('@top-center{content:"')[2].partition('"')[0]
    assert not set(head) & set("\\<>{};\n\r\f")
    assert written.count('"') == page_css("x").count('"')


def test_data_cannot_end_its_script() -> None:
    made = parsed(page("t", [], css="p{}", script="1", data={"a": "</script><b>"}))
    assert [script.text for script in made.all("script")] == ['{"a":"\\u003c/script\\u003e\\u003cb\\u003e"}', "1"]
    assert made.all("b") == []
