"""Who does what for one program."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import NotVisible
from guildhall.programs.actions.roles import end_program_role, grant_program_role
from guildhall.programs.models import ProgramGrant
from guildhall.programs.queries.members import member_by_address
from guildhall.web.programs.forms import RoleForm
from guildhall.web.programs.program import changeable_program, show_program
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.STAFF, "POST")
def add(request: HallRequest, pk: int) -> HttpResponse:
    """Give a member a role in this program."""
    program = changeable_program(request, pk)
    form = RoleForm(request.POST)
    member = member_by_address(program, form.cleaned_data["email"]) if form.is_valid() else None
    if form.is_valid() and member is None:
        form.add_error("email", _("Nobody here has this address. Add them under People first."))
    if member is None:
        return show_program(request, program, role_form=form, status=422)
    grant_program_role(
        program=program,
        person=member,
        role=form.cleaned_data["role"],
        by=request.actor,
        at=clock.now(),
    )
    messages.success(request, _("%(name)s has the role now.") % {"name": member.name})
    return see_other(reverse("program", args=[pk]))


@page(For.STAFF, "POST")
def end(request: HallRequest, pk: int) -> HttpResponse:
    """Take a role away."""
    grant = ProgramGrant.objects.filter(pk=pk).select_related("program", "person").first()
    if grant is None:
        raise NotVisible
    changeable_program(request, grant.program_id)
    end_program_role(grant=grant, by=request.actor, at=clock.now())
    messages.success(request, _("The role was taken away."))
    return see_other(reverse("program", args=[grant.program_id]))
