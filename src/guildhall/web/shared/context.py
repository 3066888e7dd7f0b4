"""What every page's frame needs: navigation by role, the person, the inbox count, the theme."""

from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.accounts.demo_mark import is_demo
from guildhall.directory.models import Membership
from guildhall.notify.queries.inbox import unread_count
from guildhall.web.shared.request import HallRequest

THEMES = ("light", "dark", "system")
STAFF_ROLES = {"coordinator", "administrator", "viewer", "screener"}


@dataclass(frozen=True)
class Door:
    """One entry of the navigation."""

    key: str
    label: str
    url: str
    icon: str
    is_current: bool


@dataclass(frozen=True)
class Shell:
    """The frame of a page."""

    navigation: tuple[Door, ...]
    phone_navigation: tuple[Door, ...]
    person_name: str
    person_initials: str
    person_role: str
    inbox_count: int
    organization_name: str
    is_demo: bool
    theme: str
    profile_url: str = "/profile/"
    demo_url: str = "/demo/"
    breadcrumb: tuple[tuple[str, str | None], ...] = ()


def shell(request: HttpRequest) -> dict[str, object]:
    """The context processor. Signed out, only the theme and the demo mark are filled."""
    hall = cast(HallRequest, request)
    theme = request.COOKIES.get("theme", "system")
    theme = theme if theme in THEMES else "system"
    person = getattr(hall, "signed_in_person", None)
    if person is None:
        return {"shell": Shell((), (), "", "", "", 0, "", is_demo(), theme)}
    doors = _doors(hall)
    membership = (
        Membership.objects.filter(person=person, ended_at__isnull=True)
        .select_related("organization")
        .order_by("pk")
        .first()
    )
    return {
        "shell": Shell(
            navigation=doors,
            phone_navigation=doors[:3],
            person_name=person.name,
            person_initials=person.initials,
            person_role=_role_words(hall, membership),
            inbox_count=unread_count(person),
            organization_name=membership.organization.name if membership else "",
            is_demo=is_demo(),
            theme=theme,
        )
    }


def _doors(request: HallRequest) -> tuple[Door, ...]:
    """Only rooms that exist, only those that this role has something to do in."""
    roles = {grant.role for grant in request.actor.grants}
    entries = [("today", _("Today"), reverse("today"), "sunrise")]
    if roles & STAFF_ROLES:
        entries += [
            ("programs", _("Programs"), reverse("programs"), "layers"),
            ("people", _("People"), reverse("people"), "users"),
        ]
    elif "manager" in roles:
        entries += [("people", _("My team"), reverse("people"), "users")]
    pairs = _("Pairs") if roles & STAFF_ROLES else _("My pairs")
    entries += [("relationships", pairs, reverse("relationships"), "heart-handshake")]
    if not roles & STAFF_ROLES:
        entries += [("offers", _("Programs"), reverse("offers"), "layers")]
    entries += [("stories", _("Stories"), reverse("stories"), "book-open")]
    entries += [("settings", _("Settings"), reverse("settings"), "sliders-horizontal")]
    section = getattr(request, "section", "") or request.path.strip("/").split("/")[0] or "today"
    return tuple(
        Door(key, label, url, icon, is_current=key == section) for key, label, url, icon in entries
    )


def _role_words(request: HallRequest, membership: Membership | None) -> str:
    roles = {grant.role for grant in request.actor.grants}
    if "administrator" in roles:
        return _("Administrator")
    if "coordinator" in roles:
        return _("Program coordinator")
    if membership is None:
        return ""
    return membership.job_title or membership.organization.name
