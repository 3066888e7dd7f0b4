"""Addresses of skills, shift notes, weeks and cover."""

from django.urls import path

from guildhall.web.instruction.covers import (
    cover,
    cover_acceptance,
    cover_ending,
    cover_refusal,
    pair_cover,
)
from guildhall.web.instruction.notes import shift_note, shift_notes
from guildhall.web.instruction.skills import skill, skills, try_confirmation, try_removal
from guildhall.web.instruction.weeks import (
    learning_week,
    learning_week_agreement,
    learning_week_focus,
    learning_week_sharing,
    shared_learning_weeks,
)

PAIR = "relationships/<int:pk>"
WEEK = f"{PAIR}/weeks/<str:day>"

urlpatterns = [
    path(f"{PAIR}/skills/", skills, name="skills"),
    path(f"{PAIR}/skills/<slug:key>/", skill, name="skill"),
    path("tries/<int:pk>/confirmation/", try_confirmation, name="try_confirmation"),
    path("tries/<int:pk>/removal/", try_removal, name="try_removal"),
    path(f"{PAIR}/shift-notes/", shift_notes, name="shift_notes"),
    path(f"{PAIR}/shift-notes/<str:day>/", shift_note, name="shift_note"),
    path(f"{WEEK}/", learning_week, name="learning_week"),
    path(f"{WEEK}/sharing/", learning_week_sharing, name="learning_week_sharing"),
    path(f"{WEEK}/focus/", learning_week_focus, name="learning_week_focus"),
    path(f"{WEEK}/agreement/", learning_week_agreement, name="learning_week_agreement"),
    path("shared-weeks/", shared_learning_weeks, name="shared_learning_weeks"),
    path(f"{PAIR}/cover/", pair_cover, name="pair_cover"),
    path("covers/<int:pk>/", cover, name="cover"),
    path("covers/<int:pk>/acceptance/", cover_acceptance, name="cover_acceptance"),
    path("covers/<int:pk>/refusal/", cover_refusal, name="cover_refusal"),
    path("covers/<int:pk>/ending/", cover_ending, name="cover_ending"),
]
