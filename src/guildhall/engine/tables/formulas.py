"""A guard against cells that a spreadsheet program would run as formulas.

`guarded` puts an apostrophe before such a text, `without_guard` takes that apostrophe off again;
a text that itself begins with apostrophes before such a sign gets one more, so that nothing is
lost in a round trip.
"""

from __future__ import annotations

import re

# = + - @ start a formula in Excel, LibreOffice and Google Sheets, the wide forms in some
# languages; tab and line ends move what follows to the start of a cell.
RISKY_START = re.compile(r"['\s]*[=+\-@＝＋－＠]|'*[\t\r\n]")


def guarded(text: str) -> str:
    """The text with an apostrophe before it where it could run as a formula."""
    return f"'{text}" if RISKY_START.match(text) else text


def without_guard(text: str) -> str:
    """The text as it was before `guarded`."""
    if text.startswith("'") and RISKY_START.match(text, 1):
        return text[1:]
    return text
