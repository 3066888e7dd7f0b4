"""Addresses of settings. Those of notifications and message texts live with the inbox."""

from django.urls import path

from guildhall.web.settings.home import settings_home
from guildhall.web.settings.organization import organization, sites, units
from guildhall.web.settings.staff import invitations, revocation, role_end, staff

urlpatterns = [
    path("settings/", settings_home, name="settings"),
    path("settings/organization/<int:pk>/", organization, name="organization"),
    path("settings/organization/<int:pk>/sites/", sites, name="sites"),
    path("settings/organization/<int:pk>/units/", units, name="units"),
    path("settings/organization/<int:pk>/staff/", staff, name="staff"),
    path("settings/organization/<int:pk>/invitations/", invitations, name="invitations"),
    path("settings/invitations/<int:pk>/revocation/", revocation, name="invitation_revocation"),
    path("settings/roles/<int:pk>/end/", role_end, name="role_end"),
]
