"""Who is told what. No mail says what was written, nor about whom.

No message carries an organization, so that none of them stands in an outbox that staff read.
"""

from collections.abc import Iterable
from datetime import datetime

from guildhall.directory.models import Person
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.kinds import Kind
from guildhall.notify.outgoing import Outgoing
from guildhall.safety.messages import NEWS
from guildhall.safety.models import Worry


def tell(
    kind: Kind, to: Iterable[Person], *, key: str, path: str, at: datetime, **values: str
) -> None:
    """The same to each; the key is made their own."""
    send_many(
        [
            Outgoing(
                kind=kind.key,
                to=person,
                values=values,
                key=f"{kind.key}:{key}:{person.pk}",
                path=path,
            )
            for person in to
        ],
        at=at,
    )


def tell_reporter(worry: Worry, what: str, *, at: datetime) -> None:
    """There is something new to read; never what."""
    if worry.reporter is not None:
        tell(NEWS, [worry.reporter], key=f"{worry.pk}:{what}", path=path_of(worry), at=at)


def path_of(worry: Worry) -> str:
    """The page of a worry."""
    return f"/worries/{worry.code}/"
