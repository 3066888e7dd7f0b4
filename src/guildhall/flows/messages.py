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
            "until": _("Dec 1, 2026"),
        },
        can_unsubscribe=False,
        always_because=_("it was asked for once, and only once"),
        room_label=_("Joining"),
    )
)
PARTNER_INVITATION = declare_kind(
    Kind(
        key="flows.partner_invitation",
        label=_("Invitation to take part as a partner"),
        purpose=_("somebody there entered your address"),
        texts_file=TEXTS / "partner_invitation.toml",
        placeholders={
            "inviter": _("Maren Okafor"),
            "program": _("Student placements 2027"),
            "partner": _("Calder University"),
            "until": _("Dec 1, 2026"),
        },
        can_unsubscribe=False,
        always_because=_("it was asked for once, and only once"),
        room_label=_("Joining"),
    )
)
ADDRESS_ASKED = declare_kind(
    Kind(
        key="flows.address_asked",
        label=_("A new address for you"),
        purpose=_("somebody asked to change your address"),
        texts_file=TEXTS / "address_asked.toml",
        placeholders={
            "asker": _("Maren Okafor"),
            "new_address": _("noor@private.example"),
            "until": _("Dec 1, 2026"),
        },
        can_unsubscribe=False,
        always_because=_("it keeps others from reading your mail"),
        room_label=_("Joining"),
    )
)
