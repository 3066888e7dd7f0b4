"""Addresses of help."""

from django.urls import path

from guildhall.web.help.page import help_page, privacy

urlpatterns = [
    path("help/", help_page, name="help"),
    path("privacy/", privacy, name="privacy"),
]
