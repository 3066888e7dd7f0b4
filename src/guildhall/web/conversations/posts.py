"""Messages of a pair."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.conversations.access import READ_POST
from guildhall.conversations.actions.posts import mark_read, send_post, take_post_back
from guildhall.conversations.models import Post
from guildhall.conversations.queries.written import attachment_of, posts_of
from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.permissions.access import get_visible_or_404
from guildhall.relationships.models import Relationship
from guildhall.relationships.queries.page import relationship_page
from guildhall.relationships.states import RelationshipState
from guildhall.web.conversations.forms import PostForm
from guildhall.web.relationships.loading import framed, load_own
from guildhall.web.shared.downloads import download
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def posts(request: HallRequest, pk: int) -> HttpResponse:
    """Read and write. Only the pair; for everybody else who sees the pair it is refused."""
    row = load_own(request, pk)
    form = PostForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid() and _sent(request, row, form):
        return see_other(reverse("relationship_messages", args=[pk]) + "#newest")
    found = relationship_page(row, actor=request.actor, at=clock.now())
    written = posts_of(row, actor=request.actor)
    mark_read(relationship=row, by=request.actor, at=clock.now())
    context = {
        **framed(found, _("Messages")),
        "posts": written,
        "form": form,
        "can_write": _can_write(row.state, rests=row.contact_rests_since is not None),
        "rests": row.contact_rests_since is not None,
        "you_id": request.person.pk,
    }
    return render(
        request, "conversations/messages.html", context, status=422 if form.errors else 200
    )


@page(For.SIGNED_IN, "POST")
def retraction(request: HallRequest, pk: int) -> HttpResponse:
    """Take a message of one's own back."""
    found = get_visible_or_404(READ_POST, request.actor, pk, Post.objects.all())
    take_post_back(post=found, by=request.actor, at=clock.now())
    messages.success(request, _("Your message is taken back; its words are gone."))
    return see_other(reverse("relationship_messages", args=[found.relationship_id]))


def _sent(request: HallRequest, row: Relationship, form: PostForm) -> bool:
    try:
        send_post(
            relationship=row,
            text=form.cleaned_data["text"],
            files=form.cleaned_data["enclosed"],
            by=request.actor,
            at=clock.now(),
        )
    except InvalidInput as error:
        refuse(form, error)
        return False
    return True


@page(For.SIGNED_IN)
def attachment(request: HallRequest, pk: int) -> HttpResponse:
    """A file, for whoever reads the words beside it."""
    return download(attachment_of(pk, actor=request.actor).file)


def _can_write(state: str, *, rests: bool) -> bool:
    return not rests and state not in (RelationshipState.OFFERED, RelationshipState.CLOSED)
