"""The client of the API: patience, credits, address and key."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from openalex_server import invented, serving

from comity.base.errors import EvidenceError, InputError
from comity.base.settings import load_settings
from comity.reference.register import Register
from comity.sources.openalex.api import Client, Credits, CreditsSpentError
from comity.sources.openalex.patience import Patience


def test_jitter_spreads_waiting_and_can_be_switched_off() -> None:
    waited: list[float] = []
    for what in "abcdefgh":
        Patience(sleep=waited.append).wait(1, what)
    assert len(set(waited)) == 8
    assert all(2.0 <= seconds <= 3.0 for seconds in waited)


def test_calls_in_flight_are_reserved(quick: Patience) -> None:
    with serving(invented(20)) as server:
        server.credits = 11
        with closing(Client(server.url, None, quick)) as client, ThreadPoolExecutor(8) as pool:
            asked = [pool.submit(client.works, {"filter": "is_retracted:false", "select": "id"})
                     for _ in range(40)]  # fmt: skip
            failed = [one.exception() for one in asked]
        spent = [one for one in failed if isinstance(one, CreditsSpentError)]
        # None goes below; a few may stay, for an answer may tell of calls that are still in flight.
        assert 0 <= server.credits < 8
        assert server.calls == 11 - server.credits == 40 - len(spent)


def test_an_answer_that_was_overtaken_gives_no_credits_back() -> None:
    credits = Credits()
    for remaining, left in ((50, 50), (44, 44), (47, 44), (43, 43), (10_000, 10_000)):
        credits.read(httpx.Headers({"X-RateLimit-Remaining": str(remaining)}))
        assert credits.remaining == left


def test_an_address_that_is_no_server(tmp_path: Path, register: Register, quick: Patience) -> None:
    query = {"filter": "is_retracted:false"}
    # A port that is held and does not listen refuses; a freed one may be taken by another.
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        gone = f"http://127.0.0.1:{held.getsockname()[1]}"
        with (
            closing(Client(gone, None, quick)) as client,
            pytest.raises(EvidenceError, match=r"no usable answer .*refused"),
        ):
            client.works(query)
    with (
        serving([]) as server,
        closing(Client(f"{server.url}/v2", None, quick)) as client,
        pytest.raises(EvidenceError, match="check --base-url"),
    ):
        client.works(query)
    for address in ("no address", "ftp://127.0.0.1"):
        with pytest.raises(InputError, match="mend it"):
            Client(address)


def test_key_and_address_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENALEX_API_KEY", raising=False)
    monkeypatch.delenv("COMITY_OPENALEX_URL", raising=False)
    assert load_settings().openalex_api_key is None
    assert load_settings().openalex_url == "https://api.openalex.org"
    monkeypatch.setenv("OPENALEX_API_KEY", "secret")
    monkeypatch.setenv("COMITY_OPENALEX_URL", "http://127.0.0.1:1")
    assert load_settings().openalex_api_key == "secret"
    assert load_settings().openalex_url == "http://127.0.0.1:1"


def test_the_workspace_file_holds_key_and_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENALEX_API_KEY", raising=False)
    monkeypatch.delenv("COMITY_OPENALEX_URL", raising=False)
    file = tmp_path / "comity.toml"
    file.write_text('[openalex]\nkey = "written"\nurl = "http://127.0.0.1:2"\n')
    found = load_settings(tmp_path)
    assert (found.openalex_api_key, found.openalex_url) == ("written", "http://127.0.0.1:2")
    monkeypatch.setenv("COMITY_WORKSPACE", str(tmp_path))
    assert load_settings().openalex_api_key == "written"
    monkeypatch.setenv("OPENALEX_API_KEY", "secret")
    assert load_settings().openalex_api_key == "secret"
    for text, said in (
        ("[openalex", "cannot be read"), ("[openalex]\nkey = 7", "texts in quotes"),
        ("[openalexx]\n", "with key and url only"), ("[openalex]\napi = 'x'", "key and url only"),
    ):  # fmt: skip
        file.write_text(text)
        with pytest.raises(InputError, match=said) as refused:
            load_settings()
        assert "\n" not in str(refused.value)
