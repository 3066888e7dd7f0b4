"""QR codes as pictures that print at any size."""

import segno
from django.http import HttpResponse


def code_picture(address: str) -> HttpResponse:
    """The code of an address; dark on light in both themes, so that every camera reads it."""
    return HttpResponse(code_svg(address, border=3), content_type="image/svg+xml")


def code_svg(address: str, *, border: int = 0) -> str:
    """The same as text, for paper."""
    drawn = segno.make(address, error="m").svg_inline(
        scale=6, border=border, dark="#1B2521", light="#FFFFFF"
    )
    # As a file of its own, a picture has to name its language.
    return drawn.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
