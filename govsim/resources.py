"""Where the data that ships with govsim lies: packaged in a wheel, top level in a checkout."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def data_dir(name: str) -> Path:
    """Return the folder called *name*: ``seeds``, ``scenarios`` or ``migrations``.

    Raises:
        FileNotFoundError: this install lacks it.
    """
    checkout = Path(__file__).resolve().parents[1] / name
    packaged = Path(str(files("govsim"))) / "_data" / name
    # In a checkout the top-level folder is the one that is edited; an editable install leaves a stale copy beside it.
    for folder in (packaged,) if "site-packages" in checkout.parts else (checkout, packaged):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the govsim data folder '{name}' is missing from this install")


def shipped(kind: str, named: str | Path) -> Path:
    """Return the file that a user names: a path, or the id of what ships with govsim; *kind* is seeds or scenarios."""
    path = Path(named)
    if path.suffix or path.exists() or len(path.parts) != 1:
        return path
    bundled = data_dir(kind) / f"{path}.yaml"
    return bundled if bundled.exists() else path
