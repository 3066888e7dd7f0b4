"""Addresses of people and of one's own profile."""

from django.urls import path

from guildhall.web.people import (
    list_page,
    memberships,
    new,
    own_profile,
    record,
    record_edit,
)

PERSON = "people/<int:pk>/"
MEMBERSHIP = f"{PERSON}memberships/<int:membership_pk>/"
urlpatterns = [
    path("people/", list_page.people, name="people"),
    path("people/export.csv", list_page.export, name="people_export"),
    path("people/new/", new.person_new, name="person_new"),
    path(PERSON, record.person, name="person"),
    path(f"{PERSON}record/", record_edit.person_record, name="person_record"),
    path(f"{MEMBERSHIP}end/", memberships.membership_end, name="membership_end"),
    path(f"{MEMBERSHIP}roles/", memberships.roles, name="person_roles"),
    path(f"{PERSON}roles/<int:grant_pk>/end/", memberships.role_end, name="person_role_end"),
    path("profile/", own_profile.profile, name="profile"),
    path("profile/pause/", own_profile.pause, name="profile_pause"),
    path("profile/resumption/", own_profile.resumption, name="profile_resumption"),
]
