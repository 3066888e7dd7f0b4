"""People by a part of their name or e-mail."""

from django.db import connection
from django.db.models import Q

# On SQLite, every three letters of names and e-mails; `directory.name_index` makes and fills it.
NAME_INDEX = "directory_person_name_index"
LETTERS = 3
# A word that so many have is met soon by going along the list; it needs no index.
FEW = 1000
# A word that so few have needs no company.
RARE = 400


def named(text: str) -> Q:
    """People in whose names or e-mail each word of the text occurs, anywhere in it."""
    words = text.split()
    condition = Q()
    for word in words:
        condition &= (
            Q(given_name__icontains=word)
            | Q(family_name__icontains=word)
            | Q(email__icontains=word)
        )
    few = _few([word for word in words if len(word) >= LETTERS])
    return condition if few is None else Q(pk__in=few) & condition


def _few(words: list[str]) -> list[int] | None:
    """Everybody with these words, if the index can tell and they are few.

    One rare word is enough, since each word is compared afterwards; it is mostly the last name.
    To meet a rare word and a common one together costs as much as the common one has people.
    """
    if not words or connection.vendor != "sqlite":
        return None
    for word in reversed(words if len(words) > 1 else []):
        found = _met([word], RARE)
        if found is not None:
            return found
    return _met(words, FEW)


def _met(words: list[str], most: int) -> list[int] | None:
    """Everybody with all of these words; None where there are more than so many."""
    match = " AND ".join('"{}"'.format(word.replace('"', '""')) for word in words)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT rowid FROM {NAME_INDEX} WHERE {NAME_INDEX} MATCH %s LIMIT %s",  # noqa: S608
            [match, most + 1],
        )
        ids = [row[0] for row in cursor.fetchall()]
    return ids if len(ids) <= most else None
