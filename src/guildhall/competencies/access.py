"""Who may read and change frameworks.

Published ones are read by everybody in the house, and those that came with the product by
everybody; drafts by those who run or read the organization.
"""

from django.db.models import Exists, OuterRef, Q

from guildhall.competencies.models import (
    Competency,
    Framework,
    FrameworkUpload,
    FrameworkVersion,
)
from guildhall.directory.access import MEMBER, ORGANIZATION
from guildhall.directory.states import READERS, STAFF
from guildhall.permissions.access import NOTHING, Access, declare
from guildhall.permissions.actor import Actor


def _house(actor: Actor, path: str) -> Q:
    """What belongs to the actor's houses, or to everybody."""
    if actor.person_id is None:
        return NOTHING
    houses = actor.scopes(ORGANIZATION, MEMBER)
    return Q(**{f"{path}organization__in": houses}) | Q(**{f"{path}organization__isnull": True})


def _readable(actor: Actor) -> Q:
    published = FrameworkVersion.objects.filter(
        framework=OuterRef("pk"), published_at__isnull=False
    )
    own = Q(organization__in=actor.scopes(ORGANIZATION, *READERS))
    return own | (_house(actor, "") & Q(Exists(published)))


def _readable_versions(actor: Actor, path: str = "") -> Q:
    own = Q(**{f"{path}framework__organization__in": actor.scopes(ORGANIZATION, *READERS)})
    published = Q(**{f"{path}published_at__isnull": False})
    return own | (_house(actor, f"{path}framework__") & published)


def _staffed(actor: Actor, path: str) -> Q:
    return Q(**{f"{path}organization__in": actor.scopes(ORGANIZATION, *STAFF)})


SEE_FRAMEWORK = declare(
    Access(
        "framework.see",
        "Everybody reads what came with the product, and members what their organization has"
        " published; coordinators, administrators and read-only staff also what it drafts.",
        Framework,
        _readable,
    )
)
CHANGE_FRAMEWORK = declare(
    Access(
        "framework.change",
        "Coordinators and administrators of its organization draft, publish and retire a"
        " framework; what came with the product is copied first.",
        Framework,
        lambda actor: _staffed(actor, ""),
        read=SEE_FRAMEWORK,
    )
)
SEE_VERSION = declare(
    Access(
        "framework_version.see",
        "Whoever reads a framework reads its published versions; drafts are read by coordinators,"
        " administrators and read-only staff.",
        FrameworkVersion,
        _readable_versions,
    )
)
CHANGE_VERSION = declare(
    Access(
        "framework_version.change",
        "Coordinators and administrators of its organization publish a draft or throw it away.",
        FrameworkVersion,
        lambda actor: _staffed(actor, "framework__"),
        read=SEE_VERSION,
    )
)
SEE_COMPETENCY = declare(
    Access(
        "competency.see",
        "Whoever reads the version reads what it holds.",
        Competency,
        lambda actor: _readable_versions(actor, "version__"),
    )
)
CHANGE_COMPETENCY = declare(
    Access(
        "competency.change",
        "Coordinators and administrators of its organization change what a draft holds.",
        Competency,
        lambda actor: _staffed(actor, "version__framework__"),
        read=SEE_COMPETENCY,
    )
)
CHANGE_FRAMEWORK_UPLOAD = declare(
    Access(
        "framework_upload.change",
        "Coordinators and administrators of the organization look at files that were uploaded,"
        " and make a draft of them or let them go.",
        FrameworkUpload,
        lambda actor: _staffed(actor, ""),
    )
)
