"""govsim: who governed an organisation, at any moment, says who.

``govsim.open(url)`` is the way in; everything else is imported when first used, so that ``import govsim`` is cheap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from govsim.service.gov import Gov

__all__ = ["open"]


def open(url: str | None = None) -> Gov:  # noqa: A001 - govsim.open("sqlite:///weekend.db") reads as what it does
    """Return govsim over the ledger at *url*, by default the one in the user's data folder.

    Raises:
        LedgerError: the URL names no ledger.
    """
    from govsim.service.opening import open_ledger  # noqa: PLC0415 - pydantic and SQLAlchemy only where they are used

    return open_ledger(url)


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - 20 ms that only this needs

        try:
            return version("govsim")
        except PackageNotFoundError:  # run from a path that was never installed
            return "0+unknown"
    raise AttributeError(f"module 'govsim' has no attribute '{name}'")
