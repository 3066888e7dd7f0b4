"""Looking up what people type: skills of the vocabulary, and colleagues by name or address."""

from functools import cached_property

from django.db.models import Value
from django.db.models.functions import Concat, Trim
from django.utils.translation import gettext as _

from guildhall.competencies.models import Skill
from guildhall.competencies.queries.vocabulary import Vocabulary, skill_vocabulary
from guildhall.core.errors import InvalidInput
from guildhall.directory.models import Membership, Person


class Finder:
    """Looks things up for one person; what many answers need is read once.

    Colleagues are found only in the person's own organizations, and by their whole name or
    address, so that nobody can list people through it.
    """

    def __init__(self, person: Person | None = None) -> None:
        self.person = person

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return skill_vocabulary()

    @cached_property
    def _skill_keys(self) -> dict[int, str]:
        return dict(Skill.objects.values_list("pk", "key"))

    def skill_key(self, text: str) -> str | None:
        """The key of a skill by its key, its name or another spelling."""
        if text in self._skill_keys.values():
            return text
        found = self._vocabulary.find(text)
        return self._skill_keys.get(found) if found is not None else None

    def near_skills(self, text: str) -> list[str]:
        """Names of skills that the text may have meant."""
        return list(self._vocabulary.near(text))

    def person_id(self, text: str) -> int:
        """The one colleague with this whole name or e-mail address; refuses any doubt."""
        wanted = " ".join(text.split())
        own = Membership.objects.filter(person=self.person, ended_at__isnull=True)
        colleagues = Person.objects.filter(
            memberships__organization__in=own.values("organization_id"),
            memberships__ended_at__isnull=True,
            merged_into__isnull=True,
        ).distinct()
        if "@" in wanted:
            found = list(colleagues.filter(email__iexact=wanted)[:2])
        else:
            whole = Trim(Concat("given_name", Value(" "), "family_name"))
            found = list(colleagues.annotate(whole=whole).filter(whole__iexact=wanted)[:2])
        if self.person is not None and [row.pk for row in found] == [self.person.pk]:
            raise InvalidInput(_("This is you. Name somebody else, or leave it empty."))
        if not found:
            raise InvalidInput(
                _("Nobody here is called “%(text)s”. Write the whole name, or the e-mail address.")
                % {"text": wanted}
            )
        if len(found) > 1:
            raise InvalidInput(
                _("More than one person is called “%(text)s”. Write the e-mail address.")
                % {"text": wanted}
            )
        return found[0].pk
