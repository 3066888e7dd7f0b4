"""Small grammar that texts with a program's own words need."""

from django.utils.translation import gettext as _


def with_article(word: str) -> str:
    """A program's word for a side with its article: “a mentor”, “an intern”."""
    begins_with_vowel = str(word)[:1].lower() in tuple("aeiou")
    return (_("an %(word)s") if begins_with_vowel else _("a %(word)s")) % {"word": word}
