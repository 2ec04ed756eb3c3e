"""A patient client of OpenAlex's API: paces, tries again, and stops before credits run out."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import msgspec

from comity.base.errors import EvidenceError, InputError
from comity.sources.openalex.patience import PASSING, Patience, asked_to_wait, reason

FIRST_CURSOR = "*"
_OVERTAKEN = 100  # credits that calls in flight at once may cost


class CreditsSpentError(EvidenceError):
    """The day's credits are all but spent; what was fetched is kept."""


class RefusedError(EvidenceError):
    """The server does not take the question as it stands (status 400)."""


@dataclass(slots=True)
class Credits:
    """What the server says of the account; None before it said anything."""

    limit: int | None = None
    remaining: int | None = None
    reset: float | None = None
    cost: int = 1

    def read(self, headers: httpx.Headers) -> None:
        """Take over what an answer's headers say."""
        for name in ("X-RateLimit-Credits-Remaining", "X-RateLimit-Remaining"):
            if (value := _number(headers.get(name))) is not None:
                self._left(int(value))
                break
        if (limit := _number(headers.get("X-RateLimit-Limit"))) is not None:
            self.limit = int(limit)
        if (reset := _number(headers.get("X-RateLimit-Reset"))) is not None:
            self.reset = reset
        used = _number(headers.get("X-RateLimit-Credits-Used"))
        if used is not None and used > 0:
            self.cost = int(used)

    def _left(self, remaining: int) -> None:
        # Answers overtake each other; one that says much more comes after a reset.
        late = self.remaining is not None and 0 < remaining - self.remaining <= _OVERTAKEN
        self.remaining = self.remaining if late else remaining

    @property
    def text(self) -> str:
        """What is left, for people."""
        if self.remaining is None:
            return "credits left unknown"
        total = f" of {self.limit:,}" if self.limit is not None else ""
        return f"{self.remaining:,}{total} credits left"


