"""What all tests share: the register, the raw data if it is here, a workspace on the starter."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

import comity
from comity.analysis.query import Analysis
from comity.base.settings import PACKAGE
from comity.briefs.model import Document
from comity.reference.register import Register
from comity.workspace import Workspace

# How long an example takes is the machine's business; the same examples come every time.
settings.register_profile("comity", deadline=None, derandomize=True)
settings.load_profile("comity")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def framework() -> None:
    """The web framework, set up once for the site and the programme."""
    import os

    import django
    from django.conf import settings

    from comity.web.application import framework_of
    from comity.web.settings import WebSettings

    # The driver of the browser leaves a loop running in the thread; nothing of ours awaits.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    if not settings.configured:
        web = WebSettings(hosts=("testserver",), rate=0, programme="unused.sqlite3")
        # The slow hash of passwords is the framework's own affair.
        fast = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        settings.configure(**framework_of(web), PASSWORD_HASHERS=fast)
        django.setup()


@pytest.fixture(scope="session")
def register() -> Register:
    return Register(PACKAGE / "reference" / "data")


@pytest.fixture(scope="session")
def workspace() -> Workspace:
    return comity.open(evidence=PACKAGE / "starter")


@pytest.fixture(scope="session")
def analysis(workspace: Workspace) -> Analysis:
    # The workspace's own, so that each series is estimated once for all tests.
    return workspace.analysis


@pytest.fixture(scope="session")
def brief(workspace: Workspace) -> Document:
    return workspace.brief(["JPN", "KOR", "SGP"], on="2021-04-15")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    if not SHARED.is_dir():
        pytest.skip("needs the raw data in ../shared/data, which is not here")
    return SHARED
