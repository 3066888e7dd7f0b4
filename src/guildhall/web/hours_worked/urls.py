"""Addresses of shifts, hours worked and protected time."""

from django.urls import path

from guildhall.web.hours_worked.entries import (
    time_entry,
    time_entry_answer,
    time_entry_cancellation,
    time_entry_dispute,
    time_entry_log,
    time_entry_verification,
)
from guildhall.web.hours_worked.overview import hours_worked, verifier_end, verifiers, work_share
from guildhall.web.hours_worked.pair import (
    pair_hours,
    pair_hours_ask,
    pair_hours_shift,
    pair_hours_verification,
)
from guildhall.web.hours_worked.protected import (
    own_protected_time,
    protected_time_people,
    protected_time_person,
)
from guildhall.web.hours_worked.shifts import (
    shifts,
    shifts_copy,
    shifts_roster,
    shifts_roster_reading,
    shifts_roster_removal,
)

urlpatterns = [
    path("shifts/", shifts, name="shifts"),
    path("shifts/copy/", shifts_copy, name="shifts_copy"),
    path("shifts/roster/", shifts_roster, name="shifts_roster"),
    path("shifts/roster/reading/", shifts_roster_reading, name="shifts_roster_reading"),
    path("shifts/roster/removal/", shifts_roster_removal, name="shifts_roster_removal"),
    path("relationships/<int:pk>/hours/", pair_hours, name="pair_hours"),
    path(
        "relationships/<int:pk>/hours/shifts/<int:shift_pk>/",
        pair_hours_shift,
        name="pair_hours_shift",
    ),
    path(
        "relationships/<int:pk>/hours/weeks/<str:monday>/verification/",
        pair_hours_verification,
        name="pair_hours_verification",
    ),
    path(
        "relationships/<int:pk>/hours/weeks/<str:monday>/ask/",
        pair_hours_ask,
        name="pair_hours_ask",
    ),
    path("hours-worked/", hours_worked, name="hours_worked"),
    path("hours-worked/verifiers/", verifiers, name="verifiers"),
    path("hours-worked/verifiers/<int:pk>/end/", verifier_end, name="verifier_end"),
    path("enrollments/<int:pk>/work-share/", work_share, name="work_share"),
    path("time-entries/<int:pk>/", time_entry, name="time_entry"),
    path(
        "time-entries/<int:pk>/verification/",
        time_entry_verification,
        name="time_entry_verification",
    ),
    path("time-entries/<int:pk>/log/", time_entry_log, name="time_entry_log"),
    path("time-entries/<int:pk>/dispute/", time_entry_dispute, name="time_entry_dispute"),
    path("time-entries/<int:pk>/answer/", time_entry_answer, name="time_entry_answer"),
    path(
        "time-entries/<int:pk>/cancellation/",
        time_entry_cancellation,
        name="time_entry_cancellation",
    ),
    path("protected-time/", own_protected_time, name="own_protected_time"),
    path("protected-time/people/", protected_time_people, name="protected_time_people"),
    path("protected-time/people/<int:pk>/", protected_time_person, name="protected_time_person"),
]
