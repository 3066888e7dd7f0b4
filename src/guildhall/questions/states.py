"""The types of question."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class QuestionType(models.TextChoices):
    """How an answer looks. Its value is stored as JSON in the shape named in `answers.py`."""

    SHORT_TEXT = "short_text", _("Short text")
    LONG_TEXT = "long_text", _("Long text")
    CHOICE = "choice", _("One choice")
    SEVERAL_CHOICES = "several_choices", _("Several choices")
    SCALE = "scale", _("Scale")
    NUMBER = "number", _("Number")
    DATE = "date", _("Date")
    SKILLS = "skills", _("Skills")
    PEOPLE_NEVER = "people_never", _("People never to be paired with")
    AVAILABILITY = "availability", _("Weekly availability")
    FILE = "file", _("File")
