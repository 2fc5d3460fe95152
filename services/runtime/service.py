"""A service from start to end: wait for what it needs, work, answer for its health, stop."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from faststream.asgi import AsgiFastStream, AsgiResponse, get
from faststream.kafka import KafkaBroker
from faststream.kafka.prometheus import KafkaPrometheusMiddleware
from prometheus_client import make_asgi_app

from .consumer import BatchConsumer
from .errors import DependencyUnavailableError, ServiceError
from .health import Component, Health
from .metrics import RuntimeMetrics
from .publisher import Publisher
from .settings import RuntimeSettings
from .watchdog import Watchdog

log = logging.getLogger("wortlaut.runtime")

EXIT_UNAVAILABLE: Final = 3
USAGE: Final = 2  # settings, or a file that they name, that cannot be used
RETRY_SECONDS: Final = 0.3
START_SECONDS: Final = 90.0  # for a consumer to join its group, when the broker just answered
GARBAGE_OBJECTS: Final = 20_000  # more made than freed, before Python looks for circles of them
GARBAGE_OF_RECORD: Final = 100  # two batches are some dozen objects a record, none in a circle

Background = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Dependency:
    """Something outside that the service opens, asks whether it is there, and closes."""

    component: Component
    open: Callable[[], Awaitable[None]]
    check: Callable[[], Awaitable[None]]
    close: Callable[[], Awaitable[None]]


class Resource(Protocol):
    """What must be opened before the work, and closed after it."""

    @property
    def open(self) -> Callable[[], Awaitable[None]]: ...
    @property
    def close(self) -> Callable[[], Awaitable[None]]: ...


@dataclass(slots=True)
class Service:
    """`dependencies` are opened in order before anything else, then `resources`; all are closed
    last, in reverse.

    `background` runs beside the consumers and is cancelled when the service stops; one that fails
    ends the service, since half a service looks like a whole one.
    """

    name: str
    settings: RuntimeSettings
    metrics: RuntimeMetrics
    health: Health
    publisher: Publisher
    broker: KafkaBroker  # FastStream does not start without one, be it that nobody subscribes
    consumers: Sequence[BatchConsumer] = ()
    dependencies: Sequence[Dependency] = ()
    resources: Sequence[Resource] = ()
    background: Sequence[Background] = ()
    topics: frozenset[str] = frozenset()
    start_seconds: float = START_SECONDS
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _app: AsgiFastStream | None = None
    _failed: bool = False
    _started: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> int:
        """Until SIGTERM or SIGINT; the exit code."""
        # uvicorn raises the signal again when it has stopped: that must not kill what then closes
        signal.signal(signal.SIGTERM, lambda *_: None)
        signal.signal(signal.SIGINT, lambda *_: None)
        opened: list[Resource] = []
        try:
            await self._open_all(opened)
            await self._serve()
        except DependencyUnavailableError as error:
            log.error("service.unavailable", extra={"why": str(error)})  # noqa: TRY400 - one line
            return EXIT_UNAVAILABLE
        finally:
            for resource in reversed(opened):
                await resource.close()
        log.info("service.stopped", extra={"service": self.name})
        return 1 if self._failed else 0

    # -- start -----------------------------------------------------------------------------

    async def _open_all(self, opened: list[Resource]) -> None:
        deadline = time.monotonic() + self.settings.start_deadline_seconds
        kafka = Dependency("kafka", self.publisher.open, self.publisher.check, self.publisher.close)
        for dependency in (kafka, *self.dependencies):
            await self._opened(dependency, deadline)
            opened.append(dependency)
            self.health.require(dependency.component, dependency.check)
        await self._await_topics(deadline)
        for resource in self.resources:
            await resource.open()
            opened.append(resource)

    async def _opened(self, dependency: Dependency, deadline: float) -> None:
        told = ""  # a reason is told once, not at each of three tries a second
        while True:
            try:
                await dependency.open()
            except Exception as error:
                if time.monotonic() >= deadline:
                    message = f"{dependency.component} did not answer: {error}"
                    raise DependencyUnavailableError(message) from error
                if (why := str(error)) != told:
                    told = why
                    log.info("service.waiting", extra={"for": dependency.component, "why": told})
                await asyncio.sleep(RETRY_SECONDS)
            else:
                return

    async def _await_topics(self, deadline: float) -> None:
        while missing := self.topics - await self.publisher.topics():
            if time.monotonic() >= deadline:
                names = ", ".join(sorted(missing))
                message = f"topics missing: {names}; make them with `wortlaut topics create`"
                raise DependencyUnavailableError(message)
            await asyncio.sleep(RETRY_SECONDS)

    # -- work ------------------------------------------------------------------------------

    async def _serve(self) -> None:
        self._app = AsgiFastStream(
            self.broker,
            logger=None,
            asgi_routes=self._routes(),
            after_startup=[self._begin],
            on_shutdown=[self._end],
        )
        waiting = asyncio.ensure_future(self._watch_the_start())
        try:
            await self._answer()
        finally:
            waiting.cancel()

    async def _answer(self) -> None:
        assert self._app is not None
        await self._app.run(
            log_level=logging.WARNING,
            run_extra_options={
                "host": self.settings.http_host,
                "port": self.settings.http_port,
                "log_config": None,
                "access_log": "false",
                "timeout_graceful_shutdown": 3,
            },
        )

    async def _watch_the_start(self) -> None:
        """FastStream answers /livez for ever although its consumers could not start."""
        try:
            async with asyncio.timeout(self.start_seconds):
                await self._started.wait()
        except TimeoutError:
            self._failed = True
            log.error("service.not_started", extra={"service": self.name})  # noqa: TRY400 - one line
            signal.raise_signal(signal.SIGTERM)

    async def _begin(self) -> None:
        self._started.set()
        watchdog = Watchdog(self.metrics.loop_lag, self.settings.stall_seconds)
        work = [watchdog.beat, self.health.watch, *self.background]
        for each in [*work, *(consumer.watch for consumer in self.consumers)]:
            task = asyncio.ensure_future(each())
            task.add_done_callback(self._ended)
            self._tasks.append(task)
        log.info("service.started", extra={"service": self.name, "port": self.settings.http_port})

    async def _end(self) -> None:
        """Before FastStream waits for the batches in hand."""
        log.info("service.stopping", extra={"service": self.name})
        for consumer in self.consumers:
            consumer.hurry()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        if task.cancelled() or task.exception() is None:
            return
        self._failed = True
        _tell_failure(task.exception())
        signal.raise_signal(signal.SIGTERM)

    # -- answers ---------------------------------------------------------------------------

    def _routes(self) -> list[tuple[str, Any]]:
        @get
        async def livez(_: Any) -> AsgiResponse:
            return AsgiResponse(b"alive\n", 200)

        @get
        async def readyz(_: Any) -> AsgiResponse:
            problems = await self.health.problems()
            body = json.dumps({"ready": not problems, "problems": problems}).encode() + b"\n"
            headers = {"content-type": "application/json"}
            return AsgiResponse(body, 503 if problems else 200, headers)

        return [
            ("/metrics", make_asgi_app(self.metrics.registry)),
            ("/livez", livez),
            ("/readyz", readyz),
        ]


def make_broker(settings: RuntimeSettings, metrics: RuntimeMetrics) -> KafkaBroker:
    """For consumers only: what we produce goes through `Publisher`, which keeps headers exact."""
    counting = KafkaPrometheusMiddleware(registry=metrics.registry, app_name=metrics.service)
    return KafkaBroker(
        settings.bootstrap_servers.split(","),  # FastStream takes one text for one host
        security=settings.security.for_faststream,
        consumer_only=True,
        allow_auto_create_topics=False,
        graceful_timeout=settings.stop_grace_seconds,
        middlewares=[counting],
        apply_types=False,
        logger=None,
    )


def _tell_failure(error: BaseException | None) -> None:
    """What we foresaw says all in one line; anything else shows where it happened."""
    if isinstance(error, ServiceError):
        log.error("service.failed", extra={"why": str(error)})
    else:
        log.error("service.failed", exc_info=error)


def run(service: Callable[[], Service]) -> None:
    """Build and run in one event loop; ends the process with the service's exit code."""

    async def main() -> int:
        try:
            built = service()
        except ServiceError as error:
            _tell_failure(error)
            return USAGE
        # what was made until now stays: the garbage collector looked through it again and again,
        # a third of what it took to decode quotes and make rows of them
        gc.freeze()
        of_batch = GARBAGE_OF_RECORD * built.settings.batch_records
        gc.set_threshold(max(GARBAGE_OBJECTS, of_batch))
        return await built.run()

    sys.exit(asyncio.run(main()))
