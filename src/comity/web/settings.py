"""How the site is served: one frozen object, from which the framework's settings derive."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class WebSettings:
    """What a site may be told.

    Attributes:
        hosts: names under which it answers.
        cache_mb: most memory of kept answers.
        waiting: how many computations may wait for their turn; more are told to come back.
        rate: cost that one address gets back each second, of which a kept answer costs 0.1, a
            computed one 1 and a brief 30; 0 for no limit.
        burst: most cost that an address may save up.
        proxies: how many proxies in front are trusted to name the address they speak for.
        brief_memory_mb: most memory of a brief being made.
        brief_seconds: longest time of a brief being made.
        briefs: how many briefs may be made at once.
        briefs_kept: how many finished briefs are kept.
        log_json: whether logs are JSON lines.
    """

    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    cache_mb: int = 64
    waiting: int = 32
    rate: float = 20.0
    burst: float = 200.0
    proxies: int = 0
    brief_memory_mb: int = 4096
    brief_seconds: int = 180
    briefs: int = 1
    briefs_kept: int = 20
    log_json: bool = True
    # Signs nothing that outlives the process: there are no sessions.
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(50), repr=False)


def framework(web: WebSettings) -> dict[str, Any]:
    """The framework's settings."""
    return {
        "ALLOWED_HOSTS": list(web.hosts),
        "DEBUG": False,
        "SECRET_KEY": web.secret,
        "ROOT_URLCONF": "comity.web.urls",
        "INSTALLED_APPS": [],
        "DATABASES": {},
        "MIDDLEWARE": [
            "comity.web.headers.SecurityHeaders",
            "whitenoise.middleware.WhiteNoiseMiddleware",
            "comity.web.problems.Problems",
            "comity.web.keeping.KeptAnswers",
            "django.middleware.locale.LocaleMiddleware",
        ],
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.jinja2.Jinja2",
                "DIRS": [HERE / "templates"],
                "OPTIONS": {"environment": "comity.web.templating.environment"},
            }
        ],
        "LANGUAGE_CODE": "en",
        "LANGUAGES": [("en", "English")],
        "LOCALE_PATHS": [HERE / "locale"],
        "USE_I18N": True,
        "STATIC_URL": "/static/",
        "STATIC_ROOT": HERE / "static",
        "WHITENOISE_MAX_AGE": 86_400,
        "USE_TZ": True,
        "APPEND_SLASH": True,
        "LOGGING_CONFIG": None,
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 64 * 1024,
    }
