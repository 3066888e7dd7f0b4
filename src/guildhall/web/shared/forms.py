"""What forms of all areas share: how a day is typed, and where a refusal is shown."""

from django import forms

from guildhall.core.errors import InvalidInput

# The browser's own calendar; it wants the day as machines write it.
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def refuse(form: forms.BaseForm, error: InvalidInput) -> None:
    """Show what an action refused beside the fields that it names; all else stands on top."""
    for name, problem in (error.problems or {"": error.message}).items():
        form.add_error(name if name in form.fields else None, problem)
