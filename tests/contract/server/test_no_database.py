"""While the database is away: told in words, with a time to come again; then all is well again."""

from pathlib import Path

import httpx2
import psycopg

from tests.contract.server.conftest import SOURCE
from tests.contract.server.messages import message
from tests.servers import postgres_url, run_server


def test_the_sender_is_told_to_come_again(tmp_path: Path) -> None:
    url = postgres_url()
    base, name = url.rsplit("/", 1)
    server = run_server(tmp_path / "data", url, SOURCE)
    sent = message()
    with (
        httpx2.Client(base_url=server.api, timeout=20) as client,
        psycopg.connect(f"{base}/postgres", autocommit=True) as admin,
    ):
        assert client.get("head").status_code == 200
        admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        for answer in (client.get("head"), sent.put(client)):
            assert (answer.status_code, answer.json()["code"]) == (503, "busy")
            assert int(answer.headers["Retry-After"]) > 0
        assert client.get(f"{server.address}/healthz").status_code == 503
        admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        assert sent.put(client).status_code == 201
        assert client.get(f"{server.address}/healthz").status_code == 200
    assert server.stop() == 0
    assert "Traceback" not in server.log
