"""Languages by ISO 639 code; their names come from Django's own list, in English and their own."""

from difflib import get_close_matches
from functools import cache

from django.conf.locale import LANG_INFO

from guildhall.competencies.folding import folded

# Spoken widely, and missing from a list that is made for interfaces.
FURTHER = {
    "am": "Amharic",
    "fil": "Filipino",
    "gu": "Gujarati",
    "ha": "Hausa",
    "ht": "Haitian Creole",
    "km": "Khmer",
    "ku": "Kurdish",
    "lo": "Lao",
    "mi": "Maori",
    "pa": "Punjabi",
    "ps": "Pashto",
    "si": "Sinhala",
    "sm": "Samoan",
    "so": "Somali",
    "ti": "Tigrinya",
    "tl": "Tagalog",
    "xh": "Xhosa",
    "yo": "Yoruba",
    "yue": "Cantonese",
    "zh": "Chinese",
    "zu": "Zulu",
    "ase": "American Sign Language",
    "bfi": "British Sign Language",
}
SPELLINGS = {
    "mandarin": "zh",
    "farsi": "fa",
    "castilian": "es",
    "flemish": "nl",
    "asl": "ase",
    "bsl": "bfi",
    "sign language": "ase",
    "norwegian": "nb",
    "burmese": "my",
}


@cache
def language_names() -> dict[str, str]:
    """English names by code, in the order of the names."""
    known = {
        code: str(info["name"])
        for code, info in LANG_INFO.items()
        if "name" in info and "-" not in code and code not in ("io", "ia", "no")
    }
    names = {**known, "nb": "Norwegian", **FURTHER}
    return dict(sorted(names.items(), key=lambda item: item[1]))


@cache
def _codes() -> dict[str, str]:
    codes = {folded(name): code for code, name in language_names().items()}
    codes.update({code: code for code in language_names()})
    own = {
        folded(str(LANG_INFO[c].get("name_local", ""))): c for c in codes.values() if c in LANG_INFO
    }
    codes.update({name: code for name, code in own.items() if name})
    codes.update(SPELLINGS)
    return codes


def language_name(code: str) -> str:
    """The English name; an unknown code stands for itself."""
    return language_names().get(code, code)


def find_language(text: str) -> str | None:
    """The code of a language by its code, its English name or its own name.

    >>> find_language("Español"), find_language("pt-BR"), find_language("Klingon")
    ('es', 'pt', None)
    """
    wanted = text.strip()
    codes = _codes()
    return codes.get(folded(wanted)) or codes.get(folded(wanted.partition("-")[0]))


def near_languages(text: str) -> list[str]:
    """Names of languages that the text may have meant."""
    codes = _codes()
    alike = get_close_matches(folded(text), codes, n=3, cutoff=0.75)
    return list(dict.fromkeys(language_name(codes[name]) for name in alike))
