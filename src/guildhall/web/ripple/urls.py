"""Addresses of who learned from whom."""

from django.urls import path

from guildhall.web.ripple.page import naming, ripple

urlpatterns = [
    path("ripple/", ripple, name="ripple"),
    path("ripple/name/", naming, name="ripple_name"),
]
