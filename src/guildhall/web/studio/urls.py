"""Addresses of the matching studio."""

from django.urls import path

from guildhall.web.studio.lists import round_changes, round_unmatched
from guildhall.web.studio.messages import round_messages, round_wording_default
from guildhall.web.studio.page import studio
from guildhall.web.studio.publication import publication
from guildhall.web.studio.rounds import (
    round_archival,
    round_copies,
    round_export,
    round_progress,
    round_solution,
    round_undo,
    rounds,
)
from guildhall.web.studio.rules import (
    round_criteria,
    round_rule_new,
    round_rule_removal,
    round_rules,
)
from guildhall.web.studio.words import round_swaps, round_trials, round_words

ROUND = "rounds/<int:pk>"
urlpatterns = [
    path("cohorts/<int:pk>/studio/", studio, name="studio"),
    path("cohorts/<int:pk>/rounds/", rounds, name="rounds"),
    path(f"{ROUND}/copies/", round_copies, name="round_copies"),
    path(f"{ROUND}/solution/", round_solution, name="round_solution"),
    path(f"{ROUND}/archival/", round_archival, name="round_archival"),
    path(f"{ROUND}/last-change/", round_undo, name="round_undo"),
    path(f"{ROUND}/progress/", round_progress, name="round_progress"),
    path(f"{ROUND}/export/", round_export, name="round_export"),
    path(f"{ROUND}/rules/", round_rules, name="round_rules"),
    path(f"{ROUND}/rules/new/", round_rule_new, name="round_rule_new"),
    path(f"{ROUND}/<str:group>/<slug:key>/removal/", round_rule_removal, name="round_rule_removal"),
    path(f"{ROUND}/criteria/", round_criteria, name="round_criteria"),
    path(f"{ROUND}/words/", round_words, name="round_words"),
    path(f"{ROUND}/swaps/", round_swaps, name="round_swaps"),
    path(f"{ROUND}/trials/", round_trials, name="round_trials"),
    path(f"{ROUND}/changes/", round_changes, name="round_changes"),
    path(f"{ROUND}/unmatched/", round_unmatched, name="round_unmatched"),
    path(f"{ROUND}/messages/", round_messages, name="round_messages"),
    path(f"{ROUND}/messages/default/", round_wording_default, name="round_wording_default"),
    path(f"{ROUND}/publication/", publication, name="publication"),
]
