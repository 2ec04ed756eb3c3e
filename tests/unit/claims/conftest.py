"""Grounds of a day, and a register with one fact changed."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from comity.base.settings import PACKAGE
from comity.claims.grounds import Grounds
from comity.reference.register import Register

TODAY = dt.date(2026, 11, 1)


@pytest.fixture(scope="module")
def grounds(register: Register) -> Grounds:
    return Grounds(register, TODAY)


@pytest.fixture
def changed() -> Callable[..., Register]:
    def change(
        collection: str, key: str, register: Register | None = None, **values: Any
    ) -> Register:
        register = register or Register(PACKAGE / "reference" / "data")
        entries = getattr(register, collection)
        assert any(one.key == key for one in entries)
        register.__dict__[collection] = [
            dataclasses.replace(one, **values) if one.key == key else one for one in entries
        ]
        return register

    return change
