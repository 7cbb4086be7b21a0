"""Somebody between a community's server and a client, who puts other words into its notices."""

from __future__ import annotations

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import urlsplit

#: What concerns one connection only (RFC 9110, section 7.6.1), or would be wrong afterwards.
_NOT_PASSED_ON = {"connection", "transfer-encoding", "content-length", "host", "accept-encoding"}


class TamperingProxy:
    """Passes everything on; in what comes back, `false` stands where `true` stood.

    With `tampering` off it changes nothing.
    """

    def __init__(self, server: str, true: str, false: str) -> None:
        self.tampering = True
        proxy, far = self, urlsplit(server)

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _pass_on(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                headers = {n: v for n, v in self.headers.items() if n.lower() not in _NOT_PASSED_ON}
                away = http.client.HTTPConnection(far.hostname or "", far.port, timeout=20)
                away.request(self.command, self.path, body or None, headers)
                answer = away.getresponse()
                content = answer.read()
                away.close()
                if proxy.tampering:
                    content = content.replace(true.encode(), false.encode())
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in _NOT_PASSED_ON:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_PUT = do_POST = _pass_on  # noqa: N815 - names that http.server asks for

            def log_message(self, *_: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, name="tampering-proxy")
        self.address = f"http://127.0.0.1:{self._http.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(10)
