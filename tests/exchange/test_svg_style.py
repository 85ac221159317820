"""Colours that can be read, by everybody, on light and on dark ground."""

from __future__ import annotations

from itertools import combinations

import pytest

from govsim.exchange.svg_style import COLOURS, css

# Machado, Oliveira and Fernandes (2009), full severity, in linear RGB.
SEEN_AS = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "everybody": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
}


def linear(colour: str) -> tuple[float, ...]:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def luminance(colour: str) -> float:
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


def contrast(one: str, two: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(two)))
    return (lighter + 0.05) / (darker + 0.05)


def seen(colour: str, by: str) -> tuple[float, ...]:
    parts = linear(colour)
    return tuple(sum(weight * part for weight, part in zip(row, parts, strict=True)) for row in SEEN_AS[by])


@pytest.mark.parametrize("theme", COLOURS)
@pytest.mark.parametrize(
    ("words", "ground"),
    [
        ("ink", "paper"),
        ("soft", "paper"),
        ("ink", "absent"),
        ("on-held", "held"),
        ("on-acting", "acting"),
        ("on-heap", "heap"),
        ("on-differs", "differs"),
    ],
)
def test_words_have_the_contrast_of_wcag_aa(theme: str, words: str, ground: str) -> None:
    assert contrast(COLOURS[theme][words], COLOURS[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", COLOURS)
@pytest.mark.parametrize("line", ["held", "acting-line", "disputed", "differs", "heap", "soft"])
def test_bars_and_outlines_stand_out_from_the_ground(theme: str, line: str) -> None:
    assert contrast(COLOURS[theme][line], COLOURS[theme]["paper"]) >= 3


@pytest.mark.parametrize("theme", COLOURS)
@pytest.mark.parametrize("by", SEEN_AS)
def test_held_interim_and_disputed_stay_apart_for_every_kind_of_eye(theme: str, by: str) -> None:
    for one, two in combinations(("held", "acting", "disputed"), 2):
        a, b = seen(COLOURS[theme][one], by), seen(COLOURS[theme][two], by)
        assert sum(abs(x - y) for x, y in zip(a, b, strict=True)) > 0.15, (one, two)


def test_auto_is_light_on_paper_and_follows_the_reader_on_a_screen() -> None:
    rules = css("auto")
    light, dark = rules.split("@media screen and (prefers-color-scheme:dark)")
    assert COLOURS["light"]["held"] in light
    assert COLOURS["dark"]["held"] in dark
