"""Addresses of the directory, of one's own offer, and of requests."""

from django.urls import path

from guildhall.web.finding.answering import acceptance, refusal, withdrawal
from guildhall.web.finding.guides import guide, guides
from guildhall.web.finding.overseen import overseen
from guildhall.web.finding.own_offer import offer_pause, offer_showing, offer_withdrawal, own_offer
from guildhall.web.finding.requests import request_page, requests
from guildhall.web.finding.starting import start

urlpatterns = [
    path("guides/", guides, name="guides"),
    path("guides/<int:pk>/", guide, name="guide"),
    path("guide-offer/", own_offer, name="own_offer"),
    path("guide-offer/pause/", offer_pause, name="own_offer_pause"),
    path("guide-offer/showing/", offer_showing, name="own_offer_showing"),
    path("guide-offer/withdrawal/", offer_withdrawal, name="own_offer_withdrawal"),
    path("requests/", requests, name="requests"),
    path("requests/new/", start, name="request_new"),
    path("requests/overseen/", overseen, name="requests_overseen"),
    path("requests/<int:pk>/", request_page, name="request"),
    path("requests/<int:pk>/acceptance/", acceptance, name="request_acceptance"),
    path("requests/<int:pk>/refusal/", refusal, name="request_refusal"),
    path("requests/<int:pk>/withdrawal/", withdrawal, name="request_withdrawal"),
]
