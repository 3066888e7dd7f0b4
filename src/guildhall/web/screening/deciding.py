"""What can be decided now, and what each choice does, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from guildhall.core.words import with_article
from guildhall.programs.actions.screening_decision import approval_bars, default_words
from guildhall.programs.queries.screening_application import Application
from guildhall.programs.screening_states import Outcome
from guildhall.programs.screening_verdict import is_against_band, needs_reason
from guildhall.web.screening.forms import DecisionForm

ICONS = {Outcome.APPROVE: "check", Outcome.CONDITIONAL: "clock", Outcome.DECLINE: "x"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One decision: its button, why it cannot be taken, what happens, its form."""

    outcome: Outcome
    label: str
    title: str
    effect: str
    bar: str
    read: str
    against: str
    needs_reason: bool
    look: str
    form: DecisionForm

    @property
    def icon(self) -> str:
        """Its sign."""
        return ICONS[self.outcome]


def choices_for(app: Application, failed: DecisionForm | None = None) -> list[Choice]:
    """The decisions that the rubric knows, least wanted first, the suggested one as primary."""
    outcomes = [Outcome.DECLINE, Outcome.CONDITIONAL, Outcome.APPROVE]
    standing = app.standing
    if standing is None:
        return []
    if not default_words(app.rubric, Outcome.CONDITIONAL) or standing.after_condition:
        outcomes.remove(Outcome.CONDITIONAL)
    return [_choice(app, outcome, failed) for outcome in outcomes]


def _choice(app: Application, outcome: Outcome, failed: DecisionForm | None) -> Choice:
    standing = app.standing
    assert standing is not None
    name = app.enrollment.person.given_name
    is_failed = failed is not None and failed.data.get("outcome") == outcome
    form = failed if is_failed and failed else _form(outcome)
    must = needs_reason(outcome, standing)
    form.fields["reason"].required = must
    bar = "" if outcome == Outcome.DECLINE else approval_bars(app.enrollment, standing)
    is_suggested = outcome == (standing.suggested or Outcome.APPROVE)
    if standing.after_condition:
        is_suggested = outcome == Outcome.APPROVE
    return Choice(
        outcome=outcome,
        label=_label(app, outcome),
        title=_title(app, outcome),
        effect=_effect(app, outcome, name),
        bar=bar,
        read=default_words(app.rubric, outcome),
        against=_against(app, outcome),
        needs_reason=must,
        look="primary" if is_suggested and not bar else "outline",
        form=form,
    )


def _form(outcome: Outcome) -> DecisionForm:
    return DecisionForm(initial={"outcome": outcome.value}, auto_id=f"{outcome.value}_%s")


def condition_name(app: Application) -> str:
    """The rubric's own name of its condition: “Co-precept first”."""
    bands = app.rubric.bands if app.rubric else ()
    return next((band.name for band in bands if band.decision == "conditional"), "")


def _label(app: Application, outcome: Outcome) -> str:
    if outcome == Outcome.CONDITIONAL:
        return condition_name(app)
    return _("Approve") if outcome == Outcome.APPROVE else _("Decline")


def _title(app: Application, outcome: Outcome) -> str:
    name = app.enrollment.person.name
    if outcome == Outcome.CONDITIONAL:
        return _("%(condition)s: %(name)s") % {"condition": condition_name(app), "name": name}
    titles = {Outcome.APPROVE: _("Approve %(name)s"), Outcome.DECLINE: _("Decline %(name)s")}
    return titles[outcome] % {"name": name}


def _effect(app: Application, outcome: Outcome, name: str) -> str:
    side = app.enrollment.cohort.program.word(app.enrollment.side)
    effects = {
        Outcome.APPROVE: _(
            "%(name)s gets one mail now, and can be matched as %(side)s from then on."
        ),
        Outcome.CONDITIONAL: _(
            "%(name)s gets one mail now. The application stays open, and you decide once this"
            " is done."
        ),
        Outcome.DECLINE: _("%(name)s gets one kind mail now, and can apply again."),
    }
    return effects[outcome] % {"name": name, "side": with_article(side)}


def _against(app: Application, outcome: Outcome) -> str:
    standing = app.standing
    assert standing is not None
    if not is_against_band(outcome, standing):
        return ""
    if standing.gates.failed or standing.workings is None or standing.workings.band is None:
        return _("This goes against the rubric. Say why; it is recorded as such.")
    return _(
        "The rubric says “%(band)s”. Say why you decide otherwise; it is recorded as such."
    ) % {"band": standing.workings.band.name}
