"""Addresses of worries, of asking for a person, and of support."""

from django.urls import path

from guildhall.web.safety.asks import contact_ask_answer, contact_asks
from guildhall.web.safety.officers import officers
from guildhall.web.safety.readers import handover, readers
from guildhall.web.safety.report import pair_worry, worry_new
from guildhall.web.safety.support import support, support_edit
from guildhall.web.safety.worries import (
    closure,
    entries,
    pair_end,
    rest,
    rest_end,
    sight,
    words,
    worries,
    worry,
)

urlpatterns = [
    path("support/", support, name="support"),
    path("settings/organization/<int:pk>/support/", support_edit, name="support_edit"),
    path("settings/organization/<int:pk>/safety/", officers, name="safety_officers"),
    path("relationships/<int:pk>/contact/", contact_asks, name="relationship_contact"),
    path("contact/<int:pk>/answer/", contact_ask_answer, name="contact_ask_answer"),
    path("relationships/<int:pk>/worry/", pair_worry, name="relationship_worry"),
    path("worries/", worries, name="worries"),
    path("worries/new/", worry_new, name="worry_new"),
    path("worries/<str:code>/", worry, name="worry"),
    path("worries/<str:code>/sight/", sight, name="worry_sight"),
    path("worries/<str:code>/words/", words, name="worry_words"),
    path("worries/<str:code>/entries/", entries, name="worry_entries"),
    path("worries/<str:code>/readers/", readers, name="worry_readers"),
    path("worries/<str:code>/handover/", handover, name="worry_handover"),
    path("worries/<str:code>/rest/", rest, name="worry_rest"),
    path("worries/<str:code>/rest/end/", rest_end, name="worry_rest_end"),
    path("worries/<str:code>/pair/end/", pair_end, name="worry_pair_end"),
    path("worries/<str:code>/closure/", closure, name="worry_closure"),
]
