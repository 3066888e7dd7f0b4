"""Small promises: made and kept on the page of the pair."""

from django.http import HttpResponse
from django.urls import reverse

from guildhall.core import clock
from guildhall.core.errors import NotVisible
from guildhall.goals.access import KEEP_PROMISE
from guildhall.goals.actions.promises import drop_promise, keep_promise, make_promise
from guildhall.goals.models import Promise
from guildhall.permissions.access import get_visible_or_404
from guildhall.relationships.queries.page import relationship_page
from guildhall.web.goals.forms import PromiseForm
from guildhall.web.relationships.loading import load_own
from guildhall.web.relationships.relationship import show
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "POST")
def promises(request: HallRequest, pk: int) -> HttpResponse:
    """Promise something."""
    row = load_own(request, pk)
    found = relationship_page(row, actor=request.actor, at=clock.now())
    form = PromiseForm(request.POST, members=found.members, auto_id="promise-%s")
    if not form.is_valid():
        return show(request, found, refused={"promise": form})
    make_promise(
        relationship=row,
        text=form.cleaned_data["text"],
        owner=form.chosen_owner,
        due_on=form.cleaned_data["due_on"],
        by=request.actor,
        at=clock.now(),
    )
    return see_other(reverse("relationship", args=[pk]) + "#promises")


@page(For.SIGNED_IN, "POST")
def promise(request: HallRequest, pk: int) -> HttpResponse:
    """`do` is done, open or drop."""
    found = get_visible_or_404(
        KEEP_PROMISE, request.actor, pk, Promise.objects.select_related("relationship")
    )
    wanted = request.POST.get("do", "")
    if wanted == "drop":
        drop_promise(promise=found, by=request.actor, at=clock.now())
    elif wanted in ("done", "open"):
        keep_promise(promise=found, done=wanted == "done", by=request.actor, at=clock.now())
    else:
        raise NotVisible
    return see_other(reverse("relationship", args=[found.relationship_id]) + "#promises")
