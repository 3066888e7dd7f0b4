"""Answering an ask for cover from a mail, without signing in."""

from datetime import datetime

from django.utils.translation import gettext as _

from guildhall.core.errors import NotVisible
from guildhall.instruction.access import ANSWER_COVER
from guildhall.instruction.actions.covering import ACCEPT, DECLINE, accept_cover, decline_cover
from guildhall.instruction.models import Cover
from guildhall.instruction.queries.pair import local_time
from guildhall.instruction.states import CoverState
from guildhall.notify.links import ActWords, actor_of, ended, register_act
from guildhall.notify.models import ActionLink
from guildhall.permissions.access import may


def _cover(link: ActionLink) -> Cover:
    found = Cover.objects.select_related("learner", "relationship__organization").filter(
        pk=link.subject_id
    )
    cover = found.first()
    if cover is None:
        raise NotVisible
    is_said = link.used_at is not None and cover.person_id == link.person_id
    if not is_said and not may(ANSWER_COVER, actor_of(link), cover):
        raise ended()
    return cover


def _accept(link: ActionLink, at: datetime) -> None:
    accept_cover(cover=_cover(link), by=actor_of(link), at=at)


def _decline(link: ActionLink, at: datetime) -> None:
    decline_cover(cover=_cover(link), by=actor_of(link), at=at)


def _describe_yes(link: ActionLink) -> ActWords:
    cover = _cover(link)
    words = {"name": cover.learner.name, "until": local_time(cover.relationship, cover.ends_at)}
    is_on = cover.state in (CoverState.ASKED, CoverState.ACCEPTED)
    return ActWords(
        title=_("Cover for the preceptor of %(name)s until %(until)s?") % words,
        text=_("You then read today’s goals and limits. It ends by itself with the shift."),
        button=_("Yes, I cover"),
        done=_("You cover until %(until)s. Sign in to read today’s goals and limits.") % words,
        path=f"/covers/{cover.pk}/" if is_on else "",
    )


def _describe_no(link: ActionLink) -> ActWords:
    words = {"name": _cover(link).learner.name}
    return ActWords(
        title=_("Say no to covering for the preceptor of %(name)s?") % words,
        text=_("No reason is needed."),
        button=_("Not this time"),
        done=_("Noted. Whoever asked is told."),
    )


register_act(ACCEPT, _accept, _describe_yes)
register_act(DECLINE, _decline, _describe_no)
