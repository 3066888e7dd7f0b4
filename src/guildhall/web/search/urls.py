"""Address of search."""

from django.urls import path

from guildhall.web.search.page import search

urlpatterns = [path("search/", search, name="search")]
