"""A yes from a mail, without signing in: it is right for me; another year."""

from datetime import datetime

from django.utils.translation import gettext as _

from guildhall.mentoring.actions.fit import FIT_YES, answer_fit
from guildhall.mentoring.actions.renewals import RENEW, renew
from guildhall.mentoring.ending_access import ANSWER_FIT_CHECK, ANSWER_RENEWAL
from guildhall.mentoring.ending_states import Fit
from guildhall.mentoring.models import FitCheck, Renewal
from guildhall.notify.links import ActWords, actor_of, register_act
from guildhall.notify.models import ActionLink
from guildhall.permissions.access import get_visible_or_404
from guildhall.relationships.models import Relationship
from guildhall.relationships.queries.names import listed


def _names(row: Relationship, link: ActionLink) -> str:
    parties = row.parties.filter(left_at__isnull=True).exclude(person_id=link.person_id)
    return listed([party.person.name for party in parties.select_related("person")])


def _check(link: ActionLink) -> FitCheck:
    rows = FitCheck.objects.select_related("relationship")
    return get_visible_or_404(ANSWER_FIT_CHECK, actor_of(link), link.subject_id, rows)


def _renewal(link: ActionLink) -> Renewal:
    rows = Renewal.objects.select_related("relationship")
    return get_visible_or_404(ANSWER_RENEWAL, actor_of(link), link.subject_id, rows)


def _say_right(link: ActionLink, at: datetime) -> None:
    answer_fit(check=_check(link), answer=Fit.RIGHT, by=actor_of(link), at=at)


def _say_renew(link: ActionLink, at: datetime) -> None:
    renew(renewal=_renewal(link), by=actor_of(link), at=at)


def _describe_right(link: ActionLink) -> ActWords:
    row = _check(link).relationship
    return ActWords(
        title=_("Is it right for you with %(names)s?") % {"names": _names(row, link)},
        text=_("Nobody else reads your answer."),
        button=str(Fit.RIGHT.label),
        done=_("Thank you. It stays with you."),
        path=f"/relationships/{row.pk}/",
    )


def _describe_renew(link: ActionLink) -> ActWords:
    row = _renewal(link).relationship
    return ActWords(
        title=_("Another year with %(names)s?") % {"names": _names(row, link)},
        text=_("You go on once you have all said yes, in the rhythm that you have now."),
        button=_("Yes, another year"),
        done=_("Thank you. You hear from us once everybody has said yes."),
        path=f"/relationships/{row.pk}/",
    )


register_act(FIT_YES, _say_right, _describe_right)
register_act(RENEW, _say_renew, _describe_renew)
