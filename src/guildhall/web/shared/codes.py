"""QR codes as pictures that print at any size."""

import segno
from django.http import HttpResponse


def code_picture(address: str) -> HttpResponse:
    """The code of an address; dark on light in both themes, so that every camera reads it."""
    drawn = segno.make(address, error="m").svg_inline(
        scale=6, border=3, dark="#1B2521", light="#FFFFFF"
    )
    # As a file of its own, a picture has to name its language.
    picture = drawn.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return HttpResponse(picture, content_type="image/svg+xml")
