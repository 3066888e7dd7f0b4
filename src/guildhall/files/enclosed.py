"""Files as people hand them in: checked before anything is put away."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput

MOST_FILES = 5
MOST_BYTES = 10 * 1024 * 1024
# Nothing that a system would run; opened only after a download, never shown in the page.
REFUSED = frozenset(
    (".exe", ".bat", ".cmd", ".com", ".scr", ".js", ".vbs", ".ps1", ".msi", ".jar", ".app", ".lnk")
)


@dataclass(frozen=True)
class Enclosure:
    """A file as it is handed in."""

    name: str
    content: bytes
    content_type: str = ""


def require_fit(files: Sequence[Enclosure]) -> None:
    """Refuse too many, too large, empty, or of a kind that would be run."""
    problem = ""
    if len(files) > MOST_FILES:
        problem = _("Attach %(most)d files at most.") % {"most": MOST_FILES}
    for file in files:
        if len(file.content) > MOST_BYTES:
            problem = _("“%(name)s” is larger than %(most)d MB.") % {
                "name": file.name,
                "most": MOST_BYTES // 1024 // 1024,
            }
        elif not file.content:
            problem = _("“%(name)s” is empty.") % {"name": file.name}
        elif PurePath(file.name).suffix.lower() in REFUSED:
            problem = _("“%(name)s” is a program; those are not passed on.") % {"name": file.name}
    if problem:
        raise InvalidInput(_("Nothing is sent yet."), {"enclosed": problem})
