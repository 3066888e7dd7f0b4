"""The wording of messages: the list of kinds, and editing one with a preview."""

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.directory.access import READ_MEMBERS
from guildhall.directory.models import Organization
from guildhall.notify.access import CHANGE_TEXTS
from guildhall.notify.actions.texts import (
    change_text,
    restore_default,
    use_earlier_text,
    wording_problems,
)
from guildhall.notify.kinds import KINDS, Kind
from guildhall.notify.queries.preferences import sorted_kinds
from guildhall.notify.queries.texts import (
    default_wording,
    earlier_texts,
    own_texts,
    preview_wording,
    wording_of,
)
from guildhall.notify.rendering import RenderedMessage
from guildhall.notify.scopes import scopes_of
from guildhall.notify.wording import FIELDS, Wording, fill, tidy
from guildhall.permissions.access import get_visible_or_404, may, visible_to
from guildhall.web.outbox.forms import WordingForm
from guildhall.web.shared.request import For, HallRequest, page, see_other


@dataclass(frozen=True)
class Desk:
    """Whose wording of what is on the desk."""

    organization: Organization
    kind: Kind
    scope: str

    @property
    def query(self) -> str:
        """The scope, carried along in addresses."""
        return f"?{urlencode({'scope': self.scope})}" if self.scope else ""

    @property
    def in_force(self) -> Wording:
        """The wording for this scope, else the organization's, else the default."""
        own = {text.scope: text for text in own_texts(self.organization, self.kind.key)}
        found = own.get(self.scope) or own.get("")
        return wording_of(found) if found else default_wording(self.kind)

    def url(self, name: str, *more: int) -> str:
        """An address of this desk."""
        return reverse(name, args=[self.organization.pk, self.kind.key, *more]) + self.query


@page(For.STAFF)
def message_texts(request: HallRequest) -> HttpResponse:
    """All kinds of message by room, and which of them have an own wording."""
    organizations = list(visible_to(READ_MEMBERS, request.actor))
    wanted = request.GET.get("organization", "")
    chosen = [row for row in organizations if not wanted or str(row.pk) == wanted]
    if not chosen:
        raise NotVisible
    own = set(own_texts(chosen[0]).values_list("kind", flat=True))
    worded = [kind for kind in KINDS.values() if kind.is_worded_here]
    kinds = [(kind, kind.key in own) for kind in sorted_kinds(worded)]
    context = {
        "organization": chosen[0],
        "organizations": organizations,
        "groups": [
            (heading, list(group))
            for heading, group in groupby(kinds, key=lambda pair: str(pair[0].heading))
        ],
        "own_count": len(own & set(KINDS)),
        "breadcrumb": [(_("Settings"), reverse("settings")), (_("Texts of messages"), None)],
    }
    return render(request, "outbox/texts.html", context)


@page(For.STAFF, "GET", "POST")
def message_text(request: HallRequest, organization: int, kind: str) -> HttpResponse:
    """Read and change one wording."""
    desk = _desk(request, organization, kind)
    if request.method != "POST":
        initial = {name: getattr(desk.in_force, name) for name in FIELDS}
        return _show(request, desk, WordingForm(initial=initial))
    form = WordingForm(request.POST)
    if not form.is_valid():
        return _show(request, desk, form, status=422)
    try:
        change_text(
            organization=desk.organization,
            kind=desk.kind.key,
            wording=form.wording,
            scope=desk.scope,
            by=request.actor,
            at=clock.now(),
        )
    except InvalidInput as refused:
        _put_errors(form, refused.problems)
        return _show(request, desk, form, status=422)
    messages.success(request, _("Saved. The next message of this kind uses it."))
    return see_other(desk.url("message_text"))


@page(For.STAFF, "POST")
def message_text_preview(request: HallRequest, organization: int, kind: str) -> HttpResponse:
    """What is typed as people would get it, with sample values."""
    desk = _desk(request, organization, kind)
    form = WordingForm(request.POST)
    if request.htmx:
        wording, problems = tidy(form.wording), wording_problems(desk.kind, tidy(form.wording))
        context = {"content": None if problems else _sample(desk, wording), "problems": problems}
        return render(request, "outbox/_preview.html", context)
    form.is_valid()
    _put_errors(form, wording_problems(desk.kind, tidy(form.wording)))
    return _show(request, desk, form)


@page(For.STAFF, "POST")
def message_text_default(request: HallRequest, organization: int, kind: str) -> HttpResponse:
    """Go back to the default wording."""
    desk = _desk(request, organization, kind)
    restore_default(
        organization=desk.organization,
        kind=desk.kind.key,
        scope=desk.scope,
        by=request.actor,
        at=clock.now(),
    )
    messages.success(request, _("The default is back. Your wording is kept below."))
    return see_other(desk.url("message_text"))


@page(For.STAFF, "POST")
def message_text_earlier(
    request: HallRequest, organization: int, kind: str, pk: int
) -> HttpResponse:
    """Use an earlier wording again."""
    desk = _desk(request, organization, kind)
    text = earlier_texts(desk.organization, desk.kind.key, desk.scope).filter(pk=pk).first()
    if text is None:
        raise NotVisible
    use_earlier_text(text=text, by=request.actor, at=clock.now())
    messages.success(request, _("The earlier wording is in force again."))
    return see_other(desk.url("message_text"))


def _desk(request: HallRequest, organization: int, kind: str) -> Desk:
    row = get_visible_or_404(READ_MEMBERS, request.actor, organization)
    scope = request.GET.get("scope", "")
    is_known = kind in KINDS and KINDS[kind].is_worded_here
    if not is_known or (scope and scope not in dict(scopes_of(row))):
        raise NotVisible
    return Desk(row, KINDS[kind], scope)


def _put_errors(form: WordingForm, problems: dict[str, str]) -> None:
    for name, words in problems.items():
        form.add_error(name if name in form.fields else None, words)


def _sample(desk: Desk, wording: Wording) -> RenderedMessage:
    samples = {**desk.kind.samples, "organization": desk.organization.name}
    return preview_wording(desk.kind, fill(wording, samples), given_name=samples["given_name"])


def _show(
    request: HallRequest, desk: Desk, form: WordingForm, *, status: int = 200
) -> HttpResponse:
    wording = tidy(form.wording)
    problems = wording_problems(desk.kind, wording)
    scopes = scopes_of(desk.organization)
    has_own = own_texts(desk.organization, desk.kind.key).filter(scope=desk.scope).exists()
    context = {
        "desk": desk,
        "form": form,
        "content": None if problems else _sample(desk, wording),
        "problems": problems,
        "samples": [("{{" + name + "}}", sample) for name, sample in desk.kind.samples.items()],
        "scopes": [("", _("All programs")), *scopes] if scopes else [],
        "scope_label": dict(scopes).get(desk.scope, ""),
        "has_own": has_own,
        "earlier": earlier_texts(desk.organization, desk.kind.key, desk.scope)[:10],
        "may_change": may(CHANGE_TEXTS, request.actor, desk.organization),
        "save_url": desk.url("message_text"),
        "preview_url": desk.url("message_text_preview"),
        "default_url": desk.url("message_text_default"),
        "breadcrumb": [
            (_("Settings"), reverse("settings")),
            (_("Texts of messages"), reverse("message_texts")),
            (desk.kind.label, None),
        ],
    }
    return render(request, "outbox/text.html", context, status=status)
