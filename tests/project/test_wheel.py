"""The wheel is whole: installed alone in a fresh environment, it works from any folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    ran = subprocess.run(
        [sys.executable, "-c", build, str(folder)], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return folder / ran.stdout.split()[-1]


def test_the_wheel_carries_seeds_migrations_types_and_the_page(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "govsim/_data/seeds/openai-2023.yaml",
        "govsim/_data/migrations/env.py",
        "govsim/_data/migrations/versions/0001_events.py",
        "govsim/_data/migrations/postgresql/0004.sql",
        "govsim/py.typed",
        "govsim/tui/web/page/index.html",
        "govsim/tui/web/page/page.css",
        "govsim/tui/web/page/page.js",
    } <= names
    assert not any(name.startswith(("tests/", "migrations/", "seeds/")) for name in names)


def test_the_wheel_works_alone_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    """Its dependencies are lent by this environment through a path file; govsim itself comes from the wheel."""
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    python = venv / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    lib = next((venv / "lib").glob("python*")) / "site-packages"
    ours = next(path for path in map(Path, sys.path) if path.name == "site-packages" and (path / "pydantic").is_dir())
    lent = tmp_path / "lent"
    lent.mkdir()
    for package in ours.iterdir():
        if not package.name.startswith(("govsim", "_editable", "__editable__", "_govsim")) and package.suffix != ".pth":
            (lent / package.name).symlink_to(package)
    (lib / "lent.pth").write_text(str(lent))

    env = {**os.environ, "GOVSIM_LEDGER": f"sqlite:///{tmp_path / 'ledger.db'}", "PYTHONPATH": ""}

    def govsim(*arguments: str) -> str:
        command = [str(venv / "bin" / "govsim"), *arguments]
        return subprocess.run(
            command, cwd="/", env=env, check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL
        ).stdout

    where = subprocess.run(
        [str(python), "-c", "import govsim; print(govsim.__file__)"],
        cwd="/",
        env=env,
        check=True,
        capture_output=True,
        text=True,
    )
    assert str(venv) in where.stdout
    assert "step by step" in govsim()  # loads the bundled weekend into a new ledger
    answer = json.loads(govsim("at", "2023-11-18T18:00-08:00", "--post", "openai/ceo", "--json"))
    assert answer["posts"][0]["holders"][0]["party"] == "mira-murati"
