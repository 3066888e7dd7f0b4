"""Answering an introduction from a mail, without signing in."""

from datetime import datetime

from django.utils.translation import gettext as _

from guildhall.mentoring.actions.introductions import NO, YES, answer_introduction
from guildhall.mentoring.models import Introduction
from guildhall.mentoring.reflection_access import ANSWER_INTRODUCTION
from guildhall.notify.links import ActWords, actor_of, register_act
from guildhall.notify.models import ActionLink
from guildhall.permissions.access import get_visible_or_404


def _row(link: ActionLink) -> Introduction:
    rows = Introduction.objects.select_related("learner", "colleague", "offered_by")
    return get_visible_or_404(ANSWER_INTRODUCTION, actor_of(link), link.subject_id, rows)


def _other(row: Introduction, link: ActionLink) -> str:
    return row.colleague.name if link.person_id == row.learner_id else row.learner.name


def _yes(link: ActionLink, at: datetime) -> None:
    answer_introduction(introduction=_row(link), agrees=True, by=actor_of(link), at=at)


def _no(link: ActionLink, at: datetime) -> None:
    answer_introduction(introduction=_row(link), agrees=False, by=actor_of(link), at=at)


def _describe_yes(link: ActionLink) -> ActWords:
    row = _row(link)
    return ActWords(
        title=_("Be introduced to %(name)s?") % {"name": _other(row, link)},
        text=_("%(name)s offers it. Once you both say yes, each of you gets the other's address.")
        % {"name": row.offered_by.name},
        button=_("Yes, introduce us"),
        done=_("Thank you. As soon as both have said yes, you get a mail."),
        path=f"/introductions/{row.code}/",
    )


def _describe_no(link: ActionLink) -> ActWords:
    row = _row(link)
    return ActWords(
        title=_("Let this introduction be?"),
        text=_("No reason is needed, nobody gets your address, and nobody is told who said no."),
        button=_("Let it be"),
        done=_("Thank you for answering. It is let be."),
        path=f"/introductions/{row.code}/",
    )


register_act(YES, _yes, _describe_yes)
register_act(NO, _no, _describe_no)
