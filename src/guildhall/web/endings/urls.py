"""Addresses of ending well and going on."""

from django.urls import path

from guildhall.web.endings.after import after_end, reopening
from guildhall.web.endings.departure import departure
from guildhall.web.endings.ending import ending, ending_choice
from guildhall.web.endings.fit import fit
from guildhall.web.endings.home import home
from guildhall.web.endings.overseen import call_wish, endings, guide_talk
from guildhall.web.endings.passing_on import passing_on
from guildhall.web.endings.renewal import renewal

PAIR = "relationships/<int:pk>/"
urlpatterns = [
    path(f"{PAIR}ending/", ending, name="relationship_ending"),
    path(f"{PAIR}ending/choice/", ending_choice, name="relationship_ending_choice"),
    path(f"{PAIR}departure/", departure, name="relationship_departure"),
    path(f"{PAIR}next/", after_end, name="relationship_next"),
    path(f"{PAIR}reopening/", reopening, name="relationship_reopening"),
    path(f"{PAIR}fit/", fit, name="relationship_fit"),
    path(f"{PAIR}renewal/", renewal, name="relationship_renewal"),
    path(f"{PAIR}home/", home, name="relationship_home"),
    path("passing-on/", passing_on, name="passing_on"),
    path("endings/", endings, name="endings"),
    path("call-wishes/<int:pk>/", call_wish, name="call_wish"),
    path("guide-talks/<int:pk>/", guide_talk, name="guide_talk"),
]
