"""Apache Spark's Java process: started quietly and in bounded time, on loopback where it can be."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comity.base.errors import InputError
from comity.base.settings import cores, environment, java
from comity.evidence.engines.spark_manners import hush, own_interrupt

_REACH = 5.0  # seconds for a master's port to answer
_WORKERS = 60  # seconds for the first worker to take up the work
_LOCAL = re.compile(r"local\[(\d+|\*)\]")
_LOOPBACK = re.compile(r"spark://(localhost|127\.\d+\.\d+\.\d+):\d+")
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT])i?B?", re.IGNORECASE)
_LEAST = 512
_NO_EXTRA = "Apache Spark is not installed here: install the extra: pip install comity[spark]"
_NO_JAVA = "Apache Spark needs Java 17 or later, which is not found: install it, or set JAVA_HOME."


@dataclass(slots=True)
class SparkProcess:
    """A Spark context, and what is to be ended with it if it was started here."""

    context: Any
    gateway: Any = None
    folder: tempfile.TemporaryDirectory[str] | None = None

    def stop(self) -> None:
        """End the context and its Java process, if they were started here."""
        if self.gateway is None or self.folder is None:
            return
        from pyspark.sql import SparkSession

        SparkSession(self.context).stop()
        _end(self.gateway, self.folder)
        self.gateway = self.folder = None


def start(master: str, memory: str, spill: Path | None) -> SparkProcess:
    """Start Spark, or join the context that this process already has on the same master.

    Args:
        master: ``local[N]`` or ``spark://HOST:PORT``.
        memory: of the driver, and of each executor, such as ``1GB``.
        spill: where a local Spark puts what does not fit.

    Raises:
        InputError: Spark or Java is missing, or the master does not answer.
    """
    try:
        from pyspark import SparkConf, SparkContext
    except ImportError as error:
        raise InputError(_NO_EXTRA) from error
    local = _LOCAL.fullmatch(master)
    settings = _settings(master, memory)
    _find_java()
    if not local:
        _reach(master)
    running = SparkContext._active_spark_context
    if running is not None:
        if running.master != master:
            raise InputError(
                f"this process already runs Spark on {running.master!r}: use that, or stop it."
            )
        return SparkProcess(running)
    hush()
    folder = tempfile.TemporaryDirectory(prefix="spark-", dir=spill if local else None)
    settings["spark.sql.warehouse.dir"] = folder.name
    if local:
        settings["spark.local.dir"] = folder.name
    conf = SparkConf(loadDefaults=False).setAll(list(settings.items()))
    gateway = None
    try:
        with environment(_environment(settings)), own_interrupt():
            gateway = _launch(conf, Path(folder.name) / "log")
            context = SparkContext(conf=conf, gateway=gateway)
            context.setLogLevel("ERROR")
            if not local:
                _await_worker(context, master)
    except BaseException as error:
        # Asked of the Java process, so before that is ended.
        told = reason(error)
        if gateway is not None:
            if SparkContext._active_spark_context is not None:
                SparkContext._active_spark_context.stop()
            _end(gateway, folder)
        else:
            folder.cleanup()
        if isinstance(error, InputError) or not isinstance(error, Exception):
            raise
        raise InputError(
            f"Apache Spark on {master!r} does not start ({told}): see the cluster's log."
        ) from error
    return SparkProcess(context, gateway, folder)


def reason(error: BaseException) -> str:
    """The line of an error of Spark's that says what happened."""
    try:
        text = str(error)
    except Exception:  # the Java process is gone, and with it the text
        text = "its Java process ended: is there a Spark 4.0 master, and memory enough?"
    lines = [line for line in text.splitlines() if line.strip()]
    # Java's own message follows the sentence on the call that failed.
    told = [line.removeprefix(": ") for line in lines if line.startswith(": ")]
    return (told or lines or [type(error).__name__])[0].strip()


