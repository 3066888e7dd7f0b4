"""The one next step of a standing, for the preceptor and for whoever looks after them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core.dates import full_day
from guildhall.hours.words import hours_words
from guildhall.preceptorship.queries.standings import StandingPage
from guildhall.preceptorship.standing_states import StandingState

S = StandingState


@dataclass(frozen=True)
class Step:
    """What to do now and why. With `posts` the button acts; a calm step has nothing to press."""

    title: str
    reason: str = ""
    label: str = ""
    look: str = "full"
    url: str = ""
    action: str = ""
    icon: str = ""
    posts: bool = False


def next_step(page: StandingPage) -> Step:
    """By the state, and who reads."""
    if page.is_own:
        return _own(page)
    if not page.can_change:
        return Step(_("You read this. There is nothing to do here."), look="calm")
    return _coordinated(page)


def _own(page: StandingPage) -> Step:
    row = page.standing
    missing = hours_words(page.row.update_missing)
    titles = {
        S.APPLIED: _("Your application is being looked at."),
        S.CLOSED: _("Your application is closed. You are welcome to apply again."),
        S.SCREENED: _("You are in. Next is the preceptor course."),
        S.IN_TRAINING: _("%(n)s of the course to go.")
        % {"n": hours_words(page.row.course_missing)},
        S.PROVISIONAL: _("Precept one, beside somebody experienced."),
        S.CERTIFIED: _("You are certified. Thank you for guiding."),
        S.LAPSING: _("Your certificate holds through %(day)s.")
        % {"day": full_day(row.valid_until) if row.valid_until else ""},
        S.LAPSED: _("Your certificate has ended."),
        S.SUSPENDED: _("For now you are given no new preceptees."),
        S.RETIRED: _("You have retired as a preceptor. Thank you."),
    }
    if row.state in (S.CERTIFIED, S.LAPSING, S.LAPSED) and page.row.update_missing:
        ask = _("Still asked this year: %(n)s of training. Tell your coordinator once it is done.")
        reason = ask % {"n": missing}
    elif row.state in (S.LAPSING, S.LAPSED):
        reason = _("Your training is recorded. Your coordinator renews it next.")
    else:
        reason = _own_reasons().get(StandingState(row.state), "")
    needs = row.state in (S.LAPSING, S.LAPSED)
    return Step(titles[StandingState(row.state)], reason, look="slim" if needs else "calm")


def _own_reasons() -> dict[StandingState, str]:
    return {
        S.SCREENED: _("Your coordinator records it, and then you can be given a preceptee."),
        S.PROVISIONAL: _("One preceptee at a time until then. A coordinator certifies you after."),
        S.CERTIFIED: _("Nothing is asked of you at present."),
        S.SUSPENDED: _("Whoever you guide stays with you. Ask your coordinator what comes next."),
    }


def _coordinated(page: StandingPage) -> Step:
    row, name = page.standing, {"name": page.standing.person.given_name}
    training = reverse("preceptor_training", args=[row.pk])
    if row.state == S.APPLIED:
        return _screening(page)
    if row.state in (S.SCREENED, S.IN_TRAINING):
        missing = hours_words(page.row.course_missing)
        title = _("Record the course: %(n)s to go.") % {"n": missing}
        reason = _("Until it is complete, %(name)s is given nobody.") % name
        return Step(title, reason, url=training, action=_("Record training"), icon="graduation-cap")
    if row.state == S.PROVISIONAL:
        return _certification(page)
    if row.state in (S.LAPSING, S.LAPSED):
        if page.row.update_missing:
            missing = hours_words(page.row.update_missing)
            title = _("%(n)s of training, then it can be renewed.") % {"n": missing}
            reason = _("Counted are the twelve months before the renewal.")
            return Step(
                title, reason, url=training, action=_("Record training"), icon="graduation-cap"
            )
        return Step(
            _("Renew the certificate of %(name)s.") % name,
            _("The training of this year is recorded. No day of the present one is lost."),
            url=reverse("preceptor_renewal", args=[row.pk]),
            action=_("Renew for 24 months"),
            icon="award",
            posts=True,
        )
    if row.state == S.SUSPENDED:
        return Step(
            _("Reinstate %(name)s once it is settled.") % name,
            _("Until then nobody new is given to them. Their pairs go on."),
            url=reverse("preceptor_reinstatement", args=[row.pk]),
            action=_("Reinstate"),
            icon="rotate-ccw",
            look="slim",
        )
    calm = {
        S.CERTIFIED: _("%(name)s is certified. Nothing is due."),
        S.CLOSED: _("The application is closed. %(name)s may apply again."),
        S.RETIRED: _("%(name)s has retired. They may apply again."),
    }
    return Step(calm[StandingState(row.state)] % name, look="calm")


def _screening(page: StandingPage) -> Step:
    pk = page.row.application
    return Step(
        _("Decide on the application."),
        _("Gates, ratings, interview and references are on its page."),
        url=reverse("screening_application", args=[pk]) if pk else "",
        action=_("Open the application") if pk else "",
        icon="clipboard-check",
    )


def _certification(page: StandingPage) -> Step:
    name = {"name": page.standing.person.given_name}
    url = reverse("preceptor_certification", args=[page.standing.pk])
    if page.row.has_precepted:
        return Step(
            _("Certify %(name)s.") % name,
            _("The course is done, and they have precepted once."),
            url=url,
            action=_("Certify"),
            icon="award",
        )
    return Step(
        _("%(name)s co-precepts one first.") % name,
        _("Name them as the backup of a pair, or give them one preceptee."),
        look="slim",
        url=url,
        action=_("Certify without"),
        icon="award",
    )
