"""Addresses of passports and what stands in them."""

from django.urls import path

from guildhall.web.passports.asking import observation_ask, passport_asks
from guildhall.web.passports.copies import passport_copy, passport_copy_check
from guildhall.web.passports.evidence import evidence_file, evidence_removal, passport_evidence
from guildhall.web.passports.lists import passports, preceptees
from guildhall.web.passports.observing import observation, passport_observations
from guildhall.web.passports.passport import (
    passport,
    passport_competency,
    relationship_passport,
)
from guildhall.web.passports.rating import passport_rounds, rating_round

urlpatterns = [
    path("passports/", passports, name="passports"),
    path("preceptees/", preceptees, name="preceptees"),
    path("passports/<int:pk>/", passport, name="passport"),
    path(
        "passports/<int:pk>/competencies/<int:competency_pk>/",
        passport_competency,
        name="passport_competency",
    ),
    path("passports/<int:pk>/observations/", passport_observations, name="passport_observations"),
    path("passports/<int:pk>/observation-asks/", passport_asks, name="passport_asks"),
    path("passports/<int:pk>/rating-rounds/", passport_rounds, name="passport_rounds"),
    path("passports/<int:pk>/copy/", passport_copy, name="passport_copy"),
    path("passport-copies/<slug:code>/", passport_copy_check, name="passport_copy_check"),
    path("passports/<int:pk>/evidence/", passport_evidence, name="passport_evidence"),
    path("observations/<int:pk>/", observation, name="observation"),
    path("observation-asks/<int:pk>/", observation_ask, name="observation_ask"),
    path("rating-rounds/<int:pk>/", rating_round, name="rating_round"),
    path("evidence/<int:pk>/", evidence_file, name="evidence_file"),
    path("evidence/<int:pk>/removal/", evidence_removal, name="evidence_removal"),
    path("relationships/<int:pk>/passport/", relationship_passport, name="relationship_passport"),
]
