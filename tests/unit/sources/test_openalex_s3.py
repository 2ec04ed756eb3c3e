"""Files from an S3-compatible address: against a real S3 API on loopback, and a bad one."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from comity.base.errors import EvidenceError, InputError, OutputError
from comity.sources.openalex.patience import Patience
from comity.sources.openalex.s3 import Item, bucket

QUICK = Patience(attempts=4, jitter=False, timeout=30, sleep=lambda _: None)
BODY = bytes(range(256)) * 400
KEYS = 1_050
PUBLIC = {"x-amz-acl": "public-read"}


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of moto's S3 with one public bucket of more keys than a list holds."""
    moto = pytest.importorskip("moto.server", reason="needs moto[server], which is not installed")
    models = pytest.importorskip("moto.s3.models")
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    with httpx.Client(base_url=url) as client:
        assert client.put("/open", headers=PUBLIC).status_code == 200
        # So many over HTTP would take half a minute.
        store = models.s3_backends["123456789012"]["aws"]
        for n in range(KEYS):
            store.put_object("open", f"many/part_{n:04d}.gz", b"%d" % n)
        objects = {
            "works/updated_date=2026-10-01/part_000.gz": gzip.compress(b"a"),
            "works/updated_date=2026-10-02/part_000.gz": gzip.compress(b"b"),
            "works/updated_date=2026-10-02/manifest": b"{}",
            "works/part with space+plus.parquet": BODY,
            "works/empty.gz": b"",
        }
        for key, content in objects.items():
            answer = client.put(f"/open/{quote(key)}", content=content, headers=PUBLIC)
            assert answer.status_code == 200, key
    yield url
    server.stop()


def test_a_list_of_several_pages_is_whole_and_in_order(s3: str) -> None:
    items = bucket("s3://open/many/*.gz", s3, QUICK).items()
    assert [item.key for item in items] == [f"many/part_{n:04d}.gz" for n in range(KEYS)]
    assert items[7].size == 1
    assert items[7].etag == hashlib.md5(b"7", usedforsecurity=False).hexdigest()


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("s3://open/works/*.gz", ["works/empty.gz"]),
        ("s3://open/works/updated_date=2026-10-0?/*.gz", ["2026-10-01/part_000.gz",
                                                          "2026-10-02/part_000.gz"]),
        ("s3://open/works/updated_date=2026-10-0[13]/*", ["2026-10-01/part_000.gz"]),
        ("s3://open/works/**/part_*.gz", ["2026-10-01/part_000.gz", "2026-10-02/part_000.gz"]),
        ("s3://open/works", ["works/empty.gz", "works/part with space+plus.parquet",
                             "2026-10-01/part_000.gz", "2026-10-02/part_000.gz"]),
        ("s3://open/works/updated_date=2026-10-02/manifest", ["2026-10-02/manifest"]),
    ],
)  # fmt: skip
def test_what_an_address_means(s3: str, address: str, names: list[str]) -> None:
    keys = [item.key for item in bucket(address, s3, QUICK).items()]
    assert [key.removeprefix("works/updated_date=") for key in keys] == names


def test_an_object_arrives_as_it_is_and_goes_afterwards(s3: str, tmp_path: Path) -> None:
    place = bucket("s3://open/works/*.parquet", s3, QUICK)
    (item,) = place.items()
    with place.fetched(item, tmp_path / "new") as path:
        assert path.name == "part with space+plus.parquet"
        assert path.read_bytes() == BODY
    assert list((tmp_path / "new").iterdir()) == []
    packed = bucket("s3://open/works/updated_date=2026-10-01/", s3, QUICK)
    with packed.fetched(packed.items()[0], tmp_path) as path:
        assert gzip.decompress(path.read_bytes()) == b"a"
    empty = bucket("s3://open/works/empty.gz", s3, QUICK)
    with empty.fetched(empty.items()[0], tmp_path) as path:
        assert path.read_bytes() == b""


def test_a_bucket_or_folder_that_is_not_there_is_said(s3: str) -> None:
    with pytest.raises(InputError, match=r"there is no bucket 'nowhere' .*--endpoint"):
        bucket("s3://nowhere/works/*.gz", s3, QUICK).items()
    with pytest.raises(InputError, match="nothing in 's3://open/nothing/"):
        bucket("s3://open/nothing/*.gz", s3, QUICK).items()


