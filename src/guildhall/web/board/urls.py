"""Addresses of the board and of readiness."""

from django.urls import path

from guildhall.web.board.board import intake_board
from guildhall.web.board.readiness import readiness

urlpatterns = [
    path("board/", intake_board, name="board"),
    path("readiness/", readiness, name="readiness"),
]
