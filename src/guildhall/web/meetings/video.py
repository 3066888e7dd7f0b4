"""Where an organization's video rooms are."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.directory.access import ADMINISTER_ORGANIZATION
from guildhall.meetings.actions.video import set_video_rooms
from guildhall.meetings.models import VideoProvider
from guildhall.permissions.access import get_visible_or_404
from guildhall.web.meetings.forms import VideoForm
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.ADMINISTRATORS, "GET", "POST")
def video_rooms(request: HallRequest, pk: int) -> HttpResponse:
    """Look at and change the address of video rooms."""
    row = get_visible_or_404(ADMINISTER_ORGANIZATION, request.actor, pk)
    provider = VideoProvider.objects.filter(organization=row).first()
    form = VideoForm(
        request.POST or None, initial={"template": provider.template if provider else ""}
    )
    if request.method == "POST" and form.is_valid():
        try:
            set_video_rooms(
                organization=row,
                template=form.cleaned_data["template"],
                by=request.actor,
                at=clock.now(),
            )
        except InvalidInput as error:
            form.add_error("template", next(iter(error.problems.values())))
        else:
            messages.success(request, _("Saved."))
            return see_other(request.path)
    context = {
        "organization": row,
        "form": form,
        "breadcrumb": [(_("Settings"), reverse("settings")), (row.name, None)],
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "meetings/video.html", context, status=status)
