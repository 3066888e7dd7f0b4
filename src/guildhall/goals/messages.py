"""What goals tell people: that feedback is wanted. No mail names what about."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from guildhall.notify.kinds import Kind, declare_kind

FEEDBACK_WANTED = declare_kind(
    Kind(
        key="goals.feedback_wanted",
        label=_("Somebody asks for your feedback"),
        purpose=_("somebody whom you are paired with asked you"),
        texts_file=Path(__file__).parent / "texts" / "feedback_wanted.toml",
        placeholders={"partner": _("Noor Haddad")},
        can_unsubscribe=True,
        room_label=_("Pairs"),
    )
)
