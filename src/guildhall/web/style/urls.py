"""Address of the style page."""

from django.urls import path

from guildhall.web.style_page import style_page

urlpatterns = [path("style/", style_page, name="style")]
