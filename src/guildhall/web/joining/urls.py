"""Addresses of coming into a program."""

from django.urls import path

from guildhall.web.joining import application, join, nominations, offers, place, wishes

OFFER = "offers/<int:cohort_id>/<slug:side>/"
ENROLLMENT = "enrollments/<int:pk>/"
JOIN = "join/<str:token>/"
urlpatterns = [
    path("offers/", offers.offers, name="offers"),
    path(OFFER, offers.offer, name="offer"),
    path(f"{OFFER}application/", offers.start, name="offer_application"),
    path(JOIN, join.join, name="join"),
    path(f"{JOIN}membership/", join.membership, name="join_membership"),
    path(f"{JOIN}application/", join.start, name="join_application"),
    path(ENROLLMENT, place.place, name="enrollment"),
    path(f"{ENROLLMENT}application/", application.edit, name="application"),
    path(f"{ENROLLMENT}review/", application.review, name="application_review"),
    path(f"{ENROLLMENT}submission/", application.submit, name="application_submission"),
    path(f"{ENROLLMENT}withdrawal/", place.leave, name="enrollment_withdrawal"),
    path(f"{ENROLLMENT}wishes/", wishes.wishes, name="wishes"),
    path(f"{ENROLLMENT}wishes/withdrawal/", wishes.withdraw, name="wishes_withdrawal"),
    path(f"{ENROLLMENT}places/", place.places, name="enrollment_places"),
    path("prerequisites/<int:pk>/state/", place.prerequisite, name="prerequisite_state"),
    path("answers/<int:pk>/file/", place.answer_file, name="answer_file"),
    path("nominations/<int:pk>/", nominations.nomination, name="nomination"),
    path("nominations/<int:pk>/answer/", nominations.answer, name="nomination_answer"),
    path(f"{OFFER}nominations/", nominations.nominate_somebody, name="nominations"),
]
