"""A QR code as the path of a drawing: one square a module, no image library."""

from __future__ import annotations

from dataclasses import dataclass

import qrcode


@dataclass(frozen=True, slots=True)
class Matrix:
    """A QR code: how many modules wide with its margin, and the path of its dark ones."""

    size: int
    path: str


def matrix(text: str) -> Matrix:
    """Return the QR code of a text; a quarter of it may be smudged and it still reads."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_Q, border=2)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    dark = "".join(f"M{x},{y}h1v1h-1z" for y, row in enumerate(rows) for x, on in enumerate(row) if on)
    return Matrix(len(rows), dark)
