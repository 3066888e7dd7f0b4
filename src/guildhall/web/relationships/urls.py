"""Addresses of pairs."""

from django.urls import path

from guildhall.web.relationships.answers import acceptance, refusal
from guildhall.web.relationships.course import closure, pause, resumption
from guildhall.web.relationships.lists import relationships
from guildhall.web.relationships.relationship import relationship
from guildhall.web.relationships.steps import step

urlpatterns = [
    path("relationships/", relationships, name="relationships"),
    path("relationships/<int:pk>/", relationship, name="relationship"),
    path("relationships/<int:pk>/acceptance/", acceptance, name="relationship_acceptance"),
    path("relationships/<int:pk>/refusal/", refusal, name="relationship_refusal"),
    path("relationships/<int:pk>/steps/<int:step_pk>/", step, name="relationship_step"),
    path("relationships/<int:pk>/closure/", closure, name="relationship_closure"),
    path("relationships/<int:pk>/pause/", pause, name="relationship_pause"),
    path("relationships/<int:pk>/resumption/", resumption, name="relationship_resumption"),
]
