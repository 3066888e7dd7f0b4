"""What can be compared in a cohort: fields of the criteria, facts, and headings of its files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from guildhall.directory.models import Membership
from guildhall.programs.models import Cohort, Enrollment
from guildhall.web.studio.rule_kinds import Text

MOST_VALUES = 40


@dataclass(frozen=True)
class Source:
    """Something known about people. `kinds` are the kinds of field that it can be read as."""

    key: str
    label: Text
    kinds: tuple[str, ...]
    group: Text


FROM_FILE = ("text", "ordinal", "number", "list", "ids", "ranked", "skills")
FACT_WORDS: Mapping[str, tuple[Text, str]] = {
    "organization": (_("Organization"), "text"),
    "unit": (_("Unit"), "text"),
    "site": (_("Site"), "text"),
    "languages": (_("Languages"), "list"),
    "interests": (_("Interests"), "list"),
    "skills_offered": (_("Skills offered"), "skills"),
    "skills_wanted": (_("Skills wanted"), "skills"),
    "career_stage": (_("Career stage"), "ordinal"),
    "years_of_experience": (_("Years of experience"), "number"),
    "time_zone_offset": (_("Time zone"), "number"),
    "hours": (_("Hours of the week"), "hours"),
    "ranked_wishes": (_("Wishes for people"), "ranked"),
    "never_with": (_("Never to be paired"), "ids"),
    "manager_ids": (_("Manager"), "ids"),
    "reports_to_ids": (_("Reporting line"), "ids"),
    "license": (_("Licenses"), "list"),
    "shifts": (_("Shifts"), "list"),
}
FACT_ORDERS: Mapping[str, tuple[str, ...]] = {
    "career_stage": ("student", "early", "mid", "senior", "executive"),
}
# Facts whose reasons would say what somebody told in confidence.
FOR_NOBODY = ("never_with",)


def known_sources(cohort: Cohort, criteria: Mapping[str, Any]) -> list[Source]:
    """Everything that rules of this cohort can speak of; two queries."""
    fields = [
        Source(f"field:{name}", field["label"], (field["kind"],), _("In these rules already"))
        for name, field in criteria.get("fields", {}).items()
    ]
    facts = [
        Source(f"fact:{name}", label, (kind,), _("From profiles and the directory"))
        for name, (label, kind) in FACT_WORDS.items()
        if name not in criteria.get("fields", {})
    ]
    headings = [
        Source(f"detail:{heading}", heading, FROM_FILE, _("From your spreadsheets"))
        for heading in detail_headings(cohort)
    ]
    return [*fields, *headings, *facts]


def detail_headings(cohort: Cohort) -> list[str]:
    """Headings that an import brought for people of this cohort, in the order of their names."""
    return sorted({heading for details in _details(cohort) for heading in details})


def distinct_values(cohort: Cohort, heading: str) -> list[str]:
    """The values under a heading, most frequent first; for putting them in order."""
    counts: dict[str, int] = {}
    for details in _details(cohort):
        value = str(details.get(heading) or "").strip()
        if value:
            counts[value] = counts.get(value, 0) + 1
    return sorted(counts, key=lambda value: (-counts[value], value))[:MOST_VALUES]


def fitting(sources: Iterable[Source], kinds: Iterable[str]) -> list[Source]:
    """Those that can be read as one of these kinds of field."""
    wanted = set(kinds)
    return [source for source in sources if wanted & set(source.kinds)]


def grouped_choices(sources: Iterable[Source]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices for a select, with a heading for each group."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for source in sources:
        groups.setdefault(str(source.group), []).append((source.key, str(source.label)))
    return list(groups.items())


def _details(cohort: Cohort) -> list[dict[str, Any]]:
    rows = Enrollment.objects.filter(cohort=cohort)
    own = [details for details in rows.values_list("details", flat=True) if details]
    general = Membership.objects.filter(
        person_id__in=rows.values("person_id"),
        organization_id=cohort.program.organization_id,
        ended_at__isnull=True,
    ).exclude(details={})
    return [*own, *general.values_list("details", flat=True)]
