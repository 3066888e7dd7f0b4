"""Addresses of office hours."""

from django.urls import path

from guildhall.web.hours.bookings import booking, cancellation, slot_booking
from guildhall.web.hours.hours import end, hours, keep, new, slot_withdrawal

urlpatterns = [
    path("hours/", hours, name="hours"),
    path("hours/new/", new, name="hours_new"),
    path("hours/<int:pk>/", keep, name="hours_kept"),
    path("hours/<int:pk>/end/", end, name="hours_end"),
    path("slots/<int:pk>/booking/", slot_booking, name="slot_booking"),
    path("slots/<int:pk>/withdrawal/", slot_withdrawal, name="slot_withdrawal"),
    path("bookings/<int:pk>/", booking, name="booking"),
    path("bookings/<int:pk>/cancellation/", cancellation, name="booking_cancellation"),
]
