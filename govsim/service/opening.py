"""Which ledger a user means: the one named, the one in their data folder, or the bundled record while it is empty."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from govsim.ledger.backend import is_server
from govsim.ledger.file import path_of
from govsim.model.bound import parse_bound
from govsim.model.errors import LedgerError
from govsim.service.gov import Gov

if TYPE_CHECKING:
    from govsim.service.steps import StepView

BUNDLED = "openai-2023"
"""The record that ships with govsim and that answers while a user has none of their own."""

WEEKEND = ("2023-11-16", "2023-11-30")
"""The first and the last day that `govsim` prints where it cannot open a screen."""


def default_ledger() -> str:
    """Return the URL of the ledger in the user's data folder, which is made if needed.

    Raises:
        LedgerError: the folder cannot be made.
    """
    from platformdirs import user_data_path  # noqa: PLC0415 - only where no ledger is named

    folder = user_data_path("govsim")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        what = f"{folder} cannot be made: {failure.strerror or failure}"
        raise LedgerError(what, hint="name a ledger with --ledger or GOVSIM_LEDGER") from failure
    return f"sqlite:///{folder / 'ledger.db'}"


def bundled_file(record: str = BUNDLED) -> Path:
    """Return the file of a record that ships with govsim."""
    from govsim.resources import data_dir  # noqa: PLC0415 - importlib.resources, only to load the record

    return data_dir("seeds") / f"{record}.yaml"


def open_ledger(url: str | None = None) -> Gov:
    """Return govsim over the ledger at *url*, by default the one in the user's data folder.

    Nothing is made before something is loaded.

    Raises:
        LedgerError: the URL names no ledger.
    """
    from govsim.ledger.store import Ledger  # noqa: PLC0415 - record files are read without one

    return Gov(Ledger(url or default_ledger()))


def open_weekend(url: str | None = None) -> Gov:
    """Return govsim over a ledger that holds the bundled weekend, which is loaded into an empty one.

    A ledger that holds other records, or that cannot be written, is left alone and the bundled file answers.
    """
    try:
        gov = open_ledger(url)
        if gov.is_empty:
            gov.load(bundled_file())
    except LedgerError:
        if url is not None and (is_server(url) or path_of(url).exists()):
            raise  # somebody named it, and it is no ledger
        return Gov(None, [bundled_file()])
    held = {header.record for header in gov.ledger.headers()}
    return gov if BUNDLED in held else gov.over([bundled_file()])


def weekend_steps(gov: Gov) -> list[StepView]:
    """Return the steps of the bundled record from 16 to 30 November 2023, in its zone."""
    steps = gov.steps(BUNDLED)
    zone = gov.past().header(BUNDLED).tzinfo
    first, last = (parse_bound(day, zone) for day in WEEKEND)
    return [
        steps[index]
        for index, (entry, at) in enumerate(zip(steps.entries, steps.times, strict=True))
        if entry.ref.startswith(f"{BUNDLED}/") and (first.earliest or 0) <= at <= (last.latest or 0)
    ]
