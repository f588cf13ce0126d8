"""Django's PostgreSQL backend, whose server is started by the first connection."""

from pathlib import Path

from django.db.backends.postgresql import base, client

from cworks import embedded_postgres


class DatabaseClient(client.DatabaseClient):
    @classmethod
    def settings_to_cmd_args_env(cls, settings_dict, parameters):
        cls.executable_name = str(embedded_postgres.get_binaries() / "psql")
        host = _ensure_running(settings_dict)
        return super().settings_to_cmd_args_env({**settings_dict, "HOST": host}, parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    client_class = DatabaseClient

    @property
    def pool(self):
        pool = super().pool
        if pool:
            # Looked up for each connection, so that a crashed server is restarted.
            pool.kwargs = self.get_pool_parameters
        return pool

    def get_pool_parameters(self) -> dict:
        return {**self.get_connection_params(), "autocommit": True}

    def get_connection_params(self):
        # The pool and procrastinate's worker connect by themselves, with these parameters.
        parameters = super().get_connection_params()
        parameters.pop("durable", None)
        return {**parameters, "host": _ensure_running(self.settings_dict)}


def _ensure_running(settings_dict: dict) -> str:
    """Start the server whose data directory is HOST, and return the folder of its socket."""
    data_directory = Path(settings_dict["HOST"])
    durable = settings_dict["OPTIONS"].get("durable", True)
    return str(embedded_postgres.ensure_running(data_directory, durable=durable))
