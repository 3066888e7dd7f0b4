"""Notes: written on the page of the pair, changed and thrown away on a page of their own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.conversations.access import CHANGE_NOTE, READ_NOTE
from guildhall.conversations.actions.notes import change_note, throw_note_away, write_note
from guildhall.conversations.models import Note
from guildhall.conversations.states import Readers
from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.permissions.access import get_visible_or_404, require
from guildhall.relationships.queries.page import relationship_page
from guildhall.web.conversations.forms import NoteForm
from guildhall.web.relationships.loading import OF_PAIR, framed, load_own
from guildhall.web.relationships.relationship import show
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "POST")
def notes(request: HallRequest, pk: int) -> HttpResponse:
    """Write a note."""
    row = load_own(request, pk)
    form = NoteForm(request.POST, request.FILES, auto_id="note-%s")
    if form.is_valid():
        try:
            write_note(
                relationship=row,
                text=form.cleaned_data["text"],
                readers=Readers(form.cleaned_data["readers"]),
                files=form.cleaned_data["enclosed"],
                by=request.actor,
                at=clock.now(),
            )
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("Your note is kept."))
            return see_other(reverse("relationship", args=[pk]))
    found = relationship_page(row, actor=request.actor, at=clock.now())
    return show(request, found, refused={"note": form})


@page(For.SIGNED_IN, "GET", "POST")
def note(request: HallRequest, pk: int) -> HttpResponse:
    """Change a note of one's own; its files stay."""
    found = _load(request, pk)
    require(CHANGE_NOTE, request.actor, found)
    form = NoteForm(
        request.POST if request.method == "POST" else None,
        initial={"text": found.text, "readers": found.readers},
    )
    del form.fields["enclosed"]
    if form.is_valid():
        change_note(
            note=found,
            text=form.cleaned_data["text"],
            readers=Readers(form.cleaned_data["readers"]),
            by=request.actor,
            at=clock.now(),
        )
        messages.success(request, _("Your note is changed."))
        return see_other(reverse("relationship", args=[found.relationship_id]))
    shown = relationship_page(found.relationship, actor=request.actor, at=clock.now())
    context = {
        **framed(shown, _("Your note")),
        "note": found,
        "form": form,
    }
    return render(request, "conversations/note.html", context, status=422 if form.errors else 200)


@page(For.SIGNED_IN, "POST")
def removal(request: HallRequest, pk: int) -> HttpResponse:
    """Throw a note away; the page before asked."""
    found = _load(request, pk)
    throw_note_away(note=found, by=request.actor, at=clock.now())
    messages.success(request, _("Your note is gone."))
    return see_other(reverse("relationship", args=[found.relationship_id]))


def _load(request: HallRequest, pk: int) -> Note:
    rows = Note.objects.select_related("author", *OF_PAIR)
    return get_visible_or_404(READ_NOTE, request.actor, pk, rows)
