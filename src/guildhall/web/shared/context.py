"""What every page's frame needs: navigation by role, the person, the inbox count, the theme."""

from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.accounts.demo_mark import is_demo
from guildhall.assessment.queries.gate import has_gate
from guildhall.assessment.queries.lists import held_by
from guildhall.directory.models import Membership
from guildhall.notify.queries.inbox import unread_count
from guildhall.relationships.access import PAIR, STANDS_IN
from guildhall.web.offline.sealing import owner_mark
from guildhall.web.shared.request import STAFF_ROLES, HallRequest

THEMES = ("light", "dark", "system")

# What a pair does has addresses of its own, and stands behind the same door.
UNDER = {
    **dict.fromkeys(("goals", "meetings", "notes", "feedback-asks", "promises"), "relationships"),
    **dict.fromkeys(("circles", "hours", "slots", "bookings", "challenges"), "relationships"),
    **dict.fromkeys(("introductions", "ripple", "passing-on", "endings"), "relationships"),
    **dict.fromkeys(("concerns", "decisions", "appeals"), "relationships"),
    **dict.fromkeys(("shifts", "hours-worked", "time-entries", "protected-time"), "relationships"),
    **dict.fromkeys(("tries", "covers", "shared-weeks"), "relationships"),
    **dict.fromkeys(("calendar", "senior-guides"), "settings"),
    **dict.fromkeys(("preceptors", "certificates"), "programs"),
    **dict.fromkeys(("my-standing", "backups"), "relationships"),
    **dict.fromkeys(("sign-offs", "incidents"), "gate"),
    **dict.fromkeys(("observations", "observation-asks", "rating-rounds", "evidence"), "passports"),
}


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
    # Whose things may wait on this device; and whether the reader guides somebody.
    offline_owner: str = ""
    works_offline: bool = False


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
            offline_owner=owner_mark(int(request.user.pk or 0)),
            works_offline=any(door.key == "preceptees" for door in doors),
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
    passports = _passport_doors(request, roles)
    if not roles & STAFF_ROLES:
        entries += passports
    pairs = _("Pairs") if roles & STAFF_ROLES else _("My pairs")
    entries += [("relationships", pairs, reverse("relationships"), "heart-handshake")]
    if not roles & STAFF_ROLES:
        entries += [("offers", _("Programs"), reverse("offers"), "layers")]
    else:
        entries += passports
    if has_gate(request.actor):
        entries += [("gate", _("Ward check"), reverse("gate_search"), "clipboard-check")]
    entries += [("stories", _("Stories"), reverse("stories"), "book-open")]
    entries += [("settings", _("Settings"), reverse("settings"), "sliders-horizontal")]
    first = request.path.strip("/").split("/")[0] or "today"
    section = getattr(request, "section", "") or UNDER.get(first, first)
    known = {key for key, *_rest in passports}
    if section == "passports" and section not in known:
        section = next((key for key in ("board", "readiness") if key in known), "preceptees")
    return tuple(
        Door(key, label, url, icon, is_current=key == section) for key, label, url, icon in entries
    )


def _passport_doors(request: HallRequest, roles: set[str]) -> list[tuple[str, str, str, str]]:
    """One's own passport, the people whom one guides, and the board or the team for those who
    oversee."""
    held = held_by(request.person.pk)
    doors = []
    if held.guides or request.actor.holds_any(PAIR, STANDS_IN):
        doors.append(("preceptees", _("To watch"), reverse("preceptees"), "eye"))
    if held.own is not None:
        own = reverse("passport", args=[held.own])
        doors.append(("passports", _("My passport"), own, "id-card"))
    if roles & STAFF_ROLES:
        doors.append(("board", _("Board"), reverse("board"), "clipboard-list"))
    elif "manager" in roles:
        doors.append(("readiness", _("Ready today"), reverse("readiness"), "clipboard-list"))
    return doors


def _role_words(request: HallRequest, membership: Membership | None) -> str:
    roles = {grant.role for grant in request.actor.grants}
    if "administrator" in roles:
        return _("Administrator")
    if "coordinator" in roles:
        return _("Program coordinator")
    if membership is None:
        return ""
    return membership.job_title or membership.organization.name
