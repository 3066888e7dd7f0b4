"""What conversations add to the page of a pair."""

from guildhall.conversations.models import Note, Post
from guildhall.conversations.queries.written import notes_of, unread_posts
from guildhall.relationships.states import UNDER_WAY, RelationshipState
from guildhall.web.conversations.forms import NoteForm
from guildhall.web.relationships.parts import DUE, Line, Part, PartContext, Piece, Prompt


def conversations_part(context: PartContext) -> Part:
    """Notes between the meetings, and a message that waits. Nothing for whoever is not of it."""
    row = context.relationship
    if context.you is None or row.state == RelationshipState.OFFERED:
        return Part()
    unread = unread_posts(row, actor=context.actor)
    notes = notes_of(row, actor=context.actor, most=context.most_lines)
    return Part(
        prompts=_prompts(unread, context),
        lines=tuple(_line(note, context) for note in notes),
        tools=_tools(context, len(unread)),
    )


def _prompts(unread: list[Post], context: PartContext) -> tuple[Prompt, ...]:
    if not unread or context.relationship.state not in UNDER_WAY:
        return ()
    names = sorted({post.author.given_name for post in unread})
    shown = {"names": names, "count": len(unread)}
    return (Prompt(DUE, "conversations/_waits.html", unread[0].sent_at.date(), shown),)


def _line(note: Note, context: PartContext) -> Line:
    assert context.you is not None
    by_you = note.author_id == context.you.person_id
    shown = {"note": note, "by_you": by_you}
    return Line(note.written_at, "conversations/_note.html", tab="notes", context=shown)


def _tools(context: PartContext, unread: int) -> tuple[Piece, ...]:
    form = context.refused.get("note") or NoteForm(auto_id="note-%s")
    note = Piece(20, "conversations/_note_tool.html", {"form": form})
    message = Piece(40, "conversations/_message_tool.html", {"unread": unread})
    return (note, message)
