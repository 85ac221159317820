"""`govsim plot`: a file or standard output, whole or not at all, mistakes in plain words."""

from __future__ import annotations

import struct
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from .records import hostile_record
from .terminal import Terminal

WEEKEND = ["plot", "--record", "openai-2023", "--from", "2023-11-16", "--to", "2023-11-30"]


def test_the_picture_goes_to_standard_output_and_is_the_same_each_time(weekend: Terminal) -> None:
    answer = weekend.good(*WEEKEND)
    root = ET.fromstring(answer.out)  # noqa: S314 - our own picture
    assert root.tag.endswith("}svg")
    assert "Emmett Shear" in answer.out
    assert answer.err == ""
    assert weekend.good(*WEEKEND).out == answer.out


def test_a_file_gets_the_same_bytes(weekend: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "weekend.svg"
    answer = weekend.good(*WEEKEND, "-o", out)
    assert answer.out == ""
    assert "Wrote" in answer.err
    assert out.read_bytes().decode() == weekend.good(*WEEKEND).out
    assert [file.name for file in tmp_path.iterdir()] == ["weekend.svg"]


def test_png_has_twice_the_width_asked_for(weekend: Terminal, tmp_path: Path) -> None:
    pytest.importorskip("resvg_py", reason="the extra png is not installed")
    out = tmp_path / "weekend.png"
    weekend.good(*WEEKEND, "--width", "500", "-o", out)
    data = out.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", data[16:20]) == (1000,)


def test_without_the_extra_png_is_a_clear_error(
    weekend: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    answer = weekend(*WEEKEND, "-o", tmp_path / "weekend.png")
    assert answer.code == 2
    assert "PNG needs an extra" in answer.err
    assert "pip install 'govsim[png]'" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_json_tells_what_the_picture_shows(weekend: Terminal) -> None:
    data = weekend.good(*WEEKEND, "--json").json
    (panel,) = data["panels"]
    chief = next(lane for lane in panel["lanes"] if lane["id"] == "openai/ceo")
    assert [bar["party"] for bar in chief["bars"] if bar["kind"] == "tenure"][1:3] == ["mira-murati", "emmett-shear"]


def test_a_zone_moves_the_axis(weekend: Terminal) -> None:
    assert "times in Asia/Tokyo" in weekend.good(*WEEKEND, "--zone", "Asia/Tokyo").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "weekend.pdf"], ".svg or .png"),
        (["-o", "no/such/folder/weekend.svg"], "cannot be written"),
        (["--width", "20"], "390 suits a phone"),
        (["--theme", "drak"], "did you mean 'dark'?"),
        (["--by", "persom"], "did you mean 'person'?"),
        (["--post", "openai/ceoo"], "did you mean 'openai/ceo'?"),
        (["--mark", "altman-fird"], "did you mean 'altman-fired'?"),
        (["--against", "none"], "there is no branch 'none'"),
        (["--from", "2023-13-01"], "month"),
    ],
)
def test_a_mistake_says_the_right_form(weekend: Terminal, arguments: list[str], said: str) -> None:
    answer = weekend(*WEEKEND, *arguments)
    assert answer.code == 2
    assert said in answer.err
    assert answer.out == ""


def test_hostile_names_are_harmless_in_a_picture(govsim: Terminal) -> None:
    govsim.good("load", govsim.file("hostile.yaml", hostile_record()))
    for by in ("post", "person"):
        out = govsim.good("plot", "--by", by).out
        ET.fromstring(out)  # noqa: S314 - our own picture
        assert not [c for c in out if ord(c) < 32 and c != "\n"]
        assert not set(out) & set("\u202e\u202c\u2067\u2069\x9b\x85")
