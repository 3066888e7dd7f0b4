"""Shapes of stories."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guildhall.directory.models import Organization
from guildhall.mentoring.actions.stories import StoryDraft, Told
from guildhall.mentoring.actions.wisdom_rows import LONGEST_LINE, LONGEST_TEXT
from guildhall.mentoring.models import Story
from guildhall.mentoring.queries.stories import PairChoice
from guildhall.mentoring.vocabulary import challenge_words
from guildhall.mentoring.wisdom_states import Audience
from guildhall.programs.models import Program
from guildhall.relationships.models import Relationship


class FindForm(forms.Form):
    """Finding a story again."""

    q = forms.CharField(label=gettext_lazy("Words"), max_length=100, required=False)
    about = forms.ChoiceField(label=gettext_lazy("Challenge"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = [(word.key, _(word.name)) for word in challenge_words()]
        choices = [("", _("Every challenge")), *words]
        self.fields["about"].choices = choices  # type: ignore[attr-defined]


class StoryForm(forms.Form):
    """A story; only its title is needed while it is a draft."""

    title = forms.CharField(label=gettext_lazy("In a line"), max_length=LONGEST_LINE)
    happened = forms.CharField(
        label=gettext_lazy("What happened"),
        help_text=gettext_lazy("A failure teaches as much as a success. Leave out names."),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    now = forms.CharField(
        label=gettext_lazy("What I would do now"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    keys = forms.MultipleChoiceField(
        label=gettext_lazy("Challenges that it speaks to"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    challenge = forms.CharField(
        label=gettext_lazy("Another challenge, in your own words"),
        max_length=LONGEST_LINE,
        required=False,
    )
    house = forms.ChoiceField(label=gettext_lazy("Which organization does it belong to?"))

    def __init__(self, *args: Any, houses: Sequence[Organization] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = [(word.key, _(word.name)) for word in challenge_words()]
        self.fields["keys"].choices = words  # type: ignore[attr-defined]
        self._houses = {str(row.pk): row for row in houses}
        if len(houses) > 1:
            choices = [(key, row.name) for key, row in self._houses.items()]
            self.fields["house"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["house"]

    @property
    def organization(self) -> Organization:
        """The organization that it belongs to."""
        chosen = self.cleaned_data.get("house") or next(iter(self._houses))
        return self._houses[chosen]

    def draft(self) -> StoryDraft:
        """What the action takes."""
        data = self.cleaned_data
        return StoryDraft(
            title=data["title"],
            challenge=data["challenge"],
            happened=data["happened"],
            now=data["now"],
            keys=tuple(data["keys"]),
        )


def initial_of(story: Story) -> dict[str, Any]:
    """A story as its form shows it."""
    return {
        "title": story.title,
        "challenge": story.challenge,
        "happened": story.happened,
        "now": story.now,
        "keys": [key for key in story.keys.split(",") if key],
    }


class AudienceForm(forms.Form):
    """To whom; a value is "pair:12", "program:3" or "everyone"."""

    to = forms.ChoiceField(label=gettext_lazy("Who may read it?"), widget=forms.RadioSelect)

    def __init__(
        self,
        *args: Any,
        story: Story,
        pairs: Sequence[PairChoice],
        programs: Sequence[Program],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._programs = {row.pk: row for row in programs}
        home = story.origin.relationship_id if story.origin else None
        if story.is_lesson:
            pairs = [pair for pair in pairs if pair.pk == home]
        choices = [
            *((f"pair:{pair.pk}", _("Only %(names)s") % {"names": pair.name}) for pair in pairs),
            *(
                (f"program:{row.pk}", _("Everybody in %(name)s") % {"name": row.name})
                for row in programs
            ),
            ("everyone", _("Everybody at %(name)s") % {"name": story.organization.name}),
        ]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]

    @property
    def words(self) -> str:
        """The choice, as its label says it."""
        choices = dict(self.fields["to"].choices)  # type: ignore[attr-defined]
        return str(choices[self.cleaned_data["to"]])

    def told(self) -> Told:
        """What the action takes."""
        kind, _colon, number = self.cleaned_data["to"].partition(":")
        if kind == "pair":
            pair = Relationship.objects.get(pk=int(number))
            return Told(Audience.PAIR, relationship=pair)
        if kind == "program":
            return Told(Audience.PROGRAM, program=self._programs[int(number)])
        return Told(Audience.EVERYONE)
