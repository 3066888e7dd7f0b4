"""Action links: the registry of acts, and the secret by which a mail opens one link.

The secret is a signature over the link's id, made at hand-over with the installation's key and
compared in constant time. Nothing in the database opens a link.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.utils.translation import gettext as _

from guildhall.core.errors import GuildhallError, NotVisible
from guildhall.notify.models import ActionLink
from guildhall.permissions.actor import Actor, actor_for

SALT = "guildhall.notify.action-link"


class LinkGone(GuildhallError):
    """The link was real and does not act any more: used, expired, or its act is gone."""

    status = 410


@dataclass(frozen=True)
class ActWords:
    """What the page behind an action link says before and after.

    `title` is the act as a question or a sentence, `text` what happens then, `button` the verb on
    the button, `done` the sentence afterward, `path` the page that shows the outcome.
    """

    title: str
    button: str
    done: str
    text: str = ""
    path: str = ""


def ended() -> LinkGone:
    """The answer where the person of a real link no longer has a part in what it was for."""
    return LinkGone(_("What this link was for has ended. Sign in to see what can still be done."))


ActHandler = Callable[[ActionLink, datetime], None]
ActDescriber = Callable[[ActionLink], ActWords]


@dataclass(frozen=True)
class Act:
    """A registered act."""

    handler: ActHandler
    describe: ActDescriber


ACTS: dict[str, Act] = {}


def register_act(act: str, handler: ActHandler, describe: ActDescriber) -> None:
    """Make an act known; rooms call this at import.

    `handler(link, at)` runs in the transaction that marks the link as used: where it raises, the
    link stays unused. `describe(link)` only reads. Both may refuse with an error of the tree.
    """
    if act in ACTS and ACTS[act] != Act(handler, describe):
        raise ValueError(f"The act {act} is registered twice.")
    ACTS[act] = Act(handler, describe)


def link_token(link_id: int) -> str:
    """The secret that travels in the mail."""
    return _signer().sign(str(link_id))


def link_path(link_id: int) -> str:
    """The page that a mail opens."""
    return f"/a/{link_token(link_id)}/"


def link_id_of(token: str) -> int:
    """The link behind a secret; a forged one gets the answer of a missing page."""
    try:
        return int(_signer().unsign(token))
    except (signing.BadSignature, ValueError):
        raise NotVisible from None


def actor_of(link: ActionLink) -> Actor:
    """The person whom the link is bound to, as an actor with all their roles."""
    person = link.person
    return actor_for(account_id=person.account_id, person_id=person.pk)


def _signer() -> signing.Signer:
    # A dot, since mail programs cut links at a colon.
    return signing.Signer(salt=SALT, sep=".")
