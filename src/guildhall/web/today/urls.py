"""Address of Today."""

from django.urls import path

from guildhall.web.today.page import today

urlpatterns = [path("", today, name="today")]
