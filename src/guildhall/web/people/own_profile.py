"""One's own profile on one page, saved together; and pausing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.people.actions.profile import pause_profile, resume_profile
from guildhall.web.people.profile_draft import ProfileDraft, draft_of, draft_posted
from guildhall.web.people.profile_form import PauseForm
from guildhall.web.people.profile_saving import save_profile
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def profile(request: HallRequest) -> HttpResponse:
    """Look at it, add rows to a list (nothing is saved then), or save everything."""
    if request.method != "POST":
        return _show(request, draft_of(request.person))
    draft = draft_posted(request.person, request.POST)
    if "more" in request.POST:
        return _show(request, draft)
    if draft.is_valid() and _saved(request, draft):
        messages.success(request, _("Your profile is saved."))
        return see_other(reverse("profile"))
    return _show(request, draft, status=422)


@page(For.SIGNED_IN, "POST")
def pause(request: HallRequest) -> HttpResponse:
    """Take no new people, until a day or until further notice."""
    form = PauseForm(request.POST)
    if form.is_valid():
        until = form.cleaned_data["paused_until"]
        try:
            pause_profile(person=request.person, by=request.actor, at=clock.now(), until=until)
        except InvalidInput as error:
            form.add_error("paused_until", error.problems.get("paused_until", error.message))
    if form.errors:
        return _show(request, draft_of(request.person), pause_form=form, status=422)
    messages.success(request, _("You pause. Present pairs go on."))
    return see_other(reverse("profile"))


@page(For.SIGNED_IN, "POST")
def resumption(request: HallRequest) -> HttpResponse:
    """Take part again."""
    resume_profile(person=request.person, by=request.actor, at=clock.now())
    messages.success(request, _("Welcome back. You take part again."))
    return see_other(reverse("profile"))


def _saved(request: HallRequest, draft: ProfileDraft) -> bool:
    try:
        save_profile(draft, by=request.actor, at=clock.now())
    except InvalidInput as error:
        for name, words in (error.problems or {"": error.message}).items():
            draft.form.add_error(name if name in draft.form.fields else None, words)
        return False
    return True


def _show(
    request: HallRequest,
    draft: ProfileDraft,
    *,
    pause_form: PauseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    request.section = "settings"  # type: ignore[attr-defined]
    context = {
        "person": request.person,
        "draft": draft,
        "form": draft.form,
        "pause_form": pause_form or PauseForm(),
        "is_pausing": draft.is_pausing(clock.today(request.person.time_zone)),
        "breadcrumb": [(_("Settings"), reverse("settings")), (_("Your profile"), None)],
    }
    return render(request, "people/profile.html", context, status=status)
