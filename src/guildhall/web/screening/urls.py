"""Addresses of screening."""

from django.urls import path

from guildhall.web.screening import application, decision, gates, queue, rating, steps

ONE = "screening/application/<int:pk>/"
urlpatterns = [
    path("screening/<int:pk>/", queue.queue, name="screening"),
    path(ONE, application.show, name="screening_application"),
    path(f"{ONE}gates/", gates.save, name="screening_gates"),
    path(f"{ONE}rating/", rating.save, name="screening_rating"),
    path(f"{ONE}steps/<slug:step>/", steps.save, name="screening_step"),
    path(f"{ONE}decision/", decision.decide, name="screening_decision"),
    path(f"{ONE}reopening/", decision.reopen, name="screening_reopening"),
]
