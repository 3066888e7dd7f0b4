"""Addresses of what looks beyond skills."""

from django.urls import path

from guildhall.web.reflections.reflections import (
    reflection,
    reflection_removal,
    reflection_sharing,
    reflections,
)
from guildhall.web.reflections.wellbeing import (
    check_in_removal,
    introduction,
    introductions,
    well_being,
)

urlpatterns = [
    path("reflections/", reflections, name="reflections"),
    path("reflections/<int:pk>/", reflection, name="reflection"),
    path("reflections/<int:pk>/sharing/", reflection_sharing, name="reflection_sharing"),
    path("reflections/<int:pk>/removal/", reflection_removal, name="reflection_removal"),
    path("relationships/<int:pk>/well-being/", well_being, name="relationship_well_being"),
    path("check-ins/<int:pk>/removal/", check_in_removal, name="check_in_removal"),
    path("relationships/<int:pk>/introductions/", introductions, name="relationship_introductions"),
    path("introductions/<str:code>/", introduction, name="introduction"),
]
