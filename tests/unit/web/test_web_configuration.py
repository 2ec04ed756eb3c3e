"""Settings from defaults, file, environment and command line, each before the next."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from comity.base.errors import InputError
from comity.base.settings import STARTER, load_settings
from comity.cli.main import run
from comity.web.application import open_workspace
from comity.web.configuration import told, web_settings
from comity.web.serving import with_address
from comity.web.settings import WebSettings


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "comity.toml").write_text(
        '[openalex]\nkey = "very secret"\n'
        '[web]\nrate = 5\nhosts = ["comity.example"]\ntoken = "also secret"\nlog_json = false\n'
    )
    monkeypatch.setenv("COMITY_WORKSPACE", str(tmp_path))
    return tmp_path


def test_the_environment_counts_before_the_file_and_the_option_before_both(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    web = web_settings(load_settings())
    assert (web.rate, web.hosts, web.log_json, web.port) == (5, ("comity.example",), False, 8000)
    monkeypatch.setenv("COMITY_WEB_RATE", "7.5")
    monkeypatch.setenv("COMITY_WEB_HOSTS", "a.example, b.example")
    monkeypatch.setenv("COMITY_WEB_PORT", "81")
    monkeypatch.setenv("COMITY_WEB_BURST", "")
    web = web_settings(load_settings(), port=82, address=None)
    assert (web.rate, web.hosts, web.port) == (7.5, ("a.example", "b.example"), 82)
    assert web.address == "127.0.0.1"
    assert web.burst == WebSettings().burst


def test_the_command_lists_every_setting_and_no_secret(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COMITY_WEB_RATE", "7.5")
    assert run(["config", "--json"]) == 0
    out = capsys.readouterr().out
    listed = {item["name"]: (item["value"], item["from"]) for item in json.loads(out)}
    assert listed["web.rate"] == (7.5, "$COMITY_WEB_RATE")
    assert listed["web.hosts"] == (["comity.example"], "comity.toml")
    assert listed["web.cache_mb"] == (64, "default")
    assert listed["web.token"] == ("set", "comity.toml")
    assert listed["openalex_key"] == ("set", "comity.toml")
    assert listed["openalex_url"] == ("https://api.openalex.org", "default")
    assert listed["workspace"] == (str(workspace), "$COMITY_WORKSPACE")
    assert listed["evidence"][1] == "default"
    names = {name.removeprefix("web.") for name in listed if name.startswith("web.")}
    assert names == set(WebSettings.__dataclass_fields__) - {"secret"}
    assert run(["config"]) == 0
    out += capsys.readouterr().out
    assert "very secret" not in out
    assert "also secret" not in out
    assert listed["web.programme"] == ("not set", "default")
    assert "COMITY_WEB_RATE" in out


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("RAET", "1", "is not a setting: choose from address, port"),
        ("SECRET", "x", "is not a setting"),
        ("RATE", "fast", "is a number from 0"),
        ("RATE", "nan", "is a number from 0"),
        ("RATE", "-1", "is a number from 0"),
        ("BRIEFS", "1.5", "is a whole number from 1 to 64"),
        ("BRIEFS", "0", "is a whole number from 1 to 64"),
        ("PORT", "70000", "is a whole number from 0 to 65,535"),
        ("LOG_JSON", "perhaps", "is true or false"),
        ("HOSTS", ",", "names nothing"),
    ],
)
def test_a_mistake_in_the_environment_is_one_line(
    name: str,
    value: str,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(f"COMITY_WEB_{name}", value)
    for command in ("config", "serve"):
        assert run([command]) == 2
        [line] = capsys.readouterr().err.splitlines()
        assert line.startswith(f"comity: $COMITY_WEB_{name} {words}")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[web]\ncolour = 1", "colour of [web] in comity.toml is not a setting"),
        ("[web]\nrate = '5'\nport = true", "port of [web] in comity.toml is a whole number"),
        ("[web]\nhosts = 'a'\ntoken = 5", "token of [web] in comity.toml is a text in quotes"),
        ("[web]\nhosts = [1]", "hosts of [web] in comity.toml is a list of texts"),
        ("web = 5", "may hold a part [openalex] with key and url only, and a part [web]"),
        ("[other]\nx = 1", "may hold a part [openalex]"),
    ],
)
def test_a_mistake_in_the_file_is_one_line(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "comity.toml").write_text(text)
    with pytest.raises(InputError) as caught:
        told(load_settings(tmp_path))
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_link_to_evidence_is_followed_once(tmp_path: Path) -> None:
    older, link = tmp_path / "evidence-1", tmp_path / "evidence"
    shutil.copytree(STARTER, older)
    link.symlink_to(older.name)
    opened = open_workspace(load_settings(tmp_path))
    link.unlink()
    assert opened.settings.evidence == older.resolve()
    assert opened.cube.checksum()


def test_a_way_to_show_progress_that_is_none_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["brief", "JPN", "--progress", "dots"]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line == "comity: unknown progress 'dots': choose from bar, lines."


def test_it_answers_under_the_address_it_listens_on() -> None:
    assert "10.0.0.5" in with_address(WebSettings(address="10.0.0.5")).hosts
    assert "[fe80::1]" in with_address(WebSettings(address="fe80::1")).hosts
    for address in ("0.0.0.0", "::", "localhost", "127.0.0.1"):
        assert with_address(WebSettings(address=address)).hosts == WebSettings().hosts
