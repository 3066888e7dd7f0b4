"""What conversations tell people: that something waits. No mail carries the words."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from guildhall.notify.kinds import Kind, declare_kind

POST_WAITS = declare_kind(
    Kind(
        key="conversations.post_waits",
        label=_("A message waits for you"),
        purpose=_("somebody whom you are paired with wrote to you"),
        texts_file=Path(__file__).parent / "texts" / "post_waits.toml",
        placeholders={"partner": _("Gwen Castellan")},
        can_unsubscribe=True,
        room_label=_("Pairs"),
    )
)
