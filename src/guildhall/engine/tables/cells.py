"""One cell as a typed value. Each function takes the text and raises `CellError` with advice."""

from __future__ import annotations

import re
import unicodedata

from .errors import CellError, quoted
from .words import NO_WORDS, YES_WORDS

LONGEST_INTEGER = 15
SPREADSHEET_ERRORS = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!)", re.I)
LONGEST_ADDRESS, LONGEST_MAILBOX = 254, 64
HIDDEN = re.compile("[\u200b-\u200f\u2060\ufeff\xad]")
NAMED_ADDRESS = re.compile(r"[^<>]*<\s*([^<>]*?)\s*>")
MAILBOX = re.compile(r"[^\s@()<>\[\]:;,\\\"]+")
DOMAIN_LABEL = re.compile(r"(?!-)[^\W_](?:[^\W_]|-)*(?<!-)|[^\W_]")


def parse_text(text: str, *, longest: int = 500) -> str:
    """A short text on one line. Refuses formulas, spreadsheet errors and what is too long.

    >>> parse_text("Ward  7")
    'Ward 7'
    """
    value = _filled(text, "Type a text.")
    if value.startswith("="):
        raise CellError(
            "formula", f"{quoted(value)} is a formula, not a text. Type the text itself."
        )
    if SPREADSHEET_ERRORS.fullmatch(value):
        raise CellError(
            "spreadsheet_error",
            f"{quoted(value)} is a spreadsheet error. Correct the formula, or clear the cell.",
        )
    value = " ".join(value.split())
    if any(unicodedata.category(character) == "Cc" for character in value):
        raise CellError("control_character", "The text holds control characters. Type it again.")
    if len(value) > longest:
        raise CellError(
            "too_long", f"The text has {len(value):,} characters; at most {longest:,} are kept."
        )
    return value


def parse_integer(text: str, *, lowest: int | None = None, highest: int | None = None) -> int:
    """A whole number between `lowest` and `highest`, both included.

    >>> parse_integer("3"), parse_integer("3.0")
    (3, 3)
    """
    value = unicodedata.normalize("NFKC", _filled(text, "Type a whole number such as 3."))
    value = value.replace("−", "-").removeprefix("+")
    whole = re.fullmatch(r"(-?\d+)(?:[.,]0+)?", value)
    if whole is None or re.fullmatch(r"-?\d{1,3}(?:[.,]000)+", value):
        raise _not_an_integer(text.strip(), value)
    if len(whole.group(1).lstrip("-")) > LONGEST_INTEGER:
        raise CellError("too_large", f"{quoted(text)} is too large. Type a smaller number.")
    number = int(whole.group(1))
    if lowest is not None and number < lowest:
        raise CellError(
            "too_small", f"{quoted(text)} is too small. The smallest number here is {lowest}."
        )
    if highest is not None and number > highest:
        raise CellError(
            "too_large", f"{quoted(text)} is too large. The largest number here is {highest}."
        )
    return number


def _not_an_integer(text: str, value: str) -> CellError:
    if re.fullmatch(r"-?\d{1,3}(?:[.,'\s]\d{3})+", value):
        plain = re.sub(r"[.,'\s]", "", value)
        return CellError(
            "grouped_digits",
            f"{quoted(text)} groups its digits, which reads differently from place to place. "
            f"Type {plain}.",
        )
    if re.fullmatch(r"-?\d*[.,]\d+", value):
        return CellError(
            "not_whole", f"{quoted(text)} is not a whole number. Type one such as 2 or 3."
        )
    digits = re.findall(r"\d+", value)
    if len(digits) == 1 and re.fullmatch(r"\d+\s*[^\d\s.,].*|[^\d.,-]+\s+\d+", value, re.S):
        return CellError(
            "words_beside_number",
            f"{quoted(text)} has words beside the number. Type only {digits[0]}.",
        )
    return CellError(
        "not_a_number", f"{quoted(text)} is not a number. Type a whole number such as 3."
    )


def parse_yes_no(text: str) -> bool:
    """Yes or no in the spellings of spreadsheets and forms: yes, Y, TRUE, 1, x; no, N, FALSE, 0.

    >>> parse_yes_no("Yes"), parse_yes_no("0")
    (True, False)
    """
    word = _filled(text, "Type yes or no.").casefold().rstrip(".\ufe0f")
    if word in YES_WORDS:
        return True
    if word in NO_WORDS:
        return False
    raise CellError("not_yes_or_no", f"{quoted(text)} is neither yes nor no. Type one of them.")


def parse_email(text: str) -> str:
    """One e-mail address, its domain in lower case, without `mailto:` or `Name <…>` around it.

    >>> parse_email("Ana Lima <Ana.Lima@Example.ORG>")
    'Ana.Lima@example.org'
    """
    value = HIDDEN.sub("", _filled(text, "Type an e-mail address such as ana@example.org."))
    value = value.strip().rstrip(".,;")
    named = NAMED_ADDRESS.fullmatch(value)
    if named:
        value = named.group(1)
    if value[:7].casefold() == "mailto:":
        value = value[7:].split("?", 1)[0]
    value = value.strip()
    if value.count("@") > 1 and re.search(r"[\s,;/]", value):
        raise CellError(
            "several_emails", f"{quoted(text)} holds several e-mail addresses. Keep one."
        )
    if "@" not in value:
        raise CellError(
            "not_an_email",
            f"{quoted(text)} has no @. Type an e-mail address such as ana@example.org.",
        )
    mailbox, domain = value.rsplit("@", 1)
    if not _is_mailbox(mailbox):
        raise CellError(
            "not_an_email",
            f"{quoted(text)} is not an e-mail address: check what stands before the @.",
        )
    if not _is_domain(domain) or len(value) > LONGEST_ADDRESS:
        raise CellError(
            "not_an_email",
            f"{quoted(text)} is not an e-mail address: check what stands after the @.",
        )
    return f"{mailbox}@{domain.lower()}"


def _is_mailbox(mailbox: str) -> bool:
    return (
        MAILBOX.fullmatch(mailbox) is not None
        and len(mailbox) <= LONGEST_MAILBOX
        and not mailbox.startswith(".")
        and not mailbox.endswith(".")
        and ".." not in mailbox
    )


def _is_domain(domain: str) -> bool:
    labels = domain.split(".")
    return (
        len(labels) > 1
        and all(len(label) <= 63 and DOMAIN_LABEL.fullmatch(label) for label in labels)
        and not labels[-1].isdigit()
    )


def _filled(text: str, advice: str) -> str:
    value = text.strip()
    if not value:
        raise CellError("empty", f"The cell is empty. {advice}")
    return value
