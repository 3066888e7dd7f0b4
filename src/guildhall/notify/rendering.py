"""One source, two forms: a message as plain text and as mail HTML that survives mail programs.

The HTML is a small light page with its styles inline, without images, scripts or tracking. Every
value is escaped by the template. Addresses of personal links come from whoever renders: previews
have none, and say “(personal link)” instead.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from guildhall.notify.wording import BLANK_LINES, Wording

LINK = re.compile(r"\[\[(?P<look>link|quiet):(?P<id>\d+) (?P<label>[^\[\]]*)\]\]")
BRACKETS = re.compile(r"[\[\]]")
ITEM = "- "


@dataclass(frozen=True)
class Block:
    """A part of a message: `kind` is text, items or button. A button without `url` is a preview;
    a quiet one is the other way out beside the main one."""

    kind: str
    lines: tuple[str, ...] = ()
    label: str = ""
    url: str = ""
    is_personal: bool = False
    is_quiet: bool = False


@dataclass(frozen=True)
class Footer:
    """Why somebody gets this, and how to stop it. Empty parts are left out."""

    reason: str = ""
    small_print: str = ""
    preferences_url: str = ""
    unsubscribe_url: str = ""
    always: str = ""


@dataclass(frozen=True)
class RenderedMessage:
    """A message as people get it. `blocks` serve pages that show it in their own style."""

    subject: str
    greeting: str
    blocks: tuple[Block, ...]
    footer: Footer
    text: str
    html: str


LinkAddress = Callable[[int], str]


def no_address(link_id: int) -> str:
    """Previews do not know personal links."""
    return ""


def absolute(path: str) -> str:
    """The address of a page of this installation, for use outside of it."""
    return f"{settings.GUILDHALL_BASE_URL}{path}"


def link_mark(link_id: int, label: str, *, is_quiet: bool = False) -> str:
    """Where a personal link stands in a stored body."""
    said = BRACKETS.sub("", label).strip()
    return f"[[{'quiet' if is_quiet else 'link'}:{link_id} {said}]]"


def render(
    wording: Wording,
    *,
    given_name: str,
    footer: Footer,
    path: str = "",
    link_address: LinkAddress = no_address,
) -> RenderedMessage:
    """Both forms of a wording whose placeholders are filled."""
    blocks = list(_blocks(wording.body, link_address))
    if wording.button and path:
        blocks.append(Block("button", label=wording.button, url=absolute(path)))
    greeting = _("Hello %(name)s,") % {"name": given_name} if given_name else _("Hello,")
    context = {
        "subject": wording.subject,
        "greeting": greeting,
        "blocks": blocks,
        "footer": footer,
        "home": settings.GUILDHALL_BASE_URL,
    }
    return RenderedMessage(
        subject=wording.subject,
        greeting=greeting,
        blocks=tuple(blocks),
        footer=footer,
        text=_as_text(greeting, blocks, footer),
        html=render_to_string("notify/mail.html", context),
    )


def text_blocks(body: str) -> list[Block]:
    """A text without links as its paragraphs and lists."""
    return _blocks(body, no_address)


def _blocks(body: str, link_address: LinkAddress) -> list[Block]:
    blocks: list[Block] = []
    for paragraph in BLANK_LINES.split(body.strip()):
        link = LINK.fullmatch(paragraph.strip())
        if link:
            blocks.append(
                Block(
                    "button",
                    label=link["label"],
                    url=link_address(int(link["id"])),
                    is_personal=True,
                    is_quiet=link["look"] == "quiet",
                )
            )
        else:
            blocks.extend(_lines_as_blocks(paragraph.split("\n")))
    return blocks


def _lines_as_blocks(lines: list[str]) -> list[Block]:
    """Lines that begin with “- ” are a list; the rest is text with its line breaks."""
    blocks: list[Block] = []
    for line in lines:
        kind = "items" if line.startswith(ITEM) else "text"
        said = line.removeprefix(ITEM).strip()
        if not said:
            continue
        if blocks and blocks[-1].kind == kind:
            blocks[-1] = Block(kind, (*blocks[-1].lines, said))
        else:
            blocks.append(Block(kind, (said,)))
    return blocks


def _as_text(greeting: str, blocks: list[Block], footer: Footer) -> str:
    parts = [greeting]
    for block in blocks:
        if block.kind == "button":
            parts.append(f"{block.label}:\n{block.url or _('(personal link)')}")
        elif block.kind == "items":
            parts.append("\n".join(f"- {line}" for line in block.lines))
        else:
            parts.append("\n".join(block.lines))
    below = _footer_lines(footer)
    if below:
        parts.append("-- \n" + "\n".join(below))
    return "\n\n".join(parts) + "\n"


def _footer_lines(footer: Footer) -> list[str]:
    lines = [line for line in (footer.small_print, footer.reason, footer.always) if line]
    if footer.preferences_url:
        lines.append(_("Choose what you get by mail: %(url)s") % {"url": footer.preferences_url})
    if footer.unsubscribe_url:
        lines.append(_("Stop mails of this kind: %(url)s") % {"url": footer.unsubscribe_url})
    return lines
