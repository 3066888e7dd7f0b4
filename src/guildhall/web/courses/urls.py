"""Addresses of courses."""

from django.urls import path

from guildhall.web.courses.learning import course_needs, course_plan, course_plan_signature
from guildhall.web.courses.meetings import (
    demanded_booking,
    demanded_record,
    demanded_signature,
)
from guildhall.web.courses.page import course, relationship_course
from guildhall.web.courses.running import (
    course_extension,
    course_handover,
    course_place,
    course_preceptor,
    course_share,
)

COURSE, DEMANDED = "courses/<int:pk>/", "demanded-meetings/<int:pk>/"
urlpatterns = [
    path("relationships/<int:pk>/course/", relationship_course, name="relationship_course"),
    path(COURSE, course, name="course"),
    path(f"{COURSE}needs/", course_needs, name="course_needs"),
    path(f"{COURSE}plan/", course_plan, name="course_plan"),
    path(
        f"{COURSE}plan/<int:number>/signature/",
        course_plan_signature,
        name="course_plan_signature",
    ),
    path(f"{COURSE}handover/", course_handover, name="course_handover"),
    path(f"{COURSE}preceptor/", course_preceptor, name="course_preceptor"),
    path(f"{COURSE}extension/", course_extension, name="course_extension"),
    path(f"{COURSE}place/", course_place, name="course_place"),
    path(f"{COURSE}share/", course_share, name="course_share"),
    path(f"{DEMANDED}booking/", demanded_booking, name="demanded_booking"),
    path(f"{DEMANDED}record/", demanded_record, name="demanded_record"),
    path(f"{DEMANDED}signature/", demanded_signature, name="demanded_signature"),
]
