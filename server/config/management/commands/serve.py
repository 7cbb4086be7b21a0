"""`serve`: brings the database up to date and runs the server in the foreground."""

import io
import socket
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError, call_command
from django.db import connections
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.arbiter import Arbiter  # type: ignore[import-untyped]
from gunicorn.util import parse_address  # type: ignore[import-untyped]


class Gunicorn(BaseApplication):  # type: ignore[misc]
    """gunicorn with its options given by us instead of a command line."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from server.config.wsgi import application

        return application


def announce(arbiter: Arbiter) -> None:
    """Says the real address on standard output, one line for each; also for port 0."""
    for listener in arbiter.LISTENERS:
        sock = listener.sock
        if sock.family == socket.AF_UNIX:
            address = f"unix:{sock.getsockname()}"
        else:
            host, port = sock.getsockname()[:2]
            address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        print(f"listening {address}", flush=True)  # noqa: T201  (other programs read this line)


def check_free(bind: str) -> None:
    """Raises CommandError, in plain words, when the address cannot be listened on."""
    address = parse_address(bind, default_port="8000")
    if not isinstance(address, tuple):
        return
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as probe:
        # As gunicorn does: connections of a server that has just ended are no hindrance.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise CommandError(
                f"The server cannot listen on {bind} ({error.strerror})."
                " Stop what uses this port, or choose another one with --bind."
            ) from error


class Command(BaseCommand):
    """Runs gunicorn with threads."""

    help = "Bring the database up to date and run the server until it is told to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--bind", default="127.0.0.1:8000", help="address:port; port 0 is any free one"
        )
        parser.add_argument("--workers", type=int, default=1)
        parser.add_argument("--threads", type=int, default=8)
        parser.add_argument("--no-migrate", action="store_true", help="leave the database as it is")

    def handle(self, *args: Any, **options: Any) -> None:
        check_free(options["bind"])
        if not options["no_migrate"]:
            call_command("migrate", interactive=False, verbosity=0)
        call_command("tidy_feedback", stdout=io.StringIO())
        # A connection must not be shared with the workers that are forked from here.
        connections.close_all()
        Gunicorn(
            {
                "bind": options["bind"],
                "workers": options["workers"],
                "threads": options["threads"],
                "worker_class": "gthread",
                "preload_app": True,
                "timeout": 60,
                "graceful_timeout": 10,
                "keepalive": 2,
                "control_socket_disable": True,
                "loglevel": "warning",
                "when_ready": announce,
                "proc_name": "footbridge-server",
            }
        ).run()
