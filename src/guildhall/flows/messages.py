"""What flows tell people."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from guildhall.notify.kinds import Kind, declare_kind

TEXTS = Path(__file__).parent / "texts"

INVITATION = declare_kind(
    Kind(
        key="flows.invitation",
        label=_("Invitation into the organization"),
        purpose=_("somebody there entered your address"),
        texts_file=TEXTS / "invitation.toml",
        placeholders={
            "inviter": _("Maren Okafor"),
            "as_role": _("as program coordinator"),
            "until": _("December 1"),
        },
        can_unsubscribe=False,
        always_because=_("it was asked for once, and only once"),
        room_label=_("Joining"),
    )
)
