"""All questions by key."""

from __future__ import annotations

from comity.web.questions.claims import CLAIMS
from comity.web.questions.concentration import CONCENTRATION
from comity.web.questions.definitions import DEFINITIONS
from comity.web.questions.evidence import COVERAGE, SERIES
from comity.web.questions.fact import FACT
from comity.web.questions.facts import COOPERATION_RECORDS, FACTS_OF_NATION, FIGURES_OF_NATION
from comity.web.questions.groups import GROUPS, MEMBERS
from comity.web.questions.model import Question
from comity.web.questions.nations import NATIONS
from comity.web.questions.opportunities import OPPORTUNITIES
from comity.web.questions.ranking import RANKING
from comity.web.questions.records import COUNTS, JOINT, VALUES
from comity.web.questions.search import SEARCH
from comity.web.questions.share_trend import SHARE_TREND
from comity.web.questions.standing import ENTITLEMENTS, MAY, STANDING
from comity.web.questions.standings import ACTIVITIES, DIFFERENCES, HELD_BY_BOTH, WHAT_IF, WHO_MAY
from comity.web.questions.strengths import STRENGTHS
from comity.web.questions.technology_ties import TECHNOLOGY_TIES
from comity.web.questions.ties import GROUP_TIES, TIE_HISTORY, TIES
from comity.web.questions.works import ORGANISATION_QUESTION, ORGANISATIONS, WORKS
from comity.web.questions.world import WORLD

_ALL = (
    ACTIVITIES,
    CLAIMS,
    CONCENTRATION,
    COOPERATION_RECORDS,
    COUNTS,
    COVERAGE,
    DEFINITIONS,
    DIFFERENCES,
    ENTITLEMENTS,
    FACT,
    FACTS_OF_NATION,
    FIGURES_OF_NATION,
    GROUPS,
    GROUP_TIES,
    HELD_BY_BOTH,
    JOINT,
    MAY,
    MEMBERS,
    NATIONS,
    OPPORTUNITIES,
    ORGANISATION_QUESTION,
    ORGANISATIONS,
    RANKING,
    SEARCH,
    SERIES,
    SHARE_TREND,
    STANDING,
    STRENGTHS,
    TECHNOLOGY_TIES,
    TIES,
    TIE_HISTORY,
    VALUES,
    WHAT_IF,
    WHO_MAY,
    WORKS,
    WORLD,
)
QUESTIONS: dict[str, Question] = {question.key: question for question in _ALL}
