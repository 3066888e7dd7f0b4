"""What a room hands over when it wants somebody told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from guildhall.directory.models import Organization, Person

LINK_LIFE = timedelta(days=14)


@dataclass(frozen=True)
class ActButton:
    """A button in a mail that acts without signing in, through an action link.

    `act` was registered with `notify.links.register_act`; `label` is what the button says. A quiet
    one is the other way out, as a no beside a yes.
    """

    act: str
    subject_id: int
    label: str
    valid_for: timedelta = LINK_LIFE
    expires_at: datetime | None = None
    is_quiet: bool = False


@dataclass(frozen=True)
class Invitation:
    """A calendar that goes with the mail; `method` is REQUEST or CANCEL, as it says inside."""

    method: str
    calendar: str


@dataclass(frozen=True)
class Outgoing:
    """One thing to tell one person.

    `key` names the event and the person ("publication:5:31"): the same key is told once, ever.
    `path` is the page it leads to. `about` ("cohort:12") is what it is about; an organization's
    own wording for that scope is used, or for the first of `scopes` that has one.
    """

    kind: str
    to: Person
    values: Mapping[str, str]
    key: str
    organization: Organization | None = None
    about: str = ""
    scopes: tuple[str, ...] = ()
    path: str = ""
    acts: tuple[ActButton, ...] = field(default=())
    send_after: datetime | None = None
    invitation: Invitation | None = None

    @property
    def wording_scopes(self) -> tuple[str, ...]:
        """Where to look for an own wording, narrowest first; the whole organization is last."""
        return (*(self.scopes or ((self.about,) if self.about else ())), "")
