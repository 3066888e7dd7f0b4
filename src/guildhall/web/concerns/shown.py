"""The one next step of a concern, for the learner and for whoever works on it."""

from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.concerns.clocks import clocks_of
from guildhall.concerns.queries.page import ConcernPage
from guildhall.concerns.states import ConcernState
from guildhall.core.dates import short_day
from guildhall.relationships.queries.names import listed
from guildhall.relationships.states import BEGUN
from guildhall.web.concerns.words import clock_words

C = ConcernState


@dataclass(frozen=True)
class Step:
    """What to do now and why. `posts` are (address, name, value, words) of buttons that act; a calm
    step has nothing to press."""

    title: str
    reason: str = ""
    label: str = ""
    look: str = "full"
    url: str = ""
    action: str = ""
    icon: str = ""
    second_url: str = ""
    second_action: str = ""
    posts: tuple[tuple[str, str, str, str], ...] = field(default=())


def next_step(page: ConcernPage, *, at: datetime) -> Step:
    """By what is open, and who reads."""
    if not page.is_open or page.concern.relationship.state not in BEGUN:
        return _settled(page)
    if page.is_learner:
        return _of_learner(page)
    if page.can_work:
        return _of_worker(page, at=at)
    return Step(
        _("The pair and the coordinators work on it."),
        _("You read it as the manager. There is nothing to do here."),
        look="calm",
    )


def _settled(page: ConcernPage) -> Step:
    words = {
        C.RESOLVED: _("It is resolved. Nothing hangs on it any more."),
        C.REFERRED_OUT: _("It is handled outside of the program. Nothing was judged here."),
        C.WITHDRAWN: _("It was taken back. It does not stand."),
        C.ENDED: _("It ended with the pair. Nobody has judged it."),
    }
    title = words.get(C(page.concern.state), _("The pair has ended."))
    return Step(title, label=_("Settled"), look="calm")


def _of_learner(page: ConcernPage) -> Step:
    row = page.concern
    ask = listed([one.given_name for one in page.guides] or [one.name for one in page.leads])
    if row.read_at is None:
        reading = (reverse("concern_reading", args=[row.pk]), "read", "yes", _("I have read it"))
        return Step(
            _("Read what was seen. A plan follows, and nothing is decided."),
            _(
                "Reading is not agreeing. Ask %(who)s whatever is unclear; if you see it otherwise,"
                " write how, and it stands beside it."
            )
            % {"who": ask},
            posts=(reading,),
            second_url=reverse("concern_appeal", args=[row.pk]),
            second_action=_("I see it otherwise"),
        )
    when = short_day(row.due_at) if row.due_at else ""
    if row.state == C.ESCALATED:
        title = _("Whoever leads the program looks at it, and tells you how it goes on.")
    elif page.plan is None:
        title = _("A plan follows by %(day)s, made with you.") % {"day": when}
    elif page.is_met:
        title = _("The aim is met. It is settled next.")
    else:
        title = _("Work with your plan. You look at it together by %(day)s.") % {"day": when}
    reason = _("Whatever is unclear: ask %(who)s.") % {"who": ask} if ask else ""
    return Step(title, reason, look="calm")


def _of_worker(page: ConcernPage, *, at: datetime) -> Step:
    row, name = page.concern, {"name": page.concern.learner.given_name}
    clock = clock_words(row, at=at)
    label = _("Next step · %(clock)s") % {"clock": clock} if clock else ""
    if row.state == C.RAISED:
        return _share(page, label)
    if row.state == C.ESCALATED:
        if not page.can_lead:
            return Step(_("It is with the program lead. No clock runs."), look="calm")
        return Step(
            _("It came to you. Take it up, and say how it goes on."),
            _("Talk with both of them first. They are told what you write."),
            label=_("Needs you"),
            url=reverse("concern_lead", args=[row.pk]),
            action=_("Take it up"),
            icon="hand-helping",
        )
    if row.state == C.SHARED:
        return Step(
            _("Make a plan together with %(name)s.") % name,
            _("What will be good enough, what helps, and who does what by when."),
            label=label,
            url=reverse("concern_plan", args=[row.pk]),
            action=_("Make the plan"),
            icon="list-checks",
        )
    if page.is_met:
        return Step(
            _("The aim is met. Settle it as resolved."),
            _("It stays readable, and nothing hangs on it any more."),
            url=reverse("concern_resolution", args=[row.pk]),
            action=_("Settle it"),
            icon="circle-check",
        )
    return Step(
        _("Review the plan with %(name)s.") % name,
        _("How does it go, and what is next? One that nobody holds is counted."),
        label=label,
        url=reverse("concern_review", args=[row.pk]),
        action=_("Write the review"),
        icon="clipboard-check",
        second_url=reverse("concern_plan", args=[row.pk]),
        second_action=_("Change the plan"),
    )


def _share(page: ConcernPage, label: str) -> Step:
    row = page.concern
    name = row.learner.given_name
    url = reverse("concern_sharing", args=[row.pk])
    hours = int(clocks_of(row.relationship).share.total_seconds() // 3600)
    return Step(
        _("Tell %(name)s, and share what you wrote.") % {"name": name},
        _("Best in a conversation, within %(hours)s hours. %(name)s then reads it word for word.")
        % {"hours": hours, "name": name},
        label=label,
        posts=(
            (url, "how", "meeting", _("We talked; share it")),
            (url, "how", "writing", _("Share it in writing")),
        ),
    )
