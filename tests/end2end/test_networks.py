"""The program in networks as they are: behind a proxy, behind a school's own certificates."""

from __future__ import annotations

import os
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from tests.fakes.client import client, idea
from tests.fakes.fault_server import FaultServer, Proxy
from tests.servers import ROOT


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Signs certificates; nobody knows it who was not told."""
    return trustme.CA()


@pytest.fixture
def secure(authority: trustme.CA) -> Iterator[FaultServer]:
    """A community behind TLS, under a certificate of that authority."""
    server = FaultServer()
    server.tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(server.tls)
    with server:
        yield server


def sync(data: Path, address: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """One run in a process of its own, as it finds its proxy and its certificates."""
    clean = {k: v for k, v in os.environ.items() if "proxy" not in k.lower()}
    return subprocess.run(
        [sys.executable, "-m", "app", "sync", "--data", data, "--community", address],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**clean, **environment},
        timeout=60,
        check=False,
    )


def kept(data: Path) -> str:
    """A message waits on this computer."""
    services = client(data, None)
    conversation = services.send(idea())
    services.close()
    return conversation.id


def test_a_certificate_that_only_the_system_knows_is_good(
    secure: FaultServer, authority: trustme.CA, tmp_path: Path
) -> None:
    message, address = kept(tmp_path / "data"), f"https://localhost:{secure.port}"
    unknown = sync(tmp_path / "data", address)
    assert (unknown.returncode, secure.received) == (1, {})
    assert "Nothing is lost." in unknown.stderr
    (tmp_path / "none.pem").write_text("no certificate")
    broken = sync(tmp_path / "data", address, SSL_CERT_FILE=str(tmp_path / "none.pem"))
    assert (broken.returncode, broken.stderr) == (1, unknown.stderr)
    bundle = tmp_path / "system.pem"
    authority.cert_pem.write_to_path(str(bundle))
    done = sync(tmp_path / "data", address, SSL_CERT_FILE=str(bundle))
    assert (done.returncode, done.stderr) == (0, "")
    assert list(secure.received) == [message]


def test_a_certificate_in_another_name_is_a_login_page(
    authority: trustme.CA, tmp_path: Path
) -> None:
    """As where a network answers every address by itself."""
    bundle = tmp_path / "system.pem"
    authority.cert_pem.write_to_path(str(bundle))
    portal = FaultServer()
    portal.tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("portal.example").configure_cert(portal.tls)
    with portal:
        address = f"https://localhost:{portal.port}"
        done = sync(tmp_path / "data", address, SSL_CERT_FILE=str(bundle))
    assert done.returncode == 1
    assert "The network asks for a login first." in done.stderr


def test_through_a_proxy_open_and_sealed(
    secure: FaultServer, authority: trustme.CA, tmp_path: Path
) -> None:
    bundle = tmp_path / "system.pem"
    authority.cert_pem.write_to_path(str(bundle))
    with Proxy() as proxy, FaultServer() as plain:
        through = {"HTTP_PROXY": proxy.address, "HTTPS_PROXY": proxy.address}
        message = kept(tmp_path / "one")
        done = sync(tmp_path / "one", plain.address, **through)
        assert (done.returncode, done.stderr) == (0, "")
        assert list(plain.received) == [message]
        assert f"GET {plain.address}/api/v1/head" in proxy.asked
        message = kept(tmp_path / "two")
        address = f"https://localhost:{secure.port}"
        done = sync(tmp_path / "two", address, SSL_CERT_FILE=str(bundle), **through)
        assert (done.returncode, done.stderr) == (0, "")
        assert list(secure.received) == [message]
        # It sees where to, and nothing of what.
        assert set(proxy.asked[-1:]) == {f"CONNECT localhost:{secure.port}"}


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_wants_a_login_is_told_as_that(scheme: str, tmp_path: Path) -> None:
    message = kept(tmp_path / "data")
    with Proxy(wants_login=True) as proxy:
        through = {"HTTP_PROXY": proxy.address, "HTTPS_PROXY": proxy.address}
        done = sync(tmp_path / "data", f"{scheme}://localhost:9", **through)
    assert done.returncode == 1
    assert "The network asks for a login first. Nothing is lost." in done.stderr
    services = client(tmp_path / "data", None)
    assert [row.id for row in services.outbox.due(services.clock.now())] in ([message], [])
    assert services.outbox.waiting() == 1
    services.close()
