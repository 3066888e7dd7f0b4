"""The root of all URLs."""

from django.urls import include, path

from guildhall.config import checks

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("", include("guildhall.web.urls")),
]

__all__ = ["checks", "urlpatterns"]
