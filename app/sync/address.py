"""A community's address and code, from what a person types. Pure."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from urllib.parse import urlsplit

from app.domain.trust import tidy_code
from app.errors import ConnectionProblem

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):/*")
_HOST = re.compile(
    r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*"
)
_PATH = re.compile(r"[A-Za-z0-9._~/%-]*")
_API = re.compile(r"/api(/.*)?$")
#: An address, a blank, and four groups of four: as it is read out or copied from paper.
_WITH_CODE = re.compile(r"(.*\S)\s+([0-9A-Za-z]{4}(?:[\s-]*[0-9A-Za-z]{4}){3})\s*", re.DOTALL)


def split_join_text(typed: str) -> tuple[str, str]:
    """The address and the code of `https://willow-lane.example#ABCD-EFGH-JKMN-PQRS`.

    The code is empty where none was typed; a blank may stand for `#`. Raises
    ConnectionProblem(`bad_code`) for a code that can't be one.
    """
    text = typed.strip().replace("＃", "#")
    address, mark, rest = text.partition("#")
    if mark:
        code = tidy_code(rest)
        if code is None:
            raise ConnectionProblem("bad_code", "not sixteen letters and digits")
        return address.strip(), code
    found = _WITH_CODE.fullmatch(text)
    code = tidy_code(found[2]) if found else None
    return (found[1], code) if found and code else (text, "")


def tidy_address(typed: str) -> str:
    """The address without spaces, full-width letters, a slash at the end, or `/api/v1`.

    Without a scheme it is `https`, for a computer in the same house `http`. Raises
    ConnectionProblem(`no_community`) when it is empty or can't be an address.
    """
    text = unicodedata.normalize("NFKC", typed).replace("。", ".").replace("\\", "/")
    text = "".join(text.split()).strip("<>\"'“”‘’")
    scheme, rest = _split_scheme(text)
    try:
        parts = urlsplit(f"//{rest}")
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError as error:
        raise _unusable() from error
    if parts.username is not None or parts.query or parts.fragment:
        raise _unusable()
    path = _API.sub("", re.sub(r"/+", "/", parts.path)).rstrip("/")
    if not _PATH.fullmatch(path) or ".." in path:
        raise _unusable()
    scheme = scheme or ("http" if _is_near(host) else "https")
    place = f"[{host}]" if ":" in host else host
    return f"{scheme}://{place}{'' if port is None else f':{port}'}{path}"


def _unusable() -> ConnectionProblem:
    return ConnectionProblem("no_community", "not an address")


def _split_scheme(text: str) -> tuple[str, str]:
    """`http` or `https` and what follows; `name:8000` has a port, no scheme."""
    found = _SCHEME.match(text)
    if found is None:
        return "", text.lstrip("/")
    scheme, rest = found[1].lower(), text[found.end() :]
    if scheme in ("http", "https"):
        return scheme, rest
    if re.match(r"[0-9]{1,5}(/|$)", rest) and "//" not in found[0]:
        return "", text
    raise _unusable()


def _host(name: str) -> str:
    """The host in the form that is looked up; raises ValueError."""
    name = name.rstrip(".").lower()
    if ":" in name:
        return str(ipaddress.IPv6Address(name))
    if not name.isascii():
        name = name.encode("idna").decode("ascii")
    if len(name) > 253 or not _HOST.fullmatch(name):
        raise ValueError("not a host name")
    return name


def _is_near(host: str) -> bool:
    """Whether it is this computer or one in the same house, where nobody has a certificate."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith((".local", ".lan", ".home.arpa"))
    return address.is_private or address.is_loopback or address.is_link_local
