"""Addresses of the inbox."""

from django.urls import path

from guildhall.web.inbox.notices import inbox, notice, reading
from guildhall.web.inbox.preferences import notification_settings

urlpatterns = [
    path("inbox/", inbox, name="inbox"),
    path("inbox/reading/", reading, name="inbox_reading"),
    path("inbox/<int:pk>/", notice, name="notice"),
    path("settings/notifications/", notification_settings, name="notification_settings"),
]
