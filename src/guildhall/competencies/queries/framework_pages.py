"""What the pages of frameworks show: lists, one version, and what is new in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from guildhall.competencies.access import SEE_FRAMEWORK, SEE_VERSION
from guildhall.competencies.framework_rows import version_spec
from guildhall.competencies.framework_spec import Change, changes_between
from guildhall.competencies.models import Competency, Domain, Framework, FrameworkVersion
from guildhall.directory.models import Organization
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor


@dataclass(frozen=True)
class FrameworkRow:
    """One line of the list. `published`: the number of the newest version, None while there is
    none; `draft`: that of a draft that the reader may see. Counts are of the newest of the two."""

    framework: Framework
    published: int | None
    draft: int | None
    domains: int
    competencies: int
    criticals: int


def visible_frameworks(actor: Actor) -> QuerySet[Framework]:
    """What the actor may read: what belongs to their houses first, then what is for everybody."""
    return visible_to(SEE_FRAMEWORK, actor).select_related("organization")


def framework_rows(actor: Actor, frameworks: Sequence[Framework]) -> list[FrameworkRow]:
    """The frameworks with their counts, in two questions however many they are."""
    versions = visible_to(SEE_VERSION, actor).filter(framework__in=frameworks)
    counted = versions.annotate(
        domain_count=_count(Domain.objects.all()),
        competency_count=_count(Competency.objects.all()),
        critical_count=_count(Competency.objects.filter(is_critical=True)),
    ).order_by("number")
    by_framework: dict[int, list[FrameworkVersion]] = {}
    for version in counted:
        by_framework.setdefault(version.framework_id, []).append(version)
    return [
        _row(framework, by_framework[framework.pk])
        for framework in frameworks
        if framework.pk in by_framework
    ]


def version_domains(version: FrameworkVersion) -> list[tuple[Domain, list[Competency]]]:
    """The domains of a version with what stands under each."""
    rows = version.competencies.select_related("target", "floor").prefetch_related("first")
    under: dict[int, list[Competency]] = {}
    for row in rows:
        under.setdefault(row.domain_id, []).append(row)
    return [(domain, under.get(domain.pk, [])) for domain in version.domains.all()]


def version_before(version: FrameworkVersion) -> FrameworkVersion | None:
    """The published version with the next lower number."""
    earlier = FrameworkVersion.objects.filter(
        framework=version.framework_id, number__lt=version.number, published_at__isnull=False
    )
    return earlier.order_by("-number").first()


def changes_of(version: FrameworkVersion, before: FrameworkVersion | None) -> tuple[Change, ...]:
    """What a version has new, changed and gone against an earlier one."""
    return changes_between(version_spec(before) if before else None, version_spec(version))


def visible_versions(actor: Actor, framework: Framework) -> list[FrameworkVersion]:
    """The versions that the actor may read, newest first."""
    rows = visible_to(SEE_VERSION, actor).filter(framework=framework)
    return list(rows.select_related("made_by", "published_by").order_by("-number"))


def own_copy(framework: Framework, organizations: Sequence[Organization]) -> Framework | None:
    """What one of these organizations made of a framework that came with the product."""
    return Framework.objects.filter(Q(organization__in=organizations), key=framework.key).first()


def _count(rows: QuerySet[Domain] | QuerySet[Competency]) -> Subquery:
    of_version = rows.filter(version=OuterRef("pk")).order_by().values("version")
    return Subquery(of_version.annotate(n=Count("pk")).values("n"))


def _row(framework: Framework, versions: list[FrameworkVersion]) -> FrameworkRow:
    published = [row.number for row in versions if row.published_at is not None]
    drafts = [row.number for row in versions if row.published_at is None]
    newest = versions[-1]
    return FrameworkRow(
        framework=framework,
        published=max(published, default=None),
        draft=max(drafts, default=None),
        domains=getattr(newest, "domain_count", 0) or 0,
        competencies=getattr(newest, "competency_count", 0) or 0,
        criticals=getattr(newest, "critical_count", 0) or 0,
    )
