"""How a spelling is compared: without case, accents and small punctuation."""

import re
import unicodedata

LONGEST = 120
BETWEEN_WORDS = re.compile(r"[-_/,;:]+")
DROPPED = re.compile(r"[^\w\s+#.]")


def folded(text: str) -> str:
    """The spelling under which a name is looked up; `+`, `#` and dots inside words stay.

    >>> folded("  Évidence-Based   Practice "), folded("C++"), folded("L&D")
    ('evidence based practice', 'c++', 'l and d')
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("&", " and ")
    words = DROPPED.sub("", BETWEEN_WORDS.sub(" ", plain)).split()
    return " ".join(word.rstrip(".") or word for word in words)[:LONGEST]