def _settings(master: str, memory: str) -> dict[str, str]:
    local = _LOCAL.fullmatch(master)
    if local is None and not master.startswith("spark://"):
        raise InputError(f"unknown Spark master {master!r}: give spark://HOST:PORT or local[N].")
    settings = {
        "spark.master": master,
        "spark.app.name": "comity",
        "spark.driver.memory": _mebibytes(memory),
        "spark.executor.memory": _mebibytes(memory),
        # Results are limited by the memory alone, which the user can raise.
        "spark.driver.maxResultSize": "0",
        "spark.log.level": "ERROR",
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    if local is not None:
        parts = cores() if local[1] == "*" else int(local[1])
        settings["spark.sql.shuffle.partitions"] = str(max(2, parts))
    if local is not None or _LOOPBACK.fullmatch(master):
        settings["spark.driver.host"] = settings["spark.driver.bindAddress"] = "127.0.0.1"
    return settings


def _mebibytes(memory: str) -> str:
    """The engines' common way to write a limit, as Spark reads it."""
    found = _SIZE.fullmatch(memory.strip())
    if found is None:
        raise InputError(f"cannot read the memory {memory!r}: write it as 4GB or 800MB.")
    size = float(found[1]) * 1024.0 ** ("KMGT".index(found[2].upper()) - 1)
    if size < _LEAST:
        raise InputError(f"Apache Spark needs more memory than {memory}: give {_LEAST}MB or more.")
    return f"{int(size)}m"


def _environment(settings: dict[str, str]) -> dict[str, str]:
    own = {"PYSPARK_PYTHON": sys.executable, "PYSPARK_DRIVER_PYTHON": sys.executable}
    if "spark.driver.host" in settings:
        own["SPARK_LOCAL_IP"] = settings["spark.driver.host"]
    return own


def _find_java() -> None:
    if java() is None:
        raise InputError(_NO_JAVA)


def _reach(master: str) -> None:
    """Spark itself would try for minutes."""
    for address in master.removeprefix("spark://").split(","):
        host, _, port = address.rpartition(":")
        if not host or not port.isdigit():
            raise InputError(f"cannot read the Spark master {master!r}: give spark://HOST:PORT.")
        try:
            socket.create_connection((host, int(port)), timeout=_REACH).close()
        except (OSError, OverflowError):
            continue
        return
    raise InputError(f"no Spark master answers at {master}: check the address, and that it is up.")


def _launch(conf: Any, log: Path) -> Any:
    """The Java process; what it says goes to a file, never among the command's own lines."""
    from pyspark.errors import PySparkRuntimeError
    from pyspark.java_gateway import launch_gateway

    with log.open("wb") as said:
        try:
            return launch_gateway(conf, {"stdout": subprocess.DEVNULL, "stderr": said})
        except PySparkRuntimeError as error:
            lines = [
                line for line in log.read_text("utf-8", "replace").splitlines() if line.strip()
            ]
            named = [line for line in lines if "Error" in line or "Exception" in line]
            told = (named or lines[-1:] or ["no reason given"])[0].strip()
            raise InputError(
                f"Java does not start Apache Spark ({told}): it needs Java 17 or later; check "
                "JAVA_HOME."
            ) from error


def _await_worker(context: Any, master: str) -> None:
    """A master without a free worker would keep the first query waiting for ever."""
    # The driver counts as one.
    for _ in range(_WORKERS * 5):
        if context._jsc.sc().getExecutorMemoryStatus().size() > 1:
            return
        time.sleep(0.2)
    raise InputError(
        f"{master} has no worker free for {_WORKERS} s: check that workers are up and have the "
        "memory asked for (--memory)."
    )


def _end(gateway: Any, folder: tempfile.TemporaryDirectory[str]) -> None:
    from pyspark import SparkContext

    SparkContext._gateway = SparkContext._jvm = None
    gateway.shutdown()
    # Java ends with its standard input.
    gateway.proc.stdin.close()
    try:
        gateway.proc.wait(10)
    except subprocess.TimeoutExpired:
        gateway.proc.kill()
        gateway.proc.wait()
    folder.cleanup()
