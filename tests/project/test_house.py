"""The house in order: no file says two things, no name of a registry, pins for everything."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

SOURCES = sorted((ROOT / "govsim").rglob("*.py"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_says_one_thing(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 330


def test_every_dependency_is_pinned_for_make() -> None:
    project = (ROOT / "pyproject.toml").read_text()
    pinned = {
        line.partition("==")[0].lower() for line in (ROOT / "constraints.txt").read_text().splitlines() if "==" in line
    }
    wanted = {name.lower() for name in re.findall(r'^  "([A-Za-z-]+)[><=]', project, re.MULTILINE)}
    assert wanted
    assert wanted <= pinned


def test_the_changelog_is_kept() -> None:
    text = (ROOT / "CHANGELOG.md").read_text()
    assert "## [Unreleased]" in text
    assert "### Added" in text
