"""Addresses of coming in."""

from django.urls import path

from guildhall.web.welcome.demo_doors import demo_door, demo_doors
from guildhall.web.welcome.invitations import invitation
from guildhall.web.welcome.newcomer import newcomer
from guildhall.web.welcome.records import own_records, record_answer

urlpatterns = [
    path("welcome/", newcomer, name="newcomer"),
    path("welcome/records/", own_records, name="own_records"),
    path("welcome/records/<int:pk>/", record_answer, name="record_answer"),
    path("invitation/<str:token>/", invitation, name="invitation"),
    path("demo/", demo_doors, name="demo_doors"),
    path("demo/door/<int:account_id>/", demo_door, name="demo_door"),
]
