"""Addresses of consults."""

from django.urls import path

from guildhall.web.consults.consults import (
    consult,
    consult_end,
    consults,
    senior_end,
    senior_guides,
)

urlpatterns = [
    path("consults/", consults, name="consults"),
    path("consults/<str:code>/", consult, name="consult"),
    path("consults/<str:code>/end/", consult_end, name="consult_end"),
    path("senior-guides/", senior_guides, name="senior_guides"),
    path("senior-guides/<int:pk>/end/", senior_end, name="senior_end"),
]
