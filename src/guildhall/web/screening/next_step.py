"""What the reader of an application does next."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.programs.queries.screening_application import Application, Ratings
from guildhall.programs.screening_states import ScreeningStage
from guildhall.programs.screening_verdict import Standing
from guildhall.web.screening.deciding import condition_name


@dataclass(frozen=True, slots=True)
class Step:
    """A sentence, why, and where on the page it is done. `look` is that of the component."""

    title: str
    reason: str
    anchor: str = ""
    action: str = ""
    look: str = "slim"


def next_step(app: Application) -> Step | None:
    """None once it is decided: then the decision stands at the top."""
    standing, ratings = app.standing, app.ratings
    if not app.is_open or standing is None or ratings is None:
        return None
    name = app.enrollment.person.given_name
    if ratings.is_wanted:
        return _to_rate(app, ratings, name)
    if standing.stage == ScreeningStage.CONDITIONAL:
        return _after_condition(app, name)
    if standing.stage == ScreeningStage.RATING:
        return _for_raters(ratings, standing)
    if app.may_decide:
        return _to_decide(standing, name)
    reason = ratings.barred or _("A coordinator decides. There is nothing more to do for you.")
    return Step(_("This waits for others."), reason, look="calm")


def _to_rate(app: Application, ratings: Ratings, name: str) -> Step:
    items = len(app.rubric.items) if app.rubric else 0
    done = len(ratings.mine.scores) if ratings.mine else 0
    if ratings.mine:
        reason = _("%(done)s of %(items)s items are scored in your draft.") % {
            "done": done,
            "items": items,
        }
        return Step(_("Go on rating %(name)s") % {"name": name}, reason, "rating", _("Go on"))
    reason = ngettext(
        "%(items)s items, 0 to 3 each. %(count)s rating is in; you see it once yours is.",
        "%(items)s items, 0 to 3 each. %(count)s ratings are in; you see them once yours is.",
        ratings.handed_in,
    ) % {"items": items, "count": ratings.handed_in}
    if not ratings.handed_in:
        reason = _("%(items)s items, 0 to 3 each. You are the first to rate.") % {"items": items}
    return Step(_("Rate %(name)s") % {"name": name}, reason, "rating", _("Start"))


def _after_condition(app: Application, name: str) -> Step:
    return Step(
        _("%(condition)s: once this is done, decide.") % {"condition": condition_name(app)},
        _("%(name)s was told what comes first. The application stays open.") % {"name": name},
        look="calm",
    )


def _for_raters(ratings: Ratings, standing: Standing) -> Step:
    wanted = standing.raters_wanted
    title = ngettext("This waits for one more rating.", "This waits for %(n)s ratings.", wanted) % {
        "n": wanted
    }
    return Step(title, ratings.barred or _("Yours is in. Others rate now."), look="calm")


def _to_decide(standing: Standing, name: str) -> Step:
    if standing.open_steps:
        return Step(
            _("This waits for a step that you asked for."),
            _("Note what came of it, or decide without it and say why."),
            "steps",
            _("See the steps"),
        )
    if standing.gates.failed:
        return Step(
            _("Decide on %(name)s") % {"name": name},
            _("A gate does not hold, so %(name)s cannot be approved now.") % {"name": name},
            "gates",
            _("See the gates"),
        )
    if standing.gates.unknown:
        count = len(standing.gates.unknown)
        reason = ngettext(
            "One gate is not known yet; it must hold before an approval.",
            "%(n)s gates are not known yet; they must hold before an approval.",
            count,
        )
        return Step(_("Check the gates"), reason % {"n": count}, "gates", _("See the gates"))
    return Step(
        _("Decide on %(name)s") % {"name": name},
        _("Everything that was asked for is in. The verdict shows its sum."),
        "verdict",
        _("See the verdict"),
    )
