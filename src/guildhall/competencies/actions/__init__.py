"""Filling the vocabulary, and looking after frameworks."""

from guildhall.competencies.actions.frameworks import load_frameworks
from guildhall.competencies.actions.vocabulary import load_vocabulary

__all__ = ["load_frameworks", "load_vocabulary"]
