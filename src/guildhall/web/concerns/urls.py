"""Addresses of concerns and decisions."""

from django.urls import path

from guildhall.web.concerns.appeals import appeal_answer, concern_appeal, decision_appeal
from guildhall.web.concerns.concern import (
    concern,
    concern_lead,
    concern_reading,
    concern_sharing,
    concerns,
)
from guildhall.web.concerns.decision import relationship_decision
from guildhall.web.concerns.settling import (
    concern_escalation,
    concern_referral,
    concern_resolution,
    concern_withdrawal,
)
from guildhall.web.concerns.working import concern_plan, concern_review, relationship_concern

urlpatterns = [
    path("concerns/", concerns, name="concerns"),
    path("relationships/<int:pk>/concern/", relationship_concern, name="relationship_concern"),
    path("relationships/<int:pk>/decision/", relationship_decision, name="relationship_decision"),
    path("concerns/<int:pk>/", concern, name="concern"),
    path("concerns/<int:pk>/sharing/", concern_sharing, name="concern_sharing"),
    path("concerns/<int:pk>/reading/", concern_reading, name="concern_reading"),
    path("concerns/<int:pk>/plan/", concern_plan, name="concern_plan"),
    path("concerns/<int:pk>/review/", concern_review, name="concern_review"),
    path("concerns/<int:pk>/escalation/", concern_escalation, name="concern_escalation"),
    path("concerns/<int:pk>/lead/", concern_lead, name="concern_lead"),
    path("concerns/<int:pk>/resolution/", concern_resolution, name="concern_resolution"),
    path("concerns/<int:pk>/referral/", concern_referral, name="concern_referral"),
    path("concerns/<int:pk>/withdrawal/", concern_withdrawal, name="concern_withdrawal"),
    path("concerns/<int:pk>/appeal/", concern_appeal, name="concern_appeal"),
    path("decisions/<int:pk>/appeal/", decision_appeal, name="decision_appeal"),
    path("appeals/<int:pk>/answer/", appeal_answer, name="appeal_answer"),
]
