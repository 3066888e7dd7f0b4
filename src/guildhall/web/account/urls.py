"""Addresses of one's own address."""

from django.urls import path

from guildhall.web.account.addresses import (
    address_confirmation,
    address_request,
    address_withdrawal,
)

urlpatterns = [
    path("address/<str:token>/", address_confirmation, name="address_confirmation"),
    path("address-requests/<int:pk>/", address_request, name="address_request"),
    path("address-requests/<int:pk>/withdrawal/", address_withdrawal, name="address_withdrawal"),
]
