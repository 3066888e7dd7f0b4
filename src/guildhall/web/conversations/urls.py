"""Addresses of what a pair writes."""

from django.urls import path

from guildhall.web.conversations.notes import note, notes, removal
from guildhall.web.conversations.posts import attachment, posts, retraction

urlpatterns = [
    path("relationships/<int:pk>/notes/", notes, name="relationship_notes"),
    path("relationships/<int:pk>/messages/", posts, name="relationship_messages"),
    path("notes/<int:pk>/", note, name="note"),
    path("notes/<int:pk>/removal/", removal, name="note_removal"),
    path("attachments/<int:pk>/", attachment, name="attachment"),
    path("posts/<int:pk>/retraction/", retraction, name="post_retraction"),
]
