"""People as arches: a learner is lake, a guide evergreen, staff plum or slate."""

from django.utils.safestring import SafeString

from guildhall.web.shared.markup import fill

KINDS = ("learner", "guide", "staff", "slate")
TITLES = frozenset({"dr", "prof", "mr", "mrs", "ms", "mx", "rn", "md", "phd"})


def initials(name: str) -> str:
    """First letters of the first and the last name, titles left out.

    >>> initials("Dr. Ruth Adeyemi")
    'RA'
    """
    words = [word for word in name.replace(",", " ").split() if word[0].isalnum()]
    named = [word for word in words if word.strip(".").lower() not in TITLES] or words
    letters = [named[0][0], named[-1][0]] if len(named) > 1 else [word[0] for word in named]
    return "".join(letters).upper()


def person_arch(name: str, kind: str = "slate", size: str = "small") -> SafeString:
    """`{% person_arch "Lucía Ferrer" kind="learner" size="large" %}`; decoration beside a name."""
    if kind not in KINDS:
        raise ValueError(f"No kind of person “{kind}”. Kinds: {', '.join(KINDS)}.")
    return fill(
        '<span class="arch arch-{} arch-{}" aria-hidden="true">{}</span>',
        size,
        kind,
        initials(str(name)),
    )


def pair_arches(learner: str, guide: str, size: str = "small") -> SafeString:
    """Two arches that touch: the learner in front, the guide beside."""
    return fill(
        '<span class="pair-arches" aria-hidden="true">{}{}</span>',
        person_arch(learner, "learner", size),
        person_arch(guide, "guide", size),
    )


def person_chip(name: str, role: str = "", kind: str = "slate", href: str = "") -> SafeString:
    named: SafeString | str = name
    if href:
        named = fill('<a href="{}">{}</a>', href, name)
    second = fill('<span class="second">{}</span>', role) if role else ""
    return fill(
        '<span class="person-chip">{}<span class="person-words"><span class="person-name">{}</span>'
        "{}</span></span>",
        person_arch(name, kind),
        named,
        second,
    )
