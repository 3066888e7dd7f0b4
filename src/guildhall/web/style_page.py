"""The living style page: every component in every state, in both themes."""

import datetime as dt
from dataclasses import dataclass

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from guildhall.web.shared.request import For, HallRequest, page

DAY = dt.date(2026, 11, 16)
FITS = [(40, 0), (45, 1), (50, 2), (55, 9), (60, 6), (65, 17), (70, 22), (75, 30), (80, 24)]
HUES = ("amber", "lake", "brick", "plum")
TOKENS = [
    *["paper", "surface", "sunken", "ink", "ink-2", "ink-3", "line", "control"],
    *["brand", "brand-tint", "hall", "glow"],
    *[
        f"{hue}{kind}"
        for hue in ("amber", "lake", "brick", "plum")
        for kind in ("", "-ink", "-tint")
    ],
    *[f"level-{level}" for level in range(1, 6)],
]
PARTS = ("ground", "steps", "buttons", "states", "people", "forms", "lists", "studio", "charts")


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Name"), help_text=_("As colleagues say it."))
    seats = forms.IntegerField(label=_("People I can guide"), min_value=0)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("formal", _("Formal mentoring")), ("circle", _("Circle"))],
        required=False,
    )
    hope = forms.CharField(label=_("What I hope for"), widget=forms.Textarea, required=False)
    rhythm = forms.ChoiceField(
        label=_("How often"),
        choices=[("2", _("Every two weeks")), ("4", _("Once a month"))],
        widget=forms.RadioSelect,
    )
    days = forms.MultipleChoiceField(
        label=_("Free days"),
        choices=[("tue", _("Tuesday")), ("thu", _("Thursday"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    is_paused = forms.BooleanField(label=_("Pause new matches"), required=False)
    file = forms.FileField(label=_("Your spreadsheet"), required=False)


@dataclass(frozen=True)
class Sheet:
    """The page once in one theme; the prefix keeps ids apart."""

    theme: str
    name: object
    form: SampleForm
    wrong_form: SampleForm
    drop_form: SampleForm


def sheets() -> list[Sheet]:
    return [
        Sheet(
            theme=theme,
            name=name,
            form=SampleForm(prefix=theme, initial={"name": "Gwen Castellan", "rhythm": "2"}),
            wrong_form=SampleForm({f"wrong-{theme}-seats": "-1"}, prefix=f"wrong-{theme}"),
            drop_form=SampleForm(prefix=f"drop-{theme}"),
        )
        for theme, name in (("light", _("Light")), ("dark", _("Dark")))
    ]


def middle_page() -> Page[int]:
    return Paginator(range(90), 30).page(2)


@page(For.STAFF)
def style_page(request: HallRequest) -> HttpResponse:
    """Shows nobody's data; for those who run programs and for those who build them."""
    context = {
        "breadcrumb": [(_("Settings"), "/settings/"), (_("Style"), None)],
        "sheets": sheets(),
        "parts": [f"style/{part}.html" for part in PARTS],
        "tokens": TOKENS,
        "fits": FITS,
        "day": DAY,
        "soon": DAY + dt.timedelta(days=9),
        "start": DAY - dt.timedelta(days=80),
        "meetings": [DAY - dt.timedelta(days=days) for days in (75, 60, 47, 38, 24, 11)],
        "counts": {"person": 7, "nudge": 38, "early": 19, "paused": 5, "track": 131},
        "states": ("track", "nudge", "person", "early", "paused", "short", "neutral"),
        "middle_page": middle_page(),
    }
    return render(request, "style/page.html", context)
