"""Addresses of recording without network."""

from django.urls import path

from guildhall.web.offline.ground import offline_ground, offline_key
from guildhall.web.offline.sending import offline_items
from guildhall.web.offline.shell import offline, offline_worker

urlpatterns = [
    path("offline/", offline, name="offline"),
    path("offline/key/", offline_key, name="offline_key"),
    path("offline/ground/", offline_ground, name="offline_ground"),
    path("offline/items/", offline_items, name="offline_items"),
    path("offline-worker.js", offline_worker, name="offline_worker"),
]
