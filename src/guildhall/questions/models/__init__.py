"""Tables of questions."""

from guildhall.questions.models.question import Answer, Question, QuestionSet, Response

__all__ = ["Answer", "Question", "QuestionSet", "Response"]
