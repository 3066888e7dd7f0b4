"""The one kind that this room sends by itself."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from guildhall.notify.kinds import Kind, declare_kind

MAIL_CHECK = declare_kind(
    Kind(
        key="notify.mail_check",
        label=_("Test mail"),
        purpose=_("you asked for it on the outbox page"),
        texts_file=Path(__file__).parent / "texts" / "mail_check.toml",
        placeholders={"sent_at": _("Nov 16, 9:00 am")},
        always_because=_("you ask for it yourself"),
        can_unsubscribe=False,
        is_for_staff=True,
        room_label=_("The installation"),
    )
)
