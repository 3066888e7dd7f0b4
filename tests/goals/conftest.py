"""The pair of the room below."""

from tests.relationships.conftest import offer, pair

__all__ = ["offer", "pair"]
