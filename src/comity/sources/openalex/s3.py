"""Files of an S3-compatible address without credentials: listed and fetched over plain HTTP."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import httpx

from comity.base.errors import EvidenceError, InputError, OutputError
from comity.sources.openalex.inputs import SCHEME
from comity.sources.openalex.patience import PASSING, Patience, asked_to_wait, reason

# What a folder's address stands for.
ENDINGS = (".gz", ".parquet")
_WILD = re.compile(r"[*?\[]")
_MD5 = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Item:
    """One object: its key, its size in bytes, its entity tag and the day it was last changed."""

    key: str
    size: int
    etag: str
    changed: str = ""

    @property
    def name(self) -> str:
        """The last part of the key."""
        return self.key.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket that everybody may read.

    ``pattern`` is the part of the address after the bucket: a folder, an object, or a pattern in
    which ``*`` stands for anything but a slash and ``**`` for anything.
    """

    name: str
    pattern: str
    endpoint: str | None = None
    patience: Patience = field(default_factory=Patience)

    @property
    def url(self) -> str:
        """Where the bucket answers; at Amazon's own address unless an endpoint is named."""
        if self.endpoint is not None:
            return f"{self.endpoint.rstrip('/')}/{self.name}"
        if "." in self.name:  # such a name would break the certificate of the usual address
            return f"https://s3.amazonaws.com/{self.name}"
        return f"https://{self.name}.s3.amazonaws.com"

    def items(self) -> list[Item]:
        """Every object that the address means, in the order of keys.

        Raises:
            InputError: there is no such bucket, it is not public, or nothing is there.
            EvidenceError: the server cannot be used.
        """
        with self._client() as client:
            found = [item for item in self._listed(client) if _meant(item.key, self.pattern)]
        if not found:
            raise InputError(
                f"nothing in '{SCHEME}{self.name}/{self.pattern}' at {self.url}: check the address."
            )
        return sorted(found, key=lambda item: item.key)

    @contextmanager
    def fetched(self, item: Item, folder: Path) -> Iterator[Path]:
        """An object as a file in a folder, whole and checked, gone afterwards.

        Raises:
            EvidenceError: it does not arrive whole, or changed while it was fetched.
            OutputError: the folder cannot be written.
        """
        path = None
        try:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                path = Path(tempfile.mkdtemp(prefix=".s3-", dir=folder)) / item.name
                self._fetch(item, path)
            except OSError as error:
                raise OutputError(
                    f"cannot write {item.name!r} to {str(folder)!r} "
                    f"({error.strerror or error}): make room or name another folder."
                ) from error
            yield path
        finally:
            if path is not None:
                path.unlink(missing_ok=True)
                with suppress(OSError):
                    path.parent.rmdir()

    def _client(self) -> httpx.Client:
        try:
            return httpx.Client(timeout=self.patience.timeout, headers={"User-Agent": "comity"})
        except httpx.InvalidURL as error:
            raise InputError(f"endpoint {self.endpoint!r} cannot be used: mend it.") from error

    def _listed(self, client: httpx.Client) -> Iterator[Item]:
        wild = _WILD.search(self.pattern)
        prefix = self.pattern[: wild.start()] if wild else self.pattern
        parameters = {"list-type": "2", "prefix": prefix}
        while True:
            page = self._page(client, parameters)
            yield from _items(page)
            token = _text(page, "NextContinuationToken")
            if _text(page, "IsTruncated") != "true" or not token:
                return
            if token == parameters.get("continuation-token"):
                raise EvidenceError(f"{self.url}: its list leads to itself; name another endpoint.")
            parameters["continuation-token"] = token

    def _page(self, client: httpx.Client, parameters: dict[str, str]) -> ElementTree.Element:
        failure = ""
        for attempt in range(self.patience.attempts):
            asked = None
            try:
                response = client.get(f"{self.url}/", params=parameters)
                if response.status_code == httpx.codes.OK:
                    return ElementTree.fromstring(response.content)
                self._refuse(response, response.content)
                asked = asked_to_wait(response)
                failure = f"status {response.status_code}"
            except (httpx.TransportError, httpx.DecodingError, ElementTree.ParseError) as error:
                failure = reason(error)
            except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
                raise InputError(f"endpoint {self.endpoint!r} ({error}): mend it.") from error
            if attempt + 1 < self.patience.attempts:
                self.patience.wait(attempt, self.url, asked)
        raise EvidenceError(f"{self.url} cannot be listed ({failure}): check it, or try later.")

    def _refuse(self, response: httpx.Response, content: bytes) -> None:
        """Raise for an answer that asking again will not change."""
        status, code = response.status_code, _error_code(content)
        if status in PASSING:
            return
        if code == "NoSuchBucket" or (status == 404 and code != "NoSuchKey"):
            raise InputError(
                f"there is no bucket {self.name!r} at {self.url}: check its name, or name the "
                "server with --endpoint."
            )
        region = response.headers.get("x-amz-bucket-region")
        if status in (301, 307, 400) and region and self.endpoint is None:
            raise InputError(
                f"bucket {self.name!r} lies elsewhere: add --endpoint "
                f"https://s3.{region}.amazonaws.com"
            )
        if status in (401, 403):
            raise InputError(
                f"bucket {self.name!r} at {self.url} is not open to everybody ({status}): download "
                "its files and name their folder."
            )
        raise EvidenceError(f"{self.url} answered {status} {code}: check the address.")

    def _fetch(self, item: Item, path: Path) -> None:
        failure = ""
        with self._client() as client:
            for attempt in range(self.patience.attempts):
                asked = None
                try:
                    asked, failure = self._go_on(client, item, path)
                except (httpx.TransportError, httpx.DecodingError) as error:
                    failure = reason(error)
                if not failure and not (failure := _difference(item, path)):
                    return
                if path.is_file() and path.stat().st_size >= item.size:
                    path.unlink()  # whole but wrong: nothing of it can be gone on from
                if attempt + 1 < self.patience.attempts:
                    self.patience.wait(attempt, item.key, asked)
        raise EvidenceError(
            f"'{SCHEME}{self.name}/{item.key}' does not arrive whole ({failure}) in "
            f"{self.patience.attempts} attempts: try later."
        )

    def _go_on(self, client: httpx.Client, item: Item, path: Path) -> tuple[float | None, str]:
        """Fetch what is missing of a file; returns what the server asks to wait, and a failure."""
        have = path.stat().st_size if path.is_file() else 0
        # Unpacked on the way, sizes and checksums would be of something else.
        headers = {"Accept-Encoding": "identity"}
        if have:
            headers["Range"] = f"bytes={have}-"
        if have and item.etag:
            headers["If-Match"] = f'"{item.etag}"'
        address = f"{self.url}/{quote(item.key)}"
        with client.stream("GET", address, headers=headers) as response:
            if response.status_code in (404, 412):
                raise EvidenceError(
                    f"'{SCHEME}{self.name}/{item.key}' was removed or replaced while it was "
                    "fetched: give the same command again."
                )
            if response.status_code not in (200, 206):
                self._refuse(response, response.read())
                return asked_to_wait(response), f"status {response.status_code}"
            # A server that knows no ranges sends all of it again.
            with path.open("ab" if response.status_code == 206 else "wb") as stream:
                for chunk in response.iter_raw():
                    stream.write(chunk)
        return None, ""


