"""The kinds of message that programs send. Their default texts are in `texts/`."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guildhall.directory.models import Organization
from guildhall.notify.kinds import Kind, declare_kind
from guildhall.notify.scopes import scope_source
from guildhall.programs.models import Cohort

TEXTS = Path(__file__).parent / "texts"
Words = str | Promise
SAMPLES: dict[str, Words] = {
    "program": _("Engineering mentoring 2026"),
    "cohort": _("Spring 2027"),
    "side": _("mentor"),
    "a_side": _("a mentor"),
}
ROOM = _("Programs")


# Those that only inform: whoever prefers the inbox to a mail may say so.
QUIET = (
    "application_received",
    "application_reopened",
    "waiting",
    "withdrawn",
    "nominated",
    "rating_wanted",
)


def _declare(name: str, label: Words, purpose: Words, **more: Words) -> str:
    kind = declare_kind(
        Kind(
            key=f"programs.{name}",
            label=label,
            purpose=purpose,
            texts_file=TEXTS / f"{name}.toml",
            placeholders={**SAMPLES, **more},
            can_unsubscribe=name in QUIET,
            always_because=_("it is about your own place in a program"),
            room_label=ROOM,
        )
    )
    return kind.key


APPLICATION_RECEIVED = _declare(
    "application_received",
    _("Your application has arrived"),
    _("you applied to a program"),
    next_step=_("Somebody reads it and answers you by Nov 30, 2026."),
)
APPLICATION_APPROVED = _declare(
    "application_approved",
    _("Your application was approved"),
    _("you applied to a program"),
    words=_("Your examples of listening first were a pleasure to read."),
    next_step=_("Matches are promised by Nov 25, 2026."),
)
APPLICATION_DECLINED = _declare(
    "application_declined",
    _("Your application was not taken this time"),
    _("you applied to a program"),
    words=_("There are more mentors than mentees this spring."),
)
APPLICATION_CONDITIONAL = _declare(
    "application_conditional",
    _("Something else comes first"),
    _("you applied to a program"),
    words=_("Share one preceptorship with an experienced preceptor, and then we look again."),
)
APPLICATION_REOPENED = _declare(
    "application_reopened",
    _("Your application is looked at again"),
    _("you applied to a program"),
)
NOMINATED = _declare(
    "nominated",
    _("A colleague nominated you"),
    _("a colleague nominated you for a program"),
    nominated_by=_("Maren Okafor"),
    reason=_("You explained the cache to me in a way that stayed."),
    time_asked=_("45 minutes every 2 weeks, for 6 months"),
)
INVITED = _declare(
    "invited",
    _("You are invited to a program"),
    _("somebody who runs a program invited you"),
    invited_by=_("Maren Okafor"),
    summary=_("Six months with somebody who has gone the way before you."),
    time_asked=_("45 minutes every 2 weeks, for 6 months"),
    note=_("It would be lovely to have you with us."),
)
WAITING_FOR_MATCH = _declare(
    "waiting",
    _("You wait for a match"),
    _("you take part in a program"),
    other_side=_("mentor"),
)
RATING_WANTED = _declare(
    "rating_wanted",
    _("A third rating is wanted"),
    _("you may rate applications to a program"),
)
WITHDRAWN_FROM_PROGRAM = _declare(
    "withdrawn",
    _("You have left a program"),
    _("you took part in a program"),
)


@scope_source
def cohort_scopes(organization: Organization) -> Iterator[tuple[str, str]]:
    """Each open cohort of the organization: a message about it can have its own wording."""
    rows = Cohort.objects.filter(program__organization=organization, archived_at__isnull=True)
    for pk, program, name in rows.values_list("pk", "program__name", "name"):
        yield f"cohort:{pk}", f"{program}, {name}"
