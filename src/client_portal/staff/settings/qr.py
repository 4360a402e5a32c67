"""An address as a picture that phones read."""

from __future__ import annotations

import io

import segno


def qr_svg(address: str) -> bytes:
    """A QR code as an SVG document of black on white, with the quiet zone that readers need."""
    output = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(output, kind="svg", scale=8, border=4, light="#fff", svgclass=None, lineclass=None)
    return output.getvalue()
