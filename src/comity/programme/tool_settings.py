"""The framework's settings for tools: types, and ``django-admin makemigrations programme``.

Nothing that runs reads them; see :mod:`comity.programme.database`.
"""

from __future__ import annotations

from comity.programme.accounts.framework import installed

globals().update(installed({"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}))
SECRET_KEY = "of tools only: nothing is signed with it"