def test_an_object_replaced_or_removed_meanwhile_is_said(s3: str, tmp_path: Path) -> None:
    place = bucket("s3://open/works/", s3, QUICK)
    with (
        pytest.raises(EvidenceError, match="removed or replaced"),
        place.fetched(Item("works/gone.gz", 3, ""), tmp_path),
    ):
        pass
    with (
        pytest.raises(EvidenceError, match="removed or replaced"),
        place.fetched(Item("works/part with space+plus.parquet", 9**9, "another"), tmp_path),
    ):
        pass
    # The many were put without leave to read them.
    with (
        pytest.raises(InputError, match="not open to everybody"),
        place.fetched(Item("many/part_0001.gz", 1, ""), tmp_path),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


def test_addresses_are_amazons_where_no_endpoint_is_named() -> None:
    assert bucket("s3://openalex/data/works/").url == "https://openalex.s3.amazonaws.com"
    assert bucket("s3://a.dotted.name/x").url == "https://s3.amazonaws.com/a.dotted.name"
    for address in ("s3:/open/x", "https://open/x", "s3://", "s3:///x", "s3://a b/x"):
        with pytest.raises(InputError, match="write s3://"):
            bucket(address)
    with pytest.raises(InputError, match="must start with https"):
        bucket("s3://open/x", "localhost:9000")


class Bad(BaseHTTPRequestHandler):
    """One object; what goes wrong is taken from the server's list, one per call."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        fault = self.server.faults.pop(0) if self.server.faults else ""  # type: ignore[attr-defined]
        asked = self.headers.get("Range", "")
        self.server.ranges.append(asked)  # type: ignore[attr-defined]
        start = int(asked.removeprefix("bytes=").rstrip("-") or 0)
        body, status = BODY[start:], 206 if asked else 200
        if fault == "no ranges":
            body, status = BODY, 200
        if fault == "wrong":
            body = bytes(len(body))
        if fault == "changed":
            status, body = 412, b""
        if fault.isdigit():
            status, body = int(fault), b"<Error><Code>SlowDown</Code></Error>"
        if fault == "moved":
            status, body = 301, b"<Error><Code>PermanentRedirect</Code></Error>"
        if fault == "loop":
            body = b"<R><IsTruncated>true</IsTruncated>"
            body += b"<NextContinuationToken>x</NextContinuationToken></R>"
        self.send_response(status)
        if fault == "moved":
            self.send_header("x-amz-bucket-region", "eu-west-1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if fault == "cut":
            body = body[: len(body) // 2]
            self.close_connection = True
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def bad(*faults: str) -> Iterator[tuple[str, list[str]]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bad)
    server.faults, server.ranges = list(faults), []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", server.ranges  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


WHOLE = Item("works/a.gz", len(BODY), hashlib.md5(BODY, usedforsecurity=False).hexdigest())


def test_a_cut_body_is_gone_on_from_where_it_ended(tmp_path: Path) -> None:
    with bad("cut", "503", "cut") as (url, ranges):
        with bucket("s3://open/works/", url, QUICK).fetched(WHOLE, tmp_path) as path:
            assert path.read_bytes() == BODY
        assert ranges == ["", "bytes=51200-", "bytes=51200-", "bytes=76800-"]


def test_a_server_without_ranges_sends_all_again(tmp_path: Path) -> None:
    with (
        bad("cut", "no ranges") as (url, _),
        bucket("s3://open/works/", url, QUICK).fetched(WHOLE, tmp_path) as path,
    ):
        assert path.read_bytes() == BODY


def test_a_wrong_body_is_fetched_anew_and_then_refused(tmp_path: Path) -> None:
    with bad("wrong") as (url, ranges):
        with bucket("s3://open/works/", url, QUICK).fetched(WHOLE, tmp_path) as path:
            assert path.read_bytes() == BODY
        assert ranges == ["", ""]
    with (
        bad(*["wrong"] * 4) as (url, _),
        pytest.raises(EvidenceError, match="its checksum differs"),
        bucket("s3://open/works/", url, QUICK).fetched(WHOLE, tmp_path),
    ):
        pass


@pytest.mark.parametrize(
    ("faults", "said"),
    [
        (["cut", "changed"], "removed or replaced while it was fetched"),
        (["503"] * 4, r"does not arrive whole \(status 503\) in 4 attempts"),
    ],
)
def test_what_cannot_be_fetched_is_said(tmp_path: Path, faults: list[str], said: str) -> None:
    with (
        bad(*faults) as (url, _),
        pytest.raises(EvidenceError, match=said),
        bucket("s3://open/works/", url, QUICK).fetched(WHOLE, tmp_path),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_list_that_cannot_be_read_is_said() -> None:
    with bad(*[""] * 4) as (url, _), pytest.raises(EvidenceError, match="cannot be listed"):
        bucket("s3://open/x/", url, QUICK).items()
    with bad("403") as (url, _), pytest.raises(InputError, match="not open to everybody"):
        bucket("s3://open/x/", url, QUICK).items()
    with bad("loop", "loop") as (url, _), pytest.raises(EvidenceError, match="leads to itself"):
        bucket("s3://open/x/", url, QUICK).items()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with (
        bad() as (url, _),
        pytest.raises(OutputError, match="make room or name another folder"),
        bucket("s3://open/works/", url, QUICK).fetched(WHOLE, tmp_path / "file"),
    ):
        pass
