"""Addresses of frameworks, their versions and what is uploaded."""

from django.urls import path

from guildhall.web.frameworks import drafts, frameworks, uploads, versions

FRAMEWORK = "frameworks/<int:pk>/"
VERSION = "framework-versions/<int:pk>/"
UPLOAD = "framework-uploads/<int:pk>/"
urlpatterns = [
    path("frameworks/", frameworks.frameworks, name="frameworks"),
    path("frameworks/new/", uploads.new, name="framework_new"),
    path(FRAMEWORK, frameworks.framework, name="framework"),
    path(f"{FRAMEWORK}draft/", drafts.start, name="framework_draft"),
    path(f"{FRAMEWORK}copy/", frameworks.copy, name="framework_copy"),
    path(f"{FRAMEWORK}retirement/", frameworks.retire, name="framework_retirement"),
    path(f"{FRAMEWORK}restoration/", frameworks.restore, name="framework_restoration"),
    path(VERSION, versions.version, name="framework_version"),
    path(f"{VERSION}changes/", versions.changes, name="framework_changes"),
    path(f"{VERSION}framework.csv", versions.file, name="framework_file"),
    path(f"{VERSION}publication/", drafts.publish, name="framework_publication"),
    path(f"{VERSION}disposal/", drafts.discard, name="framework_disposal"),
    path("framework-competencies/<int:pk>/", drafts.competency, name="framework_competency"),
    path(UPLOAD, uploads.preview, name="framework_upload"),
    path(f"{UPLOAD}draft/", uploads.make, name="framework_upload_draft"),
    path(f"{UPLOAD}disposal/", uploads.discard, name="framework_upload_disposal"),
]
