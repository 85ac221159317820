"""A few commands as processes of their own: exit codes, pipes that break, outputs that cannot take the text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SEED

from .records import record

RUN = [sys.executable, "-c", "from govsim.cli.main import main; main()"]
LATIN = {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
ASCII = {"PYTHONIOENCODING": "ascii:strict", "PYTHONUTF8": "0"}


def run(
    folder: Path, *args: str | Path, env: Mapping[str, str] = {}, **options: Any
) -> subprocess.CompletedProcess[str]:
    """Run govsim as a process; no traceback and no confession may come out of it."""
    environment = {
        **os.environ,
        "GOVSIM_LEDGER": str(folder / "ledger.db"),
        "XDG_DATA_HOME": str(folder / "data"),
        **env,
    }
    environment.pop("GOVSIM_DEBUG", None)
    options = {"stdout": subprocess.PIPE, "stdin": subprocess.DEVNULL, **options}
    done = subprocess.run(
        [*RUN, *map(str, args)], stderr=subprocess.PIPE, text=True, encoding="utf-8", errors="replace", env=environment,
        check=False, timeout=60, **options,
    )  # fmt: skip
    for trouble in ("Traceback", "something went wrong inside govsim", "Exception ignored"):
        assert trouble not in (done.stdout or "") + done.stderr, done.stderr
    return done


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose ledger holds the bundled record and one with names in many scripts."""
    folder = tmp_path_factory.mktemp("process")
    (folder / "r.yaml").write_text(record().replace("ada: Ada", "ada: Ada 漢字 é พิธา"), encoding="utf-8")
    loaded = run(folder, "load", SEED, folder / "r.yaml")
    assert (loaded.returncode, loaded.stderr) == (0, "")
    return folder


def test_the_exit_code_is_0_for_an_answer_1_for_no_and_2_for_bad_input(folder: Path, tmp_path: Path) -> None:
    odd = tmp_path / "odd.yaml"
    odd.write_text(record().replace("who: ada, from", "who: org, from"))
    assert run(folder, "history", "openai/ceo").returncode == 0
    assert run(folder, "check", odd).returncode == 1
    wrong = run(folder, "history", "nobody")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert run(folder, "nonsense").returncode == 2
    assert run(folder, "--help").returncode == 0


def test_without_a_terminal_the_weekend_is_printed_step_by_step(folder: Path) -> None:
    done = run(folder)
    assert done.returncode == 0
    assert "Sam Altman removed as Chief executive officer" in done.stdout
    assert "openai/ceo: " in done.stdout


def test_version_is_told(folder: Path) -> None:
    done = run(folder, "--version")
    assert done.returncode == 0
    assert done.stdout.startswith("govsim ")


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
@pytest.mark.parametrize(
    "command", [["events"], ["events", "--json"], ["schema", "record"], [], ["--help"], ["at", "2023-11-18T00:00Z"]]
)
def test_a_reader_that_has_enough_ends_it_quietly(folder: Path, command: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = run(folder, *command, stdout=writer)
    finally:
        os.close(writer)
    assert done.stderr == ""
    assert done.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_a_full_disk_is_told(folder: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = run(folder, "events", "--json", stdout=full)
    assert done.returncode != 0
    assert "No space left on device" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(os.name != "posix", reason="descriptors of POSIX")
def test_a_closed_output_is_no_disaster(folder: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"$PYTHON" -c "{RUN[2]}" history openai/ceo >&-'], check=False, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHON": sys.executable, "GOVSIM_LEDGER": str(folder / "ledger.db")},
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert "something went wrong inside govsim" not in done.stderr


@pytest.mark.parametrize("env", [LATIN, ASCII], ids=["cp1252", "ascii"])
@pytest.mark.parametrize(
    "command", [["history", "org/ceo"], ["at", "2020-06-01T00:00Z", "--org", "org"], ["history", "ada"], ["events"]]
)
def test_an_output_that_cannot_take_a_name_still_gets_an_answer(
    folder: Path, command: list[str], env: dict[str, str]
) -> None:
    done = run(folder, *command, env=env)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Ada" in done.stdout


@pytest.mark.parametrize("env", [LATIN, ASCII], ids=["cp1252", "ascii"])
def test_json_stays_json_where_the_output_cannot_take_a_name(folder: Path, env: dict[str, str]) -> None:
    done = run(folder, "at", "2020-06-01T00:00Z", "--org", "org", "--json", env=env)
    assert done.returncode == 0
    (post,) = json.loads(done.stdout)["posts"]
    assert post["holders"][0]["name"].startswith("Ada 漢字")


@pytest.mark.skipif(os.name != "posix", reason="file names of POSIX")
def test_a_file_name_that_is_no_text_is_told_safely(folder: Path, tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff.yaml")
    done = run(folder, "check", name)
    assert done.returncode == 2
    assert "no such file" in done.stderr
    odd = tmp_path / name
    odd.write_text(record().replace("who: ada, from", "who: org, from"))
    for more in ([], ["--json"]):
        found = run(folder, "check", odd, *more)
        assert found.returncode == 1
        assert "not-held" in found.stdout


def test_nothing_is_asked_of_the_user_s_own_folders(tmp_path: Path) -> None:
    done = run(tmp_path, "check", SEED)
    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []
