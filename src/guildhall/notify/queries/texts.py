"""Which wording is in force, and what a message would look like."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from guildhall.directory.models import Organization
from guildhall.notify.kinds import Kind, kind_of
from guildhall.notify.models import MessageText
from guildhall.notify.outgoing import ActButton, Outgoing
from guildhall.notify.rendering import Footer, RenderedMessage, absolute, link_mark, render
from guildhall.notify.wording import FIELDS, Wording, fill

PREFERENCES_PATH = "/settings/notifications/"


def own_texts(organization: Organization, kind: str = "") -> QuerySet[MessageText]:
    """The organization's own wordings in force."""
    rows = MessageText.objects.filter(organization=organization, replaced_at__isnull=True)
    return rows.filter(kind=kind) if kind else rows


def earlier_texts(organization: Organization, kind: str, scope: str) -> QuerySet[MessageText]:
    """Wordings that were replaced, the latest first."""
    rows = MessageText.objects.filter(
        organization=organization, kind=kind, scope=scope, replaced_at__isnull=False
    )
    return rows.select_related("changed_by").order_by("-replaced_at", "-pk")


def wording_of(text: MessageText) -> Wording:
    """A stored wording as the value that is filled and rendered."""
    return Wording(**{field: getattr(text, field) for field in FIELDS})


def default_wording(kind: Kind) -> Wording:
    """The wording that comes with the product, in the language in force."""
    default = kind.default
    paragraphs = [_(paragraph) for paragraph in default.body.split("\n\n")]
    return Wording(
        subject=_(default.subject),
        body="\n\n".join(paragraphs),
        button=_(default.button) if default.button else "",
        small_print=_(default.small_print) if default.small_print else "",
    )


@dataclass(frozen=True)
class Wordings:
    """Own wordings of several organizations, read once for many messages."""

    own: Mapping[tuple[int, str, str], Wording]

    def wording(self, outgoing: Outgoing) -> Wording:
        """The narrowest wording that fits, else the default."""
        if outgoing.organization is not None:
            for scope in outgoing.wording_scopes:
                own = self.own.get((outgoing.organization.pk, outgoing.kind, scope))
                if own is not None:
                    return own
        return default_wording(kind_of(outgoing.kind))

    def filled(self, outgoing: Outgoing) -> Wording:
        """The wording with this message's values. Refuses missing and unknown values by name."""
        return fill(self.wording(outgoing), all_values(outgoing))


def wordings_for(messages: Iterable[Outgoing]) -> Wordings:
    """Every own wording that these messages could use, in one query."""
    messages = list(messages)
    rows = MessageText.objects.filter(
        replaced_at__isnull=True,
        organization_id__in={m.organization.pk for m in messages if m.organization},
        kind__in={m.kind for m in messages},
        scope__in={scope for m in messages for scope in m.wording_scopes},
    )
    return Wordings({(t.organization_id, t.kind, t.scope): wording_of(t) for t in rows})


def all_values(outgoing: Outgoing) -> dict[str, str]:
    """The given values and those that are always filled."""
    kind = kind_of(outgoing.kind)
    missing = sorted(set(kind.placeholders) - set(outgoing.values))
    unknown = sorted(set(outgoing.values) - set(kind.placeholders))
    if missing or unknown:
        raise ValueError(
            f"{kind.key}: missing values {missing or 'none'}, unknown values {unknown or 'none'}."
        )
    values = {name: str(value) for name, value in outgoing.values.items()}
    values["given_name"] = outgoing.to.given_name
    values["organization"] = outgoing.organization.name if outgoing.organization else "Guildhall"
    return values


def footer_for(kind: Kind | None, *, small_print: str = "", unsubscribe_url: str = "") -> Footer:
    """Why somebody gets this. A kind that no room declares any more has no reason to give."""
    if kind is None:
        return Footer(small_print=small_print, preferences_url=absolute(PREFERENCES_PATH))
    reason = _("You get this because %(purpose)s.") % {"purpose": kind.purpose}
    always = _("It cannot be switched off, because %(why)s.") % {"why": kind.always_because}
    return Footer(
        reason=reason,
        small_print=small_print,
        preferences_url=absolute(PREFERENCES_PATH),
        unsubscribe_url=unsubscribe_url if kind.can_unsubscribe else "",
        always="" if kind.can_unsubscribe else always,
    )


def previews(messages: Sequence[Outgoing]) -> list[RenderedMessage]:
    """Exactly what `send_many` would send, in one query; personal links are left out."""
    wordings = wordings_for(messages)
    return [
        preview_wording(
            kind_of(message.kind),
            wordings.filled(message),
            given_name=message.to.given_name,
            path=message.path,
            acts=message.acts,
        )
        for message in messages
    ]


def preview(
    kind: str,
    organization: Organization | None = None,
    scope: str = "",
    values: Mapping[str, str] | None = None,
    *,
    path: str = "/",
    acts: Sequence[ActButton] = (),
) -> RenderedMessage:
    """A kind as this organization words it; samples stand in for values that are not given."""
    declared = kind_of(kind)
    filled = {**declared.samples, **(values or {})}
    if organization is not None:
        filled["organization"] = organization.name
    scopes = [scope, ""] if organization else []
    own = {text.scope: text for text in own_texts(organization, kind)} if organization else {}
    found = next((own[name] for name in scopes if name in own), None)
    wording = wording_of(found) if found else default_wording(declared)
    return preview_wording(
        declared, fill(wording, filled), given_name=filled["given_name"], path=path, acts=acts
    )


def preview_wording(
    kind: Kind,
    wording: Wording,
    *,
    given_name: str,
    path: str = "/",
    acts: Sequence[ActButton] = (),
) -> RenderedMessage:
    """A filled wording as a message, with no address behind its personal links."""
    marks = [link_mark(0, str(act.label), is_quiet=act.is_quiet) for act in acts]
    return render(
        Wording(
            wording.subject,
            "\n\n".join([wording.body, *marks]),
            wording.button,
            wording.small_print,
        ),
        given_name=given_name,
        path=path,
        footer=footer_for(kind, small_print=wording.small_print),
    )
