"""Addresses of challenges."""

from django.urls import path

from guildhall.web.challenges.challenges import (
    challenge,
    challenge_lesson,
    challenge_removal,
    challenge_report,
    challenge_state,
    challenge_words,
    challenges,
    entry_removal,
)

urlpatterns = [
    path("relationships/<int:pk>/challenges/", challenges, name="relationship_challenges"),
    path("challenges/<str:code>/", challenge, name="challenge"),
    path("challenges/<str:code>/words/", challenge_words, name="challenge_words"),
    path("challenges/<str:code>/state/", challenge_state, name="challenge_state"),
    path("challenges/<str:code>/removal/", challenge_removal, name="challenge_removal"),
    path("challenges/<str:code>/lesson/", challenge_lesson, name="challenge_lesson"),
    path("challenges/<str:code>/report/", challenge_report, name="challenge_report"),
    path("challenge-entries/<str:code>/removal/", entry_removal, name="challenge_entry_removal"),
]
