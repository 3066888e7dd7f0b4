"""Addresses of programs and cohorts."""

from django.urls import path

from guildhall.web.programs import (
    cohort,
    cohort_form,
    links,
    members,
    new,
    partners,
    program,
    programs,
    questions,
    roles,
    settings,
)

PROGRAM = "programs/<int:pk>/"
COHORT = "cohorts/<int:pk>/"
QUESTION = "questions/<int:pk>/"
urlpatterns = [
    path("programs/", programs.programs, name="programs"),
    path("programs/new/", new.templates, name="program_new"),
    path("programs/new/<slug:key>/", new.details, name="program_details"),
    path("programs/new/<slug:key>/preview/", new.preview, name="program_preview"),
    path("programs/new/<slug:key>/program/", new.create, name="program_creation"),
    path(PROGRAM, program.program, name="program"),
    path(f"{PROGRAM}settings/", settings.edit, name="program_settings"),
    path(f"{PROGRAM}partners/", partners.partners, name="program_partners"),
    path(f"{PROGRAM}partners/new/", partners.add, name="program_partner_new"),
    path(f"{PROGRAM}partners/invitation/", partners.invite, name="program_partner_invitation"),
    path(
        f"{PROGRAM}partners/<int:organization>/removal/",
        partners.remove,
        name="program_partner_removal",
    ),
    path(f"{PROGRAM}copy/", program.copy, name="program_copy"),
    path(f"{PROGRAM}archive/", program.archive, name="program_archive"),
    path(f"{PROGRAM}restoration/", program.restore, name="program_restoration"),
    path(f"{PROGRAM}roles/", roles.add, name="program_roles"),
    path("program-roles/<int:pk>/end/", roles.end, name="program_role_end"),
    path(f"{PROGRAM}questions/<slug:side>/", questions.questions, name="program_questions"),
    path(f"{PROGRAM}questions/<slug:side>/new/", questions.new, name="question_new"),
    path(QUESTION, questions.edit, name="question"),
    path(f"{QUESTION}position/", questions.move, name="question_position"),
    path(f"{QUESTION}retirement/", questions.retire, name="question_retirement"),
    path(f"{PROGRAM}cohorts/", cohort_form.new, name="cohort_new"),
    path(COHORT, cohort.cohort, name="cohort"),
    path(f"{COHORT}settings/", cohort_form.edit, name="cohort_settings"),
    path(f"{COHORT}archive/", cohort.archive, name="cohort_archive"),
    path(f"{COHORT}restoration/", cohort.restore, name="cohort_restoration"),
    path(f"{COHORT}invitations/", members.invite, name="cohort_invitations"),
    path(f"{COHORT}members/", members.members, name="cohort_members"),
    path(f"{COHORT}proposals/", members.proposals, name="cohort_proposals"),
    path(f"{COHORT}links/", links.links, name="join_links"),
    path("join-links/<int:pk>/code.svg", links.code, name="join_link_code"),
    path("join-links/<int:pk>/closure/", links.close, name="join_link_closure"),
]
