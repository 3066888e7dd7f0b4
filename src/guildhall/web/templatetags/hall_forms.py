"""What a form field looks like, decided once for every form."""

from typing import Any, TypedDict

from django import forms
from django.forms import BoundField
from django.forms.utils import flatatt
from django.http import QueryDict
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from guildhall.web.shared.markup import fill, joined
from guildhall.web.templatetags.hall_files import icon

OPTION = '<option value="{}">{}</option>'
OPTION_CHOSEN = '<option value="{}" selected>{}</option>'

KINDS: list[tuple[type[forms.Widget], str]] = [
    (forms.CheckboxSelectMultiple, "choices"),
    (forms.RadioSelect, "choices"),
    (forms.CheckboxInput, "check"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
]


class FieldParts(TypedDict):
    kind: str
    control: SafeString
    help_id: str
    error_id: str
    is_required: bool


def field_parts(field: BoundField) -> FieldParts:
    """`{% field_parts field as parts %}`: the control, joined to its help and its error by id."""
    widget = field.field.widget
    kind = next((name for type_, name in KINDS if isinstance(widget, type_)), "text")
    base = field.auto_id or field.html_name
    help_id, error_id = f"{base}_help", f"{base}_error"
    described = [help_id] if field.help_text else []
    attrs: dict[str, Any] = {"class": f"control control-{kind}"}
    if field.errors:
        described.append(error_id)
        attrs["aria-invalid"] = "true"
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if kind == "textarea" and widget.attrs.get("rows") == "10":
        attrs["rows"] = "4"  # ten, Django's own choice, hides the rest of a form
    own = widget.attrs.get("class")
    if own:
        attrs["class"] += f" {own}"
    # A group of choices draws its own inputs; text around them belongs to the fieldset.
    control = SafeString("")
    if type(widget) is forms.Select:
        control = _select(field, widget, attrs)
    elif kind != "choices":
        control = field.as_widget(attrs=attrs)
    return {
        "kind": kind,
        "control": control,
        "help_id": help_id,
        "error_id": error_id,
        "is_required": field.field.required,
    }


def _select(field: BoundField, widget: forms.Select, attrs: dict[str, Any]) -> SafeString:
    """What Django's template draws, at a tenth of its time; lists have five of them."""
    given = field.build_widget_attrs(attrs, widget)
    if field.auto_id:
        given.setdefault("id", widget.attrs.get("id", field.auto_id))
    chosen = set(widget.format_value(field.value()))
    options: list[SafeString] = []
    for value, words in widget.choices:
        if isinstance(words, list | tuple):
            return field.as_widget(attrs=attrs)  # groups
        key = "" if value is None else str(value)
        pattern = OPTION_CHOSEN if key in chosen else OPTION
        options.append(fill(pattern, key, words))
    return fill(
        '<select name="{}"{}>{}</select>',
        field.html_name,
        flatatt(widget.build_attrs(widget.attrs, given)),
        joined(options),
    )


def filter_field(field: BoundField, label: str = "") -> SafeString:
    """`{% filter_field form.unit %}`: one select or line of text of a filter bar, its name for
    screen readers alone. The same as a `c-field` without help or errors, at a third of its time."""
    parts = field_parts(field)
    control = parts["control"]
    if parts["kind"] == "select":
        control = fill('<span class="select-frame">{}{}</span>', control, icon("chevron-down", 18))
    return fill(
        '<div class="field"><label class="field-name visually-hidden" for="{}">{}'
        ' <span class="field-optional">{}</span></label>{}</div>',
        field.id_for_label,
        label or field.label,
        gettext("optional"),
        control,
    )


def error_lines(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Every error of a form as (id of the control, words); the form's own errors have no id."""
    lines = [("", str(error)) for error in form.non_field_errors()]
    for field in form:
        target = field.id_for_label or f"{field.auto_id}_0"  # a group has no control of its own
        lines.extend((target, f"{field.label}: {error}") for error in field.errors)
    return lines


def page_query(context: Context, number: int, name: str = "page") -> str:
    """`{% page_query 2 %}`: the address's own query with another page number."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    query[name] = str(number)
    return f"?{query.urlencode()}"
