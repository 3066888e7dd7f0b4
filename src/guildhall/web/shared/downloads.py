"""A stored file as a download: never shown in the page, whatever it says it is."""

from django.http import HttpResponse

from guildhall.files.models import StoredFile
from guildhall.files.queries import file_bytes


def download(file: StoredFile) -> HttpResponse:
    """The bytes, under a name without anything that a header could trip over."""
    plain = "".join(letter if letter.isalnum() or letter in "._- " else "_" for letter in file.name)
    name = plain.encode("ascii", "replace").decode().replace("?", "_")
    response = HttpResponse(file_bytes(file), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
