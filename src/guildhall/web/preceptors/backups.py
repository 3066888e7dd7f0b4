"""Naming a backup for a pair, answering, and ending it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.permissions.access import may, require
from guildhall.preceptorship.actions.backups import answer_backup, end_backup, name_backup
from guildhall.preceptorship.queries.backups import backup_for, backup_of, possible_backups
from guildhall.preceptorship.standing_access import ANSWER_BACKUP, NAME_BACKUP
from guildhall.preceptorship.standing_rules import asks_for_standing
from guildhall.programs.states import Side
from guildhall.relationships.queries.names import listed
from guildhall.relationships.queries.page import relationship_page
from guildhall.web.preceptors.forms import BackupForm
from guildhall.web.relationships.loading import breadcrumb, load
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def pair_backup(request: HallRequest, pk: int) -> HttpResponse:
    """Ask somebody to stand in for the preceptor of a pair."""
    row = load(request, pk)
    if not asks_for_standing(row.program):
        raise NotVisible
    require(NAME_BACKUP, request.actor, row)
    people = possible_backups(row)
    form = BackupForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        person = form.cleaned_data["person"]
        try:
            name_backup(relationship=row, person=person, by=request.actor, at=clock.now())
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("%(name)s is asked.") % {"name": person.given_name})
            return see_other(reverse("relationship", args=[pk]))
    found = relationship_page(row, actor=request.actor, at=clock.now())
    context = {
        "form": form,
        "people": people,
        "now": backup_of(row),
        "back": reverse("relationship", args=[pk]),
        "breadcrumb": breadcrumb(found, (_("Backup"), None)),
    }
    status = 422 if form.errors else 200
    return render(request, "preceptors/backup_name.html", context, status=status)


@page(For.SIGNED_IN, "GET", "POST")
def backup(request: HallRequest, pk: int) -> HttpResponse:
    """What is asked; POST `answer` yes or no."""
    row = backup_for(request.actor, pk)
    if request.method == "POST":
        is_yes = request.POST.get("answer") == "yes"
        answer_backup(backup=row, is_yes=is_yes, by=request.actor, at=clock.now())
        said = _("Thank you. You find the passport under “To watch”.")
        messages.success(request, said if is_yes else _("Thank you for saying so."))
        return see_other(reverse("preceptees") if is_yes else reverse("today"))
    parties = row.relationship.parties.filter(left_at__isnull=True).select_related("person")
    of = {side: [one.person for one in parties if one.side == side] for side in Side.values}
    context = {
        "backup": row,
        "learner": listed([one.name for one in of[Side.LEARNER]]),
        "guide": listed([one.name for one in of[Side.GUIDE]]),
        "can_answer": row.accepted_at is None and may(ANSWER_BACKUP, request.actor, row),
        "breadcrumb": [(_("My standing"), reverse("my_standing")), (_("Backup"), None)],
    }
    return render(request, "preceptors/backup.html", context)


@page(For.SIGNED_IN, "POST")
def backup_end(request: HallRequest, pk: int) -> HttpResponse:
    """They stand in no longer."""
    row = backup_for(request.actor, pk)
    end_backup(backup=row, by=request.actor, at=clock.now())
    messages.success(request, _("Ended. What was recorded stays."))
    own = row.person_id == request.person.pk
    if own:
        return see_other(reverse("my_standing"))
    return see_other(reverse("relationship", args=[row.relationship_id]))
