"""What the settings read from the environment, and the files that hold the server's own secrets."""

import os
import secrets
import sqlite3
import tempfile
import zoneinfo
from pathlib import Path
from typing import Any

import dj_database_url
import platformdirs
from django.core.exceptions import ImproperlyConfigured

# SQLite 3.7.0-3.51.2 can corrupt a write-ahead log when two connections checkpoint at once;
# https://sqlite.org/wal.html#walresetbug. Below this version the rollback journal is used.
WAL_IS_SAFE_FROM = (3, 51, 3)


def flag(name: str, default: bool = False) -> bool:
    """Whether the variable says yes (1, true, yes, on)."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def listed(name: str) -> list[str]:
    """The variable's parts between commas, without empty ones."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def number(name: str, default: int) -> int:
    """The variable's whole number, 0 or more. Raises ImproperlyConfigured."""
    value = os.environ.get(name, "").strip()
    if value and not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"{name} must be a whole number; it is {value!r}.")
    return int(value) if value else default


def made(folder: Path) -> Path:
    """The folder, made for its owner alone when it is not there. Raises ImproperlyConfigured."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ImproperlyConfigured(
            f"The folder {folder} can't be used ({error.strerror})."
            " Name another one in FOOTBRIDGE_SERVER_DATA."
        ) from error
    return folder


def data_dir() -> Path:
    """The folder for the database, the media and the secret key.

    FOOTBRIDGE_SERVER_DATA when set; a new temporary folder inside a test run, so that a test
    never touches real data; else the user's data folder.
    """
    named = os.environ.get("FOOTBRIDGE_SERVER_DATA")
    if named:
        return Path(named).expanduser().resolve()
    if "PYTEST_VERSION" in os.environ:
        return Path(tempfile.mkdtemp(prefix="footbridge-server-"))
    return platformdirs.user_data_path("footbridge-server", appauthor=False)


def secret_key(folder: Path) -> str:
    """The key kept in `folder`, made on the first call and readable by its owner only."""
    given = os.environ.get("FOOTBRIDGE_SECRET_KEY")
    if given:
        return given
    path = folder / "secret.key"
    try:
        if not path.exists():
            _make_secret_key(path)
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"The file {path} can't be read or made ({error.strerror})."
            " Name another folder in FOOTBRIDGE_SERVER_DATA."
        ) from error


def _make_secret_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
        file.flush()
        os.fsync(file.fileno())
    try:
        # A link never replaces: when two processes start at once, the first one's key stays.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def journal_mode(version: str = sqlite3.sqlite_version) -> str:
    """WAL where this SQLite is safe with it, else the rollback journal."""
    parts = tuple(int(part) for part in version.split("."))
    return "WAL" if parts >= WAL_IS_SAFE_FROM else "DELETE"


def database(folder: Path) -> dict[str, Any]:
    """The default database: DATABASE_URL, or SQLite in `folder`."""
    url = os.environ.get("DATABASE_URL")
    config: dict[str, Any]
    if url:
        config = _from_url(url)
    else:
        config = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "server.sqlite3")}
    if config["ENGINE"] == "django.db.backends.sqlite3":
        # Opening the file anew cost half of a poll.
        config["CONN_MAX_AGE"] = 60
        config["OPTIONS"] = {
            # IMMEDIATE takes the write lock first, so no transaction fails half-way as "locked".
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # EXTRA, for a receipt must outlive a power cut: FULL does not write out the folder
            # after the rollback journal was deleted, and a journal that is back undoes a commit.
            "init_command": f"PRAGMA journal_mode={journal_mode()}; PRAGMA synchronous=EXTRA;",
        }
    return config


def _from_url(url: str) -> dict[str, Any]:
    """The settings that a DATABASE_URL stands for. Raises ImproperlyConfigured."""
    try:
        config = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    except ValueError as error:
        # Not the address itself: it holds a password.
        raise ImproperlyConfigured(
            "DATABASE_URL is not understood. It should look like"
            " postgresql://name:password@host:5432/database"
        ) from error
    if config["ENGINE"] == "django.db.backends.postgresql":
        config["ENGINE"] = "server.config.postgresql"
    return config


def time_zone() -> str:
    """FOOTBRIDGE_TIME_ZONE, else TZ where it names a zone, else this machine's zone, else UTC.

    Raises ImproperlyConfigured.
    """
    named = os.environ.get("FOOTBRIDGE_TIME_ZONE")
    if named:
        if named not in zoneinfo.available_timezones():
            raise ImproperlyConfigured(
                f"FOOTBRIDGE_TIME_ZONE must name a time zone, such as Asia/Shanghai;"
                f" it is {named!r}."
            )
        return named
    usual = os.environ.get("TZ", "")
    if usual in zoneinfo.available_timezones():
        return usual
    parts = Path("/etc/localtime").resolve().as_posix().partition("/zoneinfo/")
    return parts[2] or "UTC"


def rate(name: str, default: str) -> tuple[int, int] | None:
    """A limit written `times/seconds`, for example `600/3600`; None where it says `off`.

    Raises ImproperlyConfigured.
    """
    value = os.environ.get(name, default).strip().lower()
    if value == "off":
        return None
    times, _, seconds = value.partition("/")
    if not (times.isdecimal() and seconds.isdecimal() and int(times) and int(seconds)):
        raise ImproperlyConfigured(
            f"{name} must look like 600/3600 (times/seconds), or be off; it is {value!r}."
        )
    return int(times), int(seconds)
