"""Which frameworks there are for a house, and which version counts."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from guildhall.competencies.models import Domain, Framework, FrameworkVersion, Scale
from guildhall.directory.models import Organization

DEFAULT_SCALE = "entrustment"


def newest_version(framework: Framework) -> FrameworkVersion | None:
    """The published version with the highest number; None while there are only drafts."""
    published = framework.versions.filter(published_at__isnull=False)
    return published.select_related("scale").order_by("-number").first()


def usable_frameworks(organization: Organization) -> QuerySet[Framework]:
    """Published frameworks that a program of the organization may choose: its own, and those that
    came with the product; none that was retired."""
    published = FrameworkVersion.objects.filter(
        framework=OuterRef("pk"), published_at__isnull=False
    )
    return Framework.objects.filter(
        Exists(published),
        Q(organization=organization) | Q(organization__isnull=True),
        retired_at__isnull=True,
    )


def may_use(organization: Organization, framework: Framework) -> bool:
    """Whether a program of the organization may choose it."""
    return usable_frameworks(organization).filter(pk=framework.pk).exists()


def framework_for(organization: Organization, key: str) -> Framework | None:
    """The framework that a template names: the organization's own of that key, else the one that
    came with the product; None where there is neither."""
    if not key:
        return None
    found = usable_frameworks(organization).filter(key=key)
    return max(found, key=lambda row: row.organization_id or 0, default=None)


def draft_of(framework: Framework) -> FrameworkVersion | None:
    """The version that is being drafted; None while there is none."""
    return framework.versions.filter(published_at__isnull=True).first()


def newest_number(framework: Framework) -> int:
    """The number of the newest version, drafts too; 0 while there is none."""
    newest = framework.versions.order_by("-number").first()
    return newest.number if newest else 0


def usable_scales(organization: Organization) -> QuerySet[Scale]:
    """The organization's own scales, and those that came with the product."""
    return Scale.objects.filter(Q(organization=organization) | Q(organization__isnull=True))


def known_domains(framework: Framework | None) -> dict[str, str]:
    """The keys of a framework's headings by their names, those of newer versions first."""
    rows = (
        Domain.objects.filter(version__framework=framework) if framework else Domain.objects.none()
    )
    return dict(rows.order_by("version__number").values_list("name", "key"))
