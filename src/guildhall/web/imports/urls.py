"""Addresses of the imports."""

from django.urls import path

from guildhall.web.imports.columns import import_mapping
from guildhall.web.imports.detail import import_detail, import_progress
from guildhall.web.imports.refused import import_refused
from guildhall.web.imports.saving import import_application, import_attempt, import_disposal
from guildhall.web.imports.uploads import import_list, import_new

urlpatterns = [
    path("imports/", import_list, name="imports"),
    path("imports/new/", import_new, name="import_new"),
    path("imports/<int:pk>/", import_detail, name="import"),
    path("imports/<int:pk>/mapping/", import_mapping, name="import_mapping"),
    path("imports/<int:pk>/progress/", import_progress, name="import_progress"),
    path("imports/<int:pk>/application/", import_application, name="import_application"),
    path("imports/<int:pk>/attempt/", import_attempt, name="import_attempt"),
    path("imports/<int:pk>/disposal/", import_disposal, name="import_disposal"),
    path("imports/<int:pk>/refused.csv", import_refused, name="import_refused"),
]
