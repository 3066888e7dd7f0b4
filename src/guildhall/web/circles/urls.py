"""Addresses of circles and their seats."""

from django.urls import path

from guildhall.web.circles.circle import circle, facilitator, seat, settings
from guildhall.web.circles.circles import circles, new
from guildhall.web.circles.remembered import circle_remembered
from guildhall.web.circles.seats import answer, leaving, seats, withdrawal

urlpatterns = [
    path("circles/", circles, name="circles"),
    path("circles/new/", new, name="circle_new"),
    path("circles/<int:pk>/", circle, name="circle"),
    path("circles/<int:pk>/seat/", seat, name="circle_seat"),
    path("circles/<int:pk>/settings/", settings, name="circle_settings"),
    path("circles/<int:pk>/facilitator/", facilitator, name="circle_facilitator"),
    path("seat-requests/<int:pk>/answer/", answer, name="seat_request_answer"),
    path("seat-requests/<int:pk>/withdrawal/", withdrawal, name="seat_request_withdrawal"),
    path("relationships/<int:pk>/seats/", seats, name="relationship_seats"),
    path("relationships/<int:pk>/leaving/", leaving, name="relationship_leaving"),
    path("relationships/<int:pk>/remembered/", circle_remembered, name="circle_remembered"),
]
