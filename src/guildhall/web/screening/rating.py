"""Rating an application: a draft, or handed in."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.programs.actions.screening_rating import save_rating
from guildhall.programs.queries.screening_standing import present_screening, rubric_of
from guildhall.web.screening.application import shown, visible_application
from guildhall.web.screening.forms import rating_from
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "POST")
def save(request: HallRequest, pk: int) -> HttpResponse:
    """Keep the scores; where items are missing the page says which, with what was chosen."""
    enrollment = visible_application(request, pk)
    given = rating_from(request.POST, rubric_of(enrollment, present_screening(enrollment)))
    try:
        rating = save_rating(
            enrollment=enrollment,
            scores=given.scores,
            note=given.note,
            hands_in=given.hands_in,
            by=request.actor,
            at=clock.now(),
        )
    except InvalidInput as error:
        return shown(
            request,
            enrollment,
            rating=given,
            problems=error.problems,
            message=error.message,
            status=422,
        )
    said = _("Your rating is in.") if rating.handed_in_at else _("Your draft is saved.")
    messages.success(request, said)
    anchor = "#ratings" if rating.handed_in_at else "#rating"
    return see_other(reverse("screening_application", args=[pk]) + anchor)
