"""Addresses that stand in mails."""

from django.urls import path

from guildhall.web.links.action import action_link, action_outcome
from guildhall.web.links.unsubscribe import subscription_again, unsubscribe

urlpatterns = [
    path("a/<str:token>/", action_link, name="action_link"),
    path("a/<str:token>/outcome/", action_outcome, name="action_outcome"),
    path("unsubscribe/<str:token>/", unsubscribe, name="unsubscribe"),
    path("unsubscribe/<str:token>/reversal/", subscription_again, name="subscription"),
]