class Client:
    """Asks for works; several threads may share one."""

    def __init__(
        self,
        url: str,
        key: str | None = None,
        patience: Patience | None = None,
        told: Callable[[str], None] | None = None,
    ):
        """Take the API's address, the key if there is one, how patient to be, whom to tell."""
        self.url = url.rstrip("/")
        self.credits = Credits()
        self.calls = 0
        self.patience = patience or Patience()
        self._key = key
        self._told = told or (lambda _: None)
        self._useful = 0
        self._flying = 0
        self._changed = threading.Condition()
        # At INFO that library writes whole addresses, and ours hold the key.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        try:
            if httpx.URL(self.url).scheme not in ("http", "https"):
                raise ValueError("it does not start with https://")
        except (httpx.InvalidURL, ValueError) as error:
            raise InputError(f"address {url!r} cannot be used ({error}): mend it.") from error
        self._http = httpx.Client(timeout=self.patience.timeout, headers={"User-Agent": "comity"})

    def close(self) -> None:
        """Let go of its connections."""
        self._http.close()

    def works(self, parameters: dict[str, str]) -> dict[str, Any]:
        """One answer of ``/works``; has ``meta`` and ``results`` or ``group_by``.

        Raises:
            CreditsSpentError: stopped before, or told that, the day's credits are spent.
            RefusedError: the server does not take the question.
            InputError: the server does not take the key.
            EvidenceError: no usable answer after all attempts.
        """
        failure = ""
        for attempt in range(self.patience.attempts):
            asked = None
            try:
                response = self._ask(parameters)
            except (httpx.TransportError, httpx.DecodingError) as error:
                failure = reason(error)
            else:
                if response.status_code == httpx.codes.OK:
                    if (answer := _answer(response.content)) is not None:
                        self._useful += 1
                        return answer
                    failure = "an answer that is not the JSON it should be"
                else:
                    asked = self._judge(response)
                    failure = f"status {response.status_code}"
            if attempt + 1 < self.patience.attempts:
                self._wait(attempt, parameters, asked, failure)
        after = (
            "what was fetched is kept: give the same command again later" if self._useful
            else "nothing was fetched: check the connection and the address, and give the same "
            "command again"
        )  # fmt: skip
        raise EvidenceError(
            f"{self.url}: no usable answer in {self.patience.attempts} attempts "
            f"({self._without_key(failure)}); {after}."
        )

    def _wait(
        self, attempt: int, parameters: dict[str, str], asked: float | None, failure: str
    ) -> None:
        def told(seconds: float) -> None:
            self._told(
                f"no usable answer ({self._without_key(failure)}); attempt {attempt + 2} of "
                f"{self.patience.attempts} in {seconds:.0f} s"
            )

        self.patience.wait(attempt, str(parameters), asked, told)

    def _ask(self, parameters: dict[str, str]) -> httpx.Response:
        private = {} if self._key is None else {"api_key": self._key}
        with self._reserved():
            self.patience.take_turn()
            response = self._http.get(f"{self.url}/works", params=parameters | private)
            with self._changed:
                self.calls += 1
                self.credits.read(response.headers)
        return response

    @contextmanager
    def _reserved(self) -> Iterator[None]:
        """Hold a call's credits until it is answered: those in flight are not told of yet.

        Before the first answer nobody knows how many there are, so calls go one at a time.

        Raises:
            CreditsSpentError: there are none left for this call.
        """
        with self._changed:
            self._changed.wait_for(lambda: self.calls > 0 or not self._flying)
            left, cost = self.credits.remaining, self.credits.cost
            if left is not None and left - self._flying * cost < cost:
                raise self._spent()
            self._flying += 1
        try:
            yield
        finally:
            with self._changed:
                self._flying -= 1
                self._changed.notify_all()

    def _spent(self, wait: float | None = None) -> CreditsSpentError:
        seconds = wait if wait is not None else self.credits.reset
        when = "later" if seconds is None else f"in {_duration(seconds)}"
        advice = "" if self._key else ", with a key in OPENALEX_API_KEY for a larger allowance"
        kept = "what was fetched is kept" if self._useful else "nothing was fetched"
        return CreditsSpentError(
            f"OpenAlex: {self.credits.text}, so the fetch stopped; {kept}: give the same command "
            f"again {when}{advice}."
        )

    def _judge(self, response: httpx.Response) -> float | None:
        """How long the server asks to wait before the same question; raises if never."""
        status = response.status_code
        said = _said(response)
        if status in PASSING or (status == 403 and "rate" in said.lower()):
            asked = asked_to_wait(response)
            spent = self.credits.remaining is not None and self.credits.remaining <= 0
            if status == 429 and (spent or (asked or 0.0) > self.patience.longest):
                raise self._spent(asked)
            return asked
        said = self._without_key(said)
        if status in (401, 403):
            raise InputError(
                f"OpenAlex refuses the key or its absence ({said}): set OPENALEX_API_KEY to a "
                "valid key."
            )
        if status == 400:
            raise RefusedError(f"OpenAlex refuses the question ({said}).")
        raise EvidenceError(
            f"{self.url} answered {status} ({said}): check --base-url, or try again later."
        )

    def _without_key(self, text: str) -> str:
        return text.replace(self._key, "…") if self._key else text


def _answer(content: bytes) -> dict[str, Any] | None:
    try:
        answer = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    if not isinstance(answer, dict) or not isinstance(answer.get("meta"), dict):
        return None
    parts = (answer.get("results"), answer.get("group_by"))
    return answer if any(isinstance(part, list) for part in parts) else None


def _said(response: httpx.Response) -> str:
    """The server's own words about an error, on one line and not too long."""
    text = response.text
    try:
        content = msgspec.json.decode(response.content)
        if isinstance(content, dict):
            text = str(content.get("message") or content.get("error") or text)
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    return " ".join(text.split())[:160] or "no reason given"


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def _duration(seconds: float) -> str:
    minutes = max(1, round(seconds / 60))
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours else f"{rest} min"
