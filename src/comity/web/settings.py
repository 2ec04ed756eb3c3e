"""How the site is served: one frozen object, from which the framework's settings derive."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf.locale import LANG_INFO

HERE = Path(__file__).resolve().parent


def _told(default: Any, words: str, least: float = 0, most: float = 1e6) -> Any:
    """A setting: its default, what it means, and for numbers the least and most."""
    return field(default=default, metadata={"help": words, "least": least, "most": most})


@dataclass(frozen=True, slots=True)
class WebSettings:
    """What a site may be told: fields with a ``help``; ``configuration.py`` reads them."""

    address: str = _told("127.0.0.1", "address that `comity serve` listens on")
    port: int = _told(8000, "port that `comity serve` listens on; 0 for any free one", 0, 65_535)
    hosts: tuple[str, ...] = _told(
        ("localhost", "127.0.0.1", "[::1]"), "names under which it answers"
    )
    languages: tuple[str, ...] = _told(
        ("en",), "languages of the pages, each with a catalogue in web/locale"
    )
    cache_mb: int = _told(64, "most memory of kept answers, MB")
    waiting: int = _told(16, "how many computations may wait for their turn", 1)
    rate: float = _told(
        20.0,
        "cost that one address gets back each second, of which a kept answer costs 0.1, a "
        "computed one 1 and a brief 30; 0 for no limit",
    )
    burst: float = _told(200.0, "most cost that one address may save up", 30)
    proxies: int = _told(0, "how many proxies in front name the address they speak for", 0, 10)
    brief_memory_mb: int = _told(4096, "most memory of a brief being made, MB", 64)
    brief_seconds: int = _told(180, "longest time of a brief being made, s", 1)
    briefs: int = _told(1, "how many briefs are made at once", 1, 64)
    briefs_waiting: int = _told(8, "how many briefs may wait to be made")
    briefs_kept: int = _told(20, "how many finished briefs are kept", 1)
    warm: bool = _told(True, "whether the dearest estimates are made at start, in the background")
    log_json: bool = _told(True, "whether logs are lines of JSON; else plain text")
    token: str = field(
        default="",
        repr=False,
        metadata={"help": "opens /health and /metrics to other machines", "secret": True},
    )
    programme: str = field(
        default="",
        repr=False,
        metadata={
            "help": "file or postgresql:// address of a programme to serve under /programme",
            "secret": True,
        },
    )
    programme_keys: str = _told("", "the programme's keys; beside a database that is a file")
    mail: str = field(
        default="",
        repr=False,
        metadata={
            "help": "how letters go out: smtp://user:password@host:port, smtps://… or file:FOLDER",
            "secret": True,
        },
    )
    mail_from: str = _told("", "sender of letters")
    oidc_issuer: str = _told("", "address of an OpenID Connect provider that people sign in by")
    oidc_client: str = _told("", "the site's client identifier there")
    oidc_secret: str = field(
        default="", repr=False, metadata={"help": "the site's client secret there", "secret": True}
    )
    oidc_name: str = _told("your organisation", "what the button of that provider says")
    # Signs nothing that outlives the process where no programme is served: no sessions.
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(50), repr=False)


def framework(web: WebSettings) -> dict[str, Any]:
    """The framework's settings."""
    return {
        "ALLOWED_HOSTS": list(web.hosts),
        "DEBUG": False,
        "SECRET_KEY": web.secret,
        # Pages name their own full address; the proxy in front says whether it is https.
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if web.proxies else None,
        "ROOT_URLCONF": "comity.web.urls",
        "INSTALLED_APPS": [],
        "DATABASES": {},
        "MIDDLEWARE": [
            "comity.web.headers.SecurityHeaders",
            "comity.web.watching.Watched",
            "django.middleware.locale.LocaleMiddleware",
            "comity.web.gate.Gate",
            "comity.web.problems.Problems",
            "whitenoise.middleware.WhiteNoiseMiddleware",
            "comity.web.limits.Limits",
            "comity.web.keeping.KeptAnswers",
        ],
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.jinja2.Jinja2",
                "DIRS": [HERE / "templates"],
                "OPTIONS": {"environment": "comity.web.templating.environment"},
            }
        ],
        "LANGUAGE_CODE": web.languages[0],
        "LANGUAGES": [
            (code, LANG_INFO.get(code, {}).get("name_local", code)) for code in web.languages
        ],
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
