"""Addresses of sign-offs and the gate."""

from django.urls import path

from guildhall.web.signing.asking import (
    sign_off_link,
    sign_off_new,
    sign_off_refusal,
    sign_off_request,
    sign_off_request_code,
    sign_off_request_removal,
)
from guildhall.web.signing.by_link import sign_by_link, sign_code, sign_outcome
from guildhall.web.signing.gate import (
    gate,
    gate_incident,
    gate_person,
    gate_search,
    incident,
    incidents,
    ward_card,
)
from guildhall.web.signing.keeping import (
    assessor_end,
    assessors,
    own_ward_card,
    ward_card_code,
    ward_card_end,
)
from guildhall.web.signing.sign_offs import (
    sign_off,
    sign_off_contest,
    sign_off_look,
    sign_off_review,
    sign_off_settlement,
    sign_off_withdrawal,
    sign_offs,
)

REQUEST = "sign-offs/requests/<int:pk>/"

urlpatterns = [
    path("passports/<int:pk>/sign-offs/new/", sign_off_new, name="sign_off_new"),
    path("sign-offs/", sign_offs, name="sign_offs"),
    path("sign-offs/review/", sign_off_review, name="sign_off_review"),
    path("sign-offs/review/<int:pk>/look/", sign_off_look, name="sign_off_look"),
    path(REQUEST, sign_off_request, name="sign_off_request"),
    path(f"{REQUEST}refusal/", sign_off_refusal, name="sign_off_refusal"),
    path(f"{REQUEST}link/", sign_off_link, name="sign_off_link"),
    path(f"{REQUEST}removal/", sign_off_request_removal, name="sign_off_request_removal"),
    path(f"{REQUEST}code.svg", sign_off_request_code, name="sign_off_request_code"),
    path("sign-offs/<int:pk>/", sign_off, name="sign_off"),
    path("sign-offs/<int:pk>/contest/", sign_off_contest, name="sign_off_contest"),
    path("sign-offs/<int:pk>/withdrawal/", sign_off_withdrawal, name="sign_off_withdrawal"),
    path("sign-offs/<int:pk>/settlement/", sign_off_settlement, name="sign_off_settlement"),
    path("sign/<str:secret>/", sign_by_link, name="sign_by_link"),
    path("sign/<str:secret>/code/", sign_code, name="sign_code"),
    path("sign/<str:secret>/outcome/", sign_outcome, name="sign_outcome"),
    path("gate/", gate_search, name="gate_search"),
    path("gate/card/<str:secret>/", ward_card, name="ward_card"),
    path("gate/<int:pk>/", gate_person, name="gate_person"),
    path("gate/<int:pk>/<slug:key>/", gate, name="gate"),
    path("gate/<int:pk>/<slug:key>/incident/", gate_incident, name="gate_incident"),
    path("passports/<int:pk>/ward-card/", own_ward_card, name="own_ward_card"),
    path("passports/<int:pk>/ward-card/code.svg", ward_card_code, name="ward_card_code"),
    path("ward-cards/<int:pk>/end/", ward_card_end, name="ward_card_end"),
    path("incidents/", incidents, name="incidents"),
    path("incidents/<int:pk>/", incident, name="incident"),
    path("settings/organization/<int:pk>/assessors/", assessors, name="assessors"),
    path("assessors/<int:pk>/end/", assessor_end, name="assessor_end"),
]
