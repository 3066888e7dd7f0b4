"""Verifying a week from a mail, without signing in."""

from datetime import datetime

from django.utils.translation import gettext as _

from guildhall.core.dates import full_day
from guildhall.core.errors import NotVisible
from guildhall.hours.access import VERIFY_HOURS
from guildhall.hours.actions.verifying import VERIFY_WEEK, verify_week, waiting_of_week
from guildhall.hours.models import WeekAsk
from guildhall.hours.words import hours_words
from guildhall.notify.links import ActWords, actor_of, ended, register_act
from guildhall.notify.models import ActionLink
from guildhall.permissions.access import may


def _ask(link: ActionLink) -> WeekAsk:
    asks = WeekAsk.objects.select_related("relationship", "asked_by")
    ask = asks.filter(pk=link.subject_id).first()
    if ask is None:
        raise NotVisible
    if not may(VERIFY_HOURS, actor_of(link), ask.relationship):
        raise ended()
    return ask


def _verify(link: ActionLink, at: datetime) -> None:
    ask = _ask(link)
    verify_week(
        relationship=ask.relationship,
        monday=ask.monday,
        by=actor_of(link),
        at=at,
        until=ask.asked_at,
    )


def _describe(link: ActionLink) -> ActWords:
    ask = _ask(link)
    waiting = waiting_of_week(ask.relationship, ask.monday, actor_of(link), until=ask.asked_at)
    name = ask.asked_by.name if ask.asked_by else ""
    words = {
        "name": name,
        "week": full_day(ask.monday),
        "hours": hours_words(sum(entry.minutes for entry in waiting)),
    }
    days = "; ".join(
        f"{full_day(entry.on)}: {hours_words(entry.minutes)}, {entry.get_kind_display().lower()}"
        for entry in waiting
    )
    return ActWords(
        title=_("Verify %(hours)s of %(name)s, week of %(week)s?") % words,
        text=days,
        button=_("Verify the week"),
        done=_("Verified. %(name)s is told.") % words,
        path=f"/relationships/{ask.relationship_id}/hours/",
    )


register_act(VERIFY_WEEK, _verify, _describe)
