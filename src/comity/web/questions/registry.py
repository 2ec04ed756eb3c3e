"""All questions by key."""

from __future__ import annotations

from comity.web.questions.claims import CLAIMS
from comity.web.questions.concentration import CONCENTRATION
from comity.web.questions.definitions import DEFINITIONS
from comity.web.questions.evidence import COVERAGE, SERIES
from comity.web.questions.fact import FACT
from comity.web.questions.model import Question
from comity.web.questions.opportunities import OPPORTUNITIES
from comity.web.questions.ranking import RANKING
from comity.web.questions.records import COUNTS, JOINT
from comity.web.questions.search import SEARCH
from comity.web.questions.share_trend import SHARE_TREND
from comity.web.questions.strengths import STRENGTHS
from comity.web.questions.technology_ties import TECHNOLOGY_TIES
from comity.web.questions.world import WORLD

_ALL = (
    CLAIMS,
    CONCENTRATION,
    COUNTS,
    COVERAGE,
    DEFINITIONS,
    FACT,
    JOINT,
    OPPORTUNITIES,
    RANKING,
    SEARCH,
    SERIES,
    SHARE_TREND,
    STRENGTHS,
    TECHNOLOGY_TIES,
    WORLD,
)
QUESTIONS: dict[str, Question] = {question.key: question for question in _ALL}
