"""Organizations that say they know the reader."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.accounts.models import Account
from guildhall.flows.queries.claiming import open_questions
from guildhall.web.shared.request import HallRequest
from guildhall.web.today.task import WHEN_READY, Task


def record_tasks(request: HallRequest) -> Iterator[Task]:
    """One quiet line for each; one query where there is none."""
    account = Account(pk=request.actor.account_id, email=request.user.get_username())
    for row in open_questions(account):
        yield Task(
            urgency=WHEN_READY,
            title=_("%(name)s says they know you") % {"name": row.keepers},
            reason=_("A record there carries your address. Nothing joins before you say yes."),
            url=reverse("own_records"),
            action=_("Have a look"),
            icon="user-check",
        )
