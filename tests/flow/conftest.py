"""What builds of evidence share: one register, for reading it takes longer than a small build."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from comity.reference.register import Register


@pytest.fixture(scope="module")
def one_register(register: Register) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("comity.building._shipped_register", lambda: register)
        yield
