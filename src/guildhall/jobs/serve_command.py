"""`guildhall serve`: the web server (gunicorn)."""

import argparse
from collections.abc import Sequence
from typing import Any

from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication

from guildhall.jobs.booting import need_migrated, start


def run(argv: Sequence[str]) -> int:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="guildhall serve", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=1, help="processes")
    parser.add_argument("--threads", type=int, default=4, help="threads in each process")
    options = parser.parse_args(argv)
    start()
    need_migrated()
    serve(host=options.host, port=options.port, workers=options.workers, threads=options.threads)
    return 0


def serve(*, host: str, port: int, workers: int, threads: int) -> None:
    """Run gunicorn in this process."""
    Server(
        {
            "bind": f"{host}:{port}",
            "workers": workers,
            "threads": threads,
            "worker_class": "gthread",
            "accesslog": None,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
    ).run()


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with settings of our own; it reads neither the command line nor a file."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Take over what this version of gunicorn knows."""
        for name, value in self.options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """The application."""
        return get_wsgi_application()
