"""The framework's settings for tools: types, and ``django-admin makemigrations programme``.

Nothing that runs reads them; see :mod:`comity.programme.database`.
"""

from __future__ import annotations

from typing import Any

INSTALLED_APPS = ["comity.programme"]
DATABASES: dict[str, dict[str, Any]] = {
    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
