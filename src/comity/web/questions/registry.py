"""All questions by key."""

from __future__ import annotations

from comity.web.questions.model import Question
from comity.web.questions.records import COUNTS, JOINT
from comity.web.questions.strengths import STRENGTHS
from comity.web.questions.world import WORLD

_ALL = (
    COUNTS,
    JOINT,
    STRENGTHS,
    WORLD,
)
QUESTIONS: dict[str, Question] = {question.key: question for question in _ALL}
