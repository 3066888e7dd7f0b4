"""Addresses of preceptors, certificates and backups."""

from django.urls import path

from guildhall.web.preceptors.backups import backup, backup_end, pair_backup
from guildhall.web.preceptors.board import preceptor_new, preceptors
from guildhall.web.preceptors.certificates import certificate_check, certificate_paper
from guildhall.web.preceptors.moves import (
    certificate_revocation,
    preceptor_certification,
    preceptor_reinstatement,
    preceptor_retirement,
    preceptor_suspension,
)
from guildhall.web.preceptors.standing import (
    my_standing,
    preceptor,
    preceptor_recognition,
    preceptor_renewal,
    preceptor_training,
)

ONE = "preceptors/<int:pk>/"
urlpatterns = [
    path("preceptors/", preceptors, name="preceptors"),
    path("preceptors/new/", preceptor_new, name="preceptor_new"),
    path(ONE, preceptor, name="preceptor"),
    path(f"{ONE}training/", preceptor_training, name="preceptor_training"),
    path(f"{ONE}certification/", preceptor_certification, name="preceptor_certification"),
    path(f"{ONE}renewal/", preceptor_renewal, name="preceptor_renewal"),
    path(f"{ONE}suspension/", preceptor_suspension, name="preceptor_suspension"),
    path(f"{ONE}reinstatement/", preceptor_reinstatement, name="preceptor_reinstatement"),
    path(f"{ONE}retirement/", preceptor_retirement, name="preceptor_retirement"),
    path(f"{ONE}recognition/", preceptor_recognition, name="preceptor_recognition"),
    path("my-standing/", my_standing, name="my_standing"),
    path("certificates/<int:pk>/paper/", certificate_paper, name="certificate_paper"),
    path(
        "certificates/<int:pk>/revocation/", certificate_revocation, name="certificate_revocation"
    ),
    path("verify/<str:code>/", certificate_check, name="certificate_check"),
    path("relationships/<int:pk>/backup/", pair_backup, name="pair_backup"),
    path("backups/<int:pk>/", backup, name="backup"),
    path("backups/<int:pk>/end/", backup_end, name="backup_end"),
]
