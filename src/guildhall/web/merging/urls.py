"""Addresses of merging."""

from django.urls import path

from guildhall.web.merging.choosing import person_merge
from guildhall.web.merging.comparing import person_merge_with

urlpatterns = [
    path("people/<int:pk>/merge/", person_merge, name="person_merge"),
    path("people/<int:pk>/merge/<int:other>/", person_merge_with, name="person_merge_with"),
]
