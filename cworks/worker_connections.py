"""The worker and its jobs, which outlast the database."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import psycopg
from django.conf import settings
from django.db import Error as DatabaseFailure
from procrastinate import App, JobContext, connector
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.worker import Worker

from content.direct_connections import direct_parameters
from cworks.connections import has_lost_database

RETRY_AFTER = 1  # seconds
# How often a job runs whose connection breaks. It may be the job itself that ends it.
MAX_RUNS = 3

logger = logging.getLogger(__name__)


class PatientConnector(PsycopgConnector):
    """Waits for the database. Procrastinate's own connector gives up after 30 seconds."""

    is_waiting = False

    async def _until_database_responds[T](self, call: Callable[[], Awaitable[T]]) -> T:
        while True:
            try:
                result = await call()
            except (ConnectorException, psycopg.OperationalError) as error:
                cause = error.__cause__ or error
                if not isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError):
                    raise
                if not self.is_waiting:
                    self.is_waiting = True
                    logger.warning("The worker is waiting for the database: %s", cause)
                await asyncio.sleep(RETRY_AFTER)
            else:
                if self.is_waiting:
                    self.is_waiting = False
                    logger.warning("The database responds again, and the worker continues.")
                return result

    async def open_async(self, pool=None) -> None:
        if not self._async_pool:
            pool = pool or await self._create_pool(self._pool_args)
            await pool.open(wait=False)
        await super().open_async(pool)

    async def close_async(self) -> None:
        if self._async_pool:
            await self._async_pool.close()
            self._async_pool = None

    async def execute_query_async(self, query, **arguments: Any) -> None:
        call = partial(super().execute_query_async, query, **arguments)
        await self._until_database_responds(call)

    async def execute_query_one_async(self, query, **arguments: Any) -> dict[str, Any]:
        call = partial(super().execute_query_one_async, query, **arguments)
        return await self._until_database_responds(call)

    async def execute_query_all_async(self, query, **arguments: Any) -> list[dict[str, Any]]:
        call = partial(super().execute_query_all_async, query, **arguments)
        return await self._until_database_responds(call)

    @asynccontextmanager
    async def _get_standalone_connection(self) -> AsyncIterator[psycopg.AsyncConnection]:
        """Listen around a pooler."""
        if not settings.DIRECT_DATABASE:
            async with super()._get_standalone_connection() as connection:
                yield connection
            return
        connecting = psycopg.AsyncConnection.connect(**direct_parameters(), autocommit=True)
        async with await connecting as connection:
            yield connection

    async def listen_notify(
        self, on_notification: connector.Notify, channels: Iterable[str]
    ) -> None:
        call = partial(super().listen_notify, on_notification, list(channels))
        await self._until_database_responds(call)


class SiteConnector(DjangoConnector):
    def get_worker_connector(self) -> PatientConnector:
        return PatientConnector(
            # Looked up for each connection, because the embedded server may have to be restarted.
            kwargs=partial(connector_params, self.alias),
            timeout=5,
            reconnect_timeout=5,
        )


async def run_until_connected[T](
    call_next: Callable[[], Awaitable[T]], context: JobContext, worker: Worker
) -> T:
    """Run a job again, once the database responds, if its connection broke.

    The job's transaction was rolled back. Jobs are made to run twice, because a worker may die.
    """
    for _ in range(MAX_RUNS - 1):
        try:
            return await call_next()
        except (DatabaseFailure, ConnectorException) as error:
            if not has_lost_database(error):
                raise
            logger.warning("Job %s lost the database, and will run again.", context.job.id)
            await context.app.connector.execute_query_one_async("SELECT 1 AS responds")
    return await call_next()


def prepare_worker(app: App) -> None:
    app.connector = app.job_manager.connector = SiteConnector()
    app.worker_defaults["worker_middleware"] = [run_until_connected]
