"""Whether bytes are a whole calendar file, said with the number of the line that is wrong."""

from __future__ import annotations

import re

from .slots import CalendarError

# name, then parameters or the value (RFC 5545 §3.1)
CONTENT_LINE = re.compile(r"[A-Za-z0-9-]+[;:]")
DEEPEST = 8
COUNTED = {"VEVENT", "VFREEBUSY"}


def checked_structure(calendar: bytes) -> list[int]:
    """The line on which each event and free/busy list begins, in the order of the file.

    Raises `CalendarError` for a web page or other text, a line that is none of a calendar, parts
    that are not closed, and a file that breaks off.
    """
    text = calendar.decode("utf-8-sig", errors="replace")
    if not text.lstrip()[:15].upper().startswith("BEGIN:VCALENDAR"):
        what = "a web page" if text.lstrip()[:1] == "<" else "something else"
        raise CalendarError(f"This is not a calendar but {what}: it must begin BEGIN:VCALENDAR.")
    open_parts: list[tuple[str, int]] = []
    begins: list[int] = []
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        # a line that begins with a blank goes on with the one above
        if not line.strip() or line[0] in " \t":
            continue
        if not CONTENT_LINE.match(line):
            # the text of a folded line that somebody's program forgot to indent is harmless
            if open_parts and len(open_parts) > 1:
                continue
            raise CalendarError(f"Line {number}: “{line[:40]}” is not a line of a calendar.")
        name, _colon, value = line.partition(":")
        part = value.strip().upper()
        if name.upper() == "BEGIN":
            open_parts.append((part, number))
            if len(open_parts) > DEEPEST:
                raise CalendarError(f"Line {number}: parts lie too deep inside each other.")
            if part in COUNTED:
                begins.append(number)
        elif name.upper() == "END":
            if not open_parts or open_parts[-1][0] != part:
                raise CalendarError(f"Line {number}: END:{part} closes a part that is not open.")
            open_parts.pop()
    if open_parts:
        part, number = open_parts[-1]
        raise CalendarError(f"The calendar breaks off: {part}, begun on line {number}, has no end.")
    return begins