def bucket(address: str, endpoint: str | None = None, patience: Patience | None = None) -> Bucket:
    """Read ``s3://bucket/path``.

    Raises:
        InputError: it is no such address.
    """
    name, _, pattern = address.removeprefix(SCHEME).partition("/")
    if not address.startswith(SCHEME) or not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]+", name):
        raise InputError(f"{address!r} is no S3 address: write s3://bucket/folder/*.gz.")
    if endpoint is not None and not endpoint.startswith(("http://", "https://")):
        raise InputError(f"endpoint {endpoint!r} must start with https://: mend it.")
    return Bucket(name, pattern, endpoint, patience or Patience())


def _meant(key: str, pattern: str) -> bool:
    if _WILD.search(pattern):
        return _expression(pattern).fullmatch(key) is not None
    folder = pattern if not pattern or pattern.endswith("/") else f"{pattern}/"
    return key == pattern or (key.startswith(folder) and key.endswith(ENDINGS))


def _expression(pattern: str) -> re.Pattern[str]:
    parts = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    pieces = re.split(r"(\*\*/|\*\*|\*|\?|\[[^\]/]+\])", pattern)
    return re.compile(
        "".join(
            parts.get(piece, piece if number % 2 else re.escape(piece))
            for number, piece in enumerate(pieces)
        )
    )


def _items(page: ElementTree.Element) -> Iterator[Item]:
    for entry in page.iterfind("{*}Contents"):
        key, size = _text(entry, "Key"), _text(entry, "Size")
        # A folder made by hand is an object of no size.
        if key and not key.endswith("/") and size.isdigit():
            changed = _text(entry, "LastModified")[: len("2026-01-31")]
            yield Item(key, int(size), _text(entry, "ETag").strip('"'), changed)


def _text(element: ElementTree.Element, name: str) -> str:
    return (element.findtext(f"{{*}}{name}") or "").strip()


def _error_code(content: bytes) -> str:
    try:
        return _text(ElementTree.fromstring(content), "Code")
    except ElementTree.ParseError:
        return ""


def _difference(item: Item, path: Path) -> str:
    """How a file differs from the object; empty if not at all."""
    size = path.stat().st_size
    if size != item.size:
        return f"{size:,} of {item.size:,} bytes"
    # The tag is a checksum only of objects that were uploaded in one part.
    if _MD5.fullmatch(item.etag):
        digest = hashlib.md5(usedforsecurity=False)
        with path.open("rb") as stream:
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
        if digest.hexdigest() != item.etag:
            return "its checksum differs"
    return ""
