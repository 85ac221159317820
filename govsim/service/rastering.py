"""A picture as PNG, drawn by resvg, which is an extra: `pip install 'govsim[png]'`."""

from __future__ import annotations

from govsim.model.errors import GovsimError


def png_of(svg: str, scale: int) -> bytes:
    """Return an SVG document as PNG, *scale* pixels for each of its units.

    Raises:
        GovsimError: the extra is not installed.
    """
    try:
        import resvg_py  # noqa: PLC0415 - an extra that few install
    except ImportError:
        what = "PNG needs an extra that is not installed"
        raise GovsimError(what, hint="pip install 'govsim[png]', or write .svg, which every browser shows") from None
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=scale))
