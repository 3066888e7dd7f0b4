"""Filling the vocabulary."""

from guildhall.competencies.actions.vocabulary import load_vocabulary

__all__ = ["load_vocabulary"]
