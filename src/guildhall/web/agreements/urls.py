"""Addresses of expectations and agreements."""

from django.urls import path

from guildhall.web.agreements.agreement import agreement, draft, review, signature
from guildhall.web.agreements.expectations import expectations, settlement

urlpatterns = [
    path("relationships/<int:pk>/expectations/", expectations, name="expectations"),
    path(
        "relationships/<int:pk>/expectations/topics/<slug:topic>/",
        settlement,
        name="expectation_settlement",
    ),
    path("relationships/<int:pk>/agreement/", agreement, name="agreement"),
    path("relationships/<int:pk>/agreement/draft/", draft, name="agreement_draft"),
    path(
        "relationships/<int:pk>/agreement/<int:number>/signature/",
        signature,
        name="agreement_signature",
    ),
    path(
        "relationships/<int:pk>/agreement/reviews/<int:review_pk>/",
        review,
        name="agreement_review",
    ),
]
