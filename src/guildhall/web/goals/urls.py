"""Addresses of what a pair works on."""

from django.urls import path

from guildhall.web.goals.feedback import feedback_ask, feedback_asks
from guildhall.web.goals.goals import goal, goal_check_in, goal_state, goal_step, goals
from guildhall.web.goals.promises import promise, promises

urlpatterns = [
    path("relationships/<int:pk>/goals/", goals, name="relationship_goals"),
    path("relationships/<int:pk>/promises/", promises, name="relationship_promises"),
    path("relationships/<int:pk>/feedback-asks/", feedback_asks, name="relationship_feedback"),
    path("goals/<int:pk>/", goal, name="goal"),
    path("goals/<int:pk>/check-ins/", goal_check_in, name="goal_check_in"),
    path("goals/<int:pk>/steps/<int:step_pk>/", goal_step, name="goal_step"),
    path("goals/<int:pk>/state/", goal_state, name="goal_state"),
    path("promises/<int:pk>/", promise, name="promise"),
    path("feedback-asks/<int:pk>/", feedback_ask, name="feedback_ask"),
]
