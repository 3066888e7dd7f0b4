"""Addresses of stories."""

from django.urls import path

from guildhall.web.stories.shelf import new_story, stories
from guildhall.web.stories.story import (
    story,
    story_audience,
    story_consent,
    story_removal,
    story_retraction,
    story_words,
)

urlpatterns = [
    path("stories/", stories, name="stories"),
    path("stories/new/", new_story, name="new_story"),
    path("stories/<int:pk>/", story, name="story"),
    path("stories/<int:pk>/words/", story_words, name="story_words"),
    path("stories/<int:pk>/audience/", story_audience, name="story_audience"),
    path("stories/<int:pk>/retraction/", story_retraction, name="story_retraction"),
    path("stories/<int:pk>/removal/", story_removal, name="story_removal"),
    path("story-consents/<int:pk>/", story_consent, name="story_consent"),
]
