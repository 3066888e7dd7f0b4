"""Addresses of standards."""

from django.urls import path

from guildhall.web.standards.choosing import standards_packs
from guildhall.web.standards.dossier import standards_dossier
from guildhall.web.standards.recording import attestation_file, standards_fact
from guildhall.web.standards.standards import standards, standards_rule

HERE = "programs/<int:pk>/standards/"

urlpatterns = [
    path(HERE, standards, name="standards"),
    path(f"{HERE}packs/", standards_packs, name="standards_packs"),
    path(f"{HERE}dossier.pdf", standards_dossier, name="standards_dossier"),
    path(f"{HERE}facts/<slug:fact>/", standards_fact, name="standards_fact"),
    path(f"{HERE}<slug:pack>/<slug:rule>/", standards_rule, name="standards_rule"),
    path("attestations/<int:pk>/file/", attestation_file, name="attestation_file"),
]
