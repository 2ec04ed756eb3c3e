"""The processes that read: each makes shards of one file after the other."""

from __future__ import annotations

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from comity.base.errors import OutputError
from comity.sources.openalex.options import Options
from comity.sources.openalex.shards import (
    Finished,
    Task,
    finished_shard,
    make_shard,
    prepare,
    prepared,
)


def make_shards(
    tasks: Sequence[Task],
    reference: Path,
    options: Options,
    threads: int,
    progress: Callable[[Finished, bool], None],
) -> list[Finished]:
    """Make what is missing, on several processes; results in the order of the tasks.

    ``progress`` is called with every shard and whether an earlier run had made it.
    """
    found: dict[int, Finished] = {}
    missing = []
    for task in tasks:
        earlier = finished_shard(task)
        if earlier is None:
            missing.append(task)
        else:
            found[task.number] = earlier
            progress(earlier, True)
    for number, finished in _made(missing, reference, options, threads):
        found[number] = finished
        progress(finished, False)
    return [found[task.number] for task in tasks]


def _made(
    tasks: Sequence[Task], reference: Path, options: Options, threads: int
) -> Iterator[tuple[int, Finished]]:
    if not tasks:
        return
    if not prepared(reference, options):
        prepare(reference, options)
    if threads < 2 or len(tasks) < 2:
        for task in tasks:
            yield task.number, _made_here(task)
        return
    # This process reads as well: to start another takes as long as some ten thousand works.
    others = min(threads, len(tasks)) - 1
    with ProcessPoolExecutor(others, get_context("spawn"), _start, (reference, options)) as pool:
        try:
            yield from _made_together(tasks, pool, others)
        except BaseException as error:
            # Nobody waits for the files that the others are reading.
            for process in list((pool._processes or {}).values()):
                process.terminate()
            pool.shutdown(wait=False, cancel_futures=True)
            if isinstance(error, BrokenProcessPool):
                raise OutputError(
                    "a process that reads works was ended from outside, perhaps for want of "
                    "memory: give fewer --threads; the same command goes on where it stopped."
                ) from error
            raise


def _made_together(
    tasks: Sequence[Task], pool: ProcessPoolExecutor, others: int
) -> Iterator[tuple[int, Finished]]:
    """Others take the tasks from the first on, this process from the last, until they meet."""
    waiting = deque(tasks)
    finished: SimpleQueue[tuple[Task, Future[Finished]]] = SimpleQueue()

    def give() -> None:
        # After a failure nothing more can be given; the failed task says so.
        with suppress(IndexError, RuntimeError):
            task = waiting.popleft()
            pool.submit(make_shard, task).add_done_callback(partial(take, task))

    def take(task: Task, future: Future[Finished]) -> None:
        finished.put((task, future))
        give()

    with _without_interrupts():
        for _ in range(2 * others):
            give()
    left = len(tasks)
    while left:
        own = _last(waiting)
        if own is not None:
            yield own.number, _made_here(own)
            left -= 1
        while left and (not waiting or not finished.empty()):
            done, future = finished.get()
            yield done.number, future.result()
            left -= 1


def _last(waiting: deque[Task]) -> Task | None:
    try:
        return waiting.pop()
    except IndexError:
        return None


def _made_here(task: Task) -> Finished:
    with _without_collection():
        return make_shard(task)


def _start(reference: Path, options: Options) -> None:
    """Make a process ready to read; it ends with the build, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    parent = parent_process()
    if parent is not None:
        # A killed build leaves nobody who would tell its processes to stop.
        Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    gc.disable()
    prepare(reference, options)


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """A process that is started here hears of an interrupt only when it is ready.

    Interrupted among its first imports, it would fill the screen.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


@contextmanager
def _without_collection() -> Iterator[None]:
    # Nothing here makes cycles, and looking for them among a million small objects takes a third.
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
