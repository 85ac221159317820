"""A swimlane as a picture: everything is there, nothing lies on anything else, every state looks different."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govsim.exchange.lane_rows import CROWD, MOST_ROWS
from govsim.exchange.picture import MOST_LANES
from govsim.exchange.shapes import Box, Picture, flat
from govsim.exchange.svg import svg_text
from govsim.exchange.swimlane import Bar, Disputed, Gap, Lane, Mark, Panel, Span, Swimlane
from govsim.model.errors import GovsimError
from govsim.model.instant import DAY

from .lanes import bar, drawn, faults, lane, parsed, swimlane, tips, words

GOLDEN = Path(__file__).parent / "golden" / "swimlane.svg"


def looks(shown: Swimlane) -> dict[str, str | None]:
    """Return the classes of the boxes in a picture, without its legend, each with the pattern that fills it."""
    picture = drawn(shown)
    ground = [box for box in flat(picture.shapes) if isinstance(box, Box) and box.width != 26]
    return {box.cls: box.fill for box in ground}


def small() -> Swimlane:
    """Return a swimlane with every look in it."""
    ceo = Lane(
        "org/ceo",
        "Chief executive",
        "Org",
        (
            bar("Ada Lovelace", 0, 40, maybe=(0, 38)),
            bar("Ben", 38, 60, "interim", maybe=(40,)),
            bar("Cleo", 70, 100, maybe=(80,)),
        ),
        (Gap(60 * DAY, 70 * DAY, "vacant"),),
        (Disputed(70 * DAY, 80 * DAY, "r/doubted"),),
        (Span(60 * DAY, 80 * DAY),),
        single=True,
    )
    board = Lane(
        "org/board",
        "Director",
        "Org",
        (bar("Dan & Söhne <GmbH>", 20, 90), bar("Eve", 30, 99, "observer", maybe=(40, 80))),
        (Gap(0, 20 * DAY, "unknown"),),
    )
    marks = (
        Mark("r/founded", 0, 0),
        Mark("r/crisis", 38 * DAY, 41 * DAY, named=True),
        Mark("r/end", 41 * DAY, 42 * DAY),
    )
    main, other = Panel("main", False, (ceo, board), marks), Panel("what-if", True, (ceo, board), ())
    return replace(swimlane(), panels=(main, other), notes=("One post is left out.",))


def test_a_small_picture_is_written_byte_for_byte_as_before() -> None:
    """GOVSIM_UPDATE_FRAMES=1 rewrites it; look at it before you commit it."""
    text = svg_text(drawn(small(), 700), "auto")
    if os.environ.get("GOVSIM_UPDATE_FRAMES"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text("utf-8")
    assert text == svg_text(drawn(small(), 700), "auto")


def test_every_tenure_and_event_is_there_with_its_tooltip() -> None:
    found = tips(parsed(drawn(small())))
    for name in ("Ada Lovelace", "Ben", "Cleo", "Dan & Söhne <GmbH>", "Eve"):
        assert sum(tip.startswith(f"{name}: ") for tip in found) == 2
    assert [tip for tip in found if tip.startswith("r/founded")] == ["r/founded\nmain"]
    assert any(tip.startswith("Chief executive: vacant") for tip in found)
    assert any(tip.startswith("Chief executive: disputed") and "r/doubted" in tip for tip in found)


def test_each_state_has_a_shape_or_hatching_of_its_own() -> None:
    shown = looks(small())
    assert shown["held"] is None
    assert shown["held-maybe"] == "held"
    assert shown["acting"] is None
    assert shown["acting-maybe"] == "acting"
    assert shown["observer-maybe"] == "observer"
    assert shown["disputed off"] == "disputed"
    assert shown["unknown"] == "unknown"
    style = svg_text(drawn(small()))
    assert re.search(r"\.acting\{[^}]*stroke-dasharray", style)
    assert not re.search(r"\.held\{[^}]*stroke-dasharray", style)


def test_gaps_are_named_and_the_legend_tells_only_what_is_there() -> None:
    assert {"vacant", "unknown", "disputed", "interim or acting", "≠ the branches differ"} <= set(
        words(parsed(drawn(small())))
    )
    plain = words(parsed(drawn(swimlane(lane(bar("Ada", 0, 100))))))
    assert "holds office" in plain
    assert not {"vacant", "disputed", "interim or acting"} & set(plain)


def test_the_hypothetical_branch_is_framed_and_labelled_and_its_differences_are_marked() -> None:
    picture = drawn(small())
    assert "HYPOTHETICAL: branch what-if" in words(parsed(picture))
    assert "hypothetical: branch what-if" in picture.description
    boxes = [box for box in flat(picture.shapes) if isinstance(box, Box)]
    (frame,) = [box for box in boxes if box.cls == "frame"]
    assert frame.y > 100
    assert "≠ Chief executive" in words(parsed(picture))
    assert sum(box.cls == "differs" and box.height == 4 and box.width != 26 for box in boxes) == 2


def test_two_who_may_both_sit_there_share_the_row_by_halves() -> None:
    shown = lane(bar("Ada Lovelace", 0, 50, maybe=(0, 40)), bar("Ben Nevis", 40, 100, maybe=(50,)), single=True)
    picture = drawn(swimlane(shown))
    boxes = [
        box for box in flat(picture.shapes) if isinstance(box, Box) and box.cls == "held-maybe" and box.width != 26
    ]
    tall = next(box for box in flat(picture.shapes) if isinstance(box, Box) and box.cls == "held")
    before, after = boxes
    assert (before.x, before.width) == pytest.approx((after.x, after.width))
    assert before.height == after.height == tall.height / 2
    assert before.y + before.height == after.y


def test_a_name_that_does_not_fit_is_cut_and_whole_in_the_tooltip() -> None:
    name = "A very long name indeed that no bar of ten days could ever show in full"
    picture = drawn(swimlane(lane(bar(name, 0, 30), bar("B", 30, 100, party="b"), single=True)), 700)
    assert any(word.startswith("A very") and word.endswith("…") for word in words(parsed(picture)))
    assert any(tip.startswith(name) for tip in tips(parsed(picture)))


def test_a_short_tenure_has_its_name_beside_it() -> None:
    picture = drawn(swimlane(lane(bar("Ada Lovelace", 10, 11))))
    assert "Ada Lovelace" in words(parsed(picture))


def test_names_cannot_break_out_of_the_picture() -> None:
    evil = "</text><script>alert(1)</script>\x1b[31m\u202e'\"&\x00"
    shown = replace(swimlane(lane(bar(evil, 0, 100), title=evil, group=evil), title=evil), notes=(evil,))
    root = parsed(drawn(shown))
    assert not list(root.iter("{http://www.w3.org/2000/svg}script"))
    text = svg_text(drawn(shown))
    assert "<script" not in text
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
    assert any("<script>alert(1)</script>" in tip for tip in tips(root))


@pytest.mark.parametrize("width", [390, 1200, 1920])
def test_a_picture_scales_and_says_what_it_is(width: int) -> None:
    root = parsed(drawn(small(), width))
    assert root.get("role") == "img"
    assert root.get("viewBox", "").startswith(f"0 0 {width} ")
    labelled = (root.get("aria-labelledby") or "").split()
    texts = {element.get("id"): element.text for element in root.iter() if element.get("id")}
    assert texts[labelled[0]] == "A history"
    assert "tenures" in (texts[labelled[1]] or "")


def test_a_picture_names_nothing_outside_of_itself() -> None:
    text = svg_text(drawn(small())).replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|@import|@font-face|<image|href", text)


@pytest.mark.parametrize("width", [12, 20_000])
def test_a_width_that_makes_no_picture_is_refused(width: int) -> None:
    with pytest.raises(GovsimError, match="cannot be"):
        drawn(small(), width)


# -- many


def test_slivers_are_heaped_with_their_number() -> None:
    bars = [bar(f"P{number}", number, number + 1) for number in range(4000, 4100)]
    picture = drawn(swimlane(lane(*bars, bar("Ada Lovelace", 0, 3000)), days=100_000))
    (heap,) = [tip for tip in tips(parsed(picture)) if tip.startswith("100 tenures")]
    assert "P4000" in heap
    assert "and 92 more" in heap
    assert "101 tenures: 1 drawn one by one. 100 that are narrower than a pixel" in told(picture)


def test_a_gap_within_a_heap_is_not_drawn_beside_it() -> None:
    short = [bar(f"P{n}", 40 + n, 41 + n) for n in range(0, 8, 2)]
    gaps = tuple(Gap(n * DAY, (n + 1) * DAY, "vacant") for n in range(41, 46, 2))
    one = replace(lane(*short, single=True), gaps=(*gaps, Gap(47 * DAY, 10_000 * DAY, "vacant")))
    picture = drawn(swimlane(one, days=10_000))
    assert [tip for tip in tips(parsed(picture)) if tip.startswith("4 tenures")]
    ground = [shape for shape in flat(picture.shapes) if isinstance(shape, Box) and shape.width != 26]
    assert len([box for box in ground if box.cls == "vacant"]) == 1


def told(picture: Picture) -> str:
    """Return the words of a picture in one piece, since notes are wrapped."""
    return " ".join(words(parsed(picture)))


def test_a_lane_of_too_many_at_once_is_drawn_as_their_number() -> None:
    bars = [bar(f"P{number}", number % 7, 60 + number % 9) for number in range(MOST_ROWS + 4)]
    picture = drawn(swimlane(lane(*bars)))
    assert f"{len(bars)} tenures, at most {len(bars)} at once" in words(parsed(picture))
    assert f"{len(bars)} are drawn as the number of those who hold office at once." in told(picture)


def test_many_posts_are_joined_by_organisation_and_the_picture_says_so() -> None:
    lanes = [
        Lane(f"org{number % 5}/post{number}", f"Post {number}", f"Org {number % 5}", (bar(f"P{number}", 0, 50),))
        for number in range(MOST_LANES + 2)
    ]
    picture = drawn(swimlane(*lanes))
    assert "Org 0 (10)" in words(parsed(picture))
    assert f"{MOST_LANES + 2} posts are drawn as one lane for each organisation." in told(picture)


def test_many_people_share_a_lane_but_those_with_most_tenures() -> None:
    lanes = [Lane(f"p{n}", f"Person {n}", "", (bar("Post", 0, 50),) * (3 if n == 77 else 1)) for n in range(100)]
    picture = drawn(replace(swimlane(*lanes), by="person"))
    shown = words(parsed(picture))
    assert "Person 77" in shown
    assert any(word.startswith("53 more people and organisations") for word in shown)


def test_ten_thousand_tenures_stay_one_picture_of_bounded_size() -> None:
    bars = [bar(f"P{number}", number, number + 1 + number % 3, post="org/p") for number in range(10_000)]
    picture = drawn(swimlane(*(Lane(f"l{n}", f"Lane {n}", "", tuple(bars[n::20])) for n in range(20)), days=10_100))
    assert len(bars) > CROWD
    assert len(svg_text(picture)) < 1_000_000
    assert faults(picture) == []


# -- nothing on anything else


@st.composite
def shown(draw: st.DrawFn) -> Swimlane:
    names = st.text(alphabet="abcWMil ÄЖ漢", min_size=1, max_size=30)
    lanes = []
    for number in range(draw(st.integers(1, 4))):
        bars: list[Bar] = []
        gaps: list[Gap] = []
        at = 0
        for _ in range(draw(st.integers(0, 8))):
            length, blur = draw(st.integers(1, 40)), draw(st.integers(0, 6))
            capacity = draw(st.sampled_from(["regular", "interim", "observer"]))
            first = max(0, at - draw(st.integers(0, 12)))
            maybe = (first + min(blur, length), first + length) if blur else ()
            bars.append(bar(draw(names), first, first + length + blur, capacity, maybe=maybe, party=f"p{len(bars)}"))
            at = first + length + blur
            if draw(st.booleans()):
                width = draw(st.integers(1, 9))
                gaps.append(Gap(at * DAY, (at + width) * DAY, draw(st.sampled_from(["vacant", "unknown", "absent"]))))
                at += width
        title, group = draw(names), draw(st.sampled_from(["Org", "Another organisation"]))
        disputes = (Disputed(0, DAY, "r/e"),) if draw(st.booleans()) else ()
        differs = (Span(0, DAY),) if draw(st.booleans()) else ()
        lanes.append(Lane(f"l{number}", title, group, tuple(bars), tuple(gaps), disputes, differs, draw(st.booleans())))
    days = 400
    marks = []
    for number in range(draw(st.integers(0, 9))):
        at = draw(st.integers(0, days - 1))
        marks.append(
            Mark(
                f"r/event-with-a-long-name-{number}",
                at * DAY,
                at * DAY + draw(st.integers(0, 3 * DAY)),
                draw(st.booleans()),
            )
        )
    return swimlane(*lanes, days=days, marks=marks, title=draw(names))


@given(shown(), st.sampled_from([280, 390, 640, 900, 1200, 1920]))
@settings(max_examples=150)
def test_words_never_meet_and_never_leave_the_picture(drawing: Swimlane, width: int) -> None:
    picture = drawn(drawing, width)
    assert faults(picture) == []
    parsed(picture)
    found = tips(parsed(picture))
    for bars in (its.bars for panel in drawing.panels for its in panel.lanes):
        for each in bars:
            assert any(tip.startswith(f"{each.label.strip()}:") or each.label in tip for tip in found), each.label
