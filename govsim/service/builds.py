"""Which govsim this is, to the letter: workers must draw the same numbers as whoever asks them."""

from __future__ import annotations

import platform
from functools import cache
from hashlib import sha256
from pathlib import Path

import govsim


@cache
def build() -> str:
    """Return version and fingerprint of govsim, with the versions of what numbers rest on."""
    from importlib.metadata import version  # noqa: PLC0415 - only where work is sent away

    python = ".".join(platform.python_version_tuple()[:2])
    return f"govsim {govsim.__version__} ({_fingerprint()}), numpy {version('numpy')}, Python {python}"


def _fingerprint() -> str:
    """Return a hash of all that is read to draw runs: code and law packs, by their names inside the package."""
    root, digest = Path(govsim.__file__).parent, sha256()
    for path in sorted((*root.rglob("*.py"), *root.glob("laws/*.yaml"))):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
