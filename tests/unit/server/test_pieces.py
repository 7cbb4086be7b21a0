"""The server's small pure parts."""

import gettext
import io
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory, override_settings
from PIL import Image

from server.announcements import media
from server.announcements.feed import Cursor, CursorError
from server.api import reading, throttle
from server.api.errors import WireError
from server.api.files import RangeError, wanted_range
from server.communities.words import WordsFormField, say
from server.config import environment
from server.feedback import tokens

ROOT = Path(__file__).resolve().parents[3]
CATALOGUE = ROOT / "server" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django"


def test_a_token_has_one_spelling() -> None:
    assert tokens.decode("A" * 43) == bytes(32)
    for wrong in ("", "A" * 42, "A" * 44, "A" * 42 + "B", "A" * 42 + "=", "A" * 42 + "+"):
        with pytest.raises(tokens.TokenError):
            tokens.decode(wrong)


def test_the_claim_code_is_eight_letters_that_are_hard_to_misread() -> None:
    assert tokens.claim_code(bytes(range(32))) == "578A-ZE2Q"
    kept = tokens.claim_hash("an-id", "578A-ZE2Q")
    assert tokens.claim_fits(kept, "an-id", "578a ze2q")
    assert not tokens.claim_fits(kept, "an-id", "578A-ZE2R")
    assert not tokens.claim_fits(kept, "another-id", "578A-ZE2Q")
    assert tokens.plain_code("o1l-Io") == "01110"


def test_an_old_key_still_checks_claim_codes() -> None:
    kept = tokens.claim_hash("an-id", "578A-ZE2Q")
    from django.conf import settings

    with override_settings(SECRET_KEY="new" * 20, SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert tokens.claim_fits(kept, "an-id", "578A-ZE2Q")
    with override_settings(SECRET_KEY="new" * 20, SECRET_KEY_FALLBACKS=[]):
        assert not tokens.claim_fits(kept, "an-id", "578A-ZE2Q")


def test_cursors() -> None:
    assert Cursor.parse("g1.1234") == Cursor(1, 1234)
    assert str(Cursor(7, 0)) == "g7.0"
    for wrong in ("", "g1", "g1.", "1.1", "g1.1\n", "g01.1", "g1.1.1", "G1.1", "g１.1"):
        with pytest.raises(CursorError):
            Cursor.parse(wrong)


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-9", (0, 9)),
        ("bytes=90-200", (90, 99)),
        ("bytes=5-", (5, 99)),
        ("bytes=-10", (90, 99)),
        ("bytes=-200", (0, 99)),
        ("bytes=9-5", None),
        ("bytes=-", None),
        ("bytes=0-1,5-6", None),
        ("lines=1-2", None),
        (f"bytes={'9' * 5000}-", None),
        (f"bytes=-{'9' * 5000}", None),
    ],
)
def test_ranges_of_a_hundred_bytes(header: str, part: tuple[int, int] | None) -> None:
    assert wanted_range(header, 100) == part


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=200-300", "bytes=-0"])
def test_ranges_beyond_the_end(header: str) -> None:
    with pytest.raises(RangeError):
        wanted_range(header, 100)


@pytest.mark.parametrize("length", ["9" * 5000, "262145"])
def test_a_body_that_says_to_be_too_long_is_not_read(length: str) -> None:
    asked = RequestFactory().generic("PUT", "/", b"some bytes", CONTENT_LENGTH=length)
    with pytest.raises(WireError) as refused:
        reading.raw(asked)
    assert refused.value.response().status_code == 413


def test_addresses_are_seen_past_our_own_proxies_only() -> None:
    asked = RequestFactory().get("/", headers={"X-Forwarded-For": "6.6.6.6, 192.0.2.7"})
    assert throttle.client_address(asked) == "127.0.0.1"
    with override_settings(PROXIES=1):
        assert throttle.client_address(asked) == "192.0.2.7"
    with override_settings(PROXIES=3):
        assert throttle.client_address(asked) == "127.0.0.1"
    asked.META["REMOTE_ADDR"] = "2001:db8::1:2"
    assert throttle.client_address(asked) == "2001:db8::/64"
    asked.META["REMOTE_ADDR"] = "nonsense"
    assert throttle.client_address(asked) == "unknown"


def test_the_write_ahead_log_only_where_it_is_safe() -> None:
    assert environment.journal_mode("3.51.2") == "DELETE"
    assert environment.journal_mode("3.51.3") == "WAL"
    assert environment.journal_mode("3.52.0") == "WAL"
    assert environment.journal_mode("3.40.1") == "DELETE"


def test_processes_that_start_at_once_share_one_secret_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _n: environment.secret_key(tmp_path / "data"), range(8)))
    assert len(keys) == 1
    assert len(keys.pop()) >= 64
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret.key"]
    assert (tmp_path / "data" / "secret.key").stat().st_mode & 0o777 == 0o600


def test_words_are_said_in_the_readers_language() -> None:
    words = {"en": "Water", "zh-CN": "用水"}
    assert say(words, "zh-hans") == "用水"
    assert say(words, "en-gb") == "Water"
    assert say({"zh-CN": "用水"}, "en") == "用水"
    assert say({}, "en") == say(None, "en") == ""


def test_a_form_for_words_wants_one_language_at_least() -> None:
    field = WordsFormField()
    assert field.clean(["Water", "  "]) == {"en": "Water"}
    with pytest.raises(ValidationError):
        field.clean(["", ""])
    assert WordsFormField(required=False).clean(["", ""]) == {}


def picture(kind: str, size: tuple[int, int] = (4, 4)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return out.getvalue()


def test_files_are_what_they_are_not_what_they_say() -> None:
    for kind, name in (("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")):
        data = picture(kind)
        checked = media.check(data)
        assert (checked.role, checked.type, checked.data) == ("picture", name, data)
    for start, name in (
        (b"OggS", "audio/ogg"),
        (b"fLaC", "audio/flac"),
        (b"RIFF\0\0\0\0WAVE", "audio/wav"),
        (b"ID3", "audio/mpeg"),
        (b"\xff\xfb\x90", "audio/mpeg"),
    ):
        assert (media.check(start + bytes(40)).type) == name
    for wrong in (b"", b"<svg/>", b"<html>", picture("GIF"), picture("PNG")[:50], b"\xff\xff"):
        with pytest.raises(ValidationError):
            media.check(wrong)


def test_pictures_have_limits() -> None:
    with override_settings(PICTURE_MAX_PIXELS=100), pytest.raises(ValidationError):
        media.check(picture("PNG", (11, 10)))
    with override_settings(PICTURE_MAX_BYTES=10), pytest.raises(ValidationError):
        media.check(picture("PNG"))
    with override_settings(SOUND_MAX_BYTES=10), pytest.raises(ValidationError):
        media.check(b"OggS" + bytes(10))


def test_traces_in_a_picture_go(tmp_path: Path) -> None:
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    notes.add_text("Author", "somebody")
    out = io.BytesIO()
    Image.new("RGBA", (3, 3), (1, 2, 3, 4)).save(out, "PNG", pnginfo=notes)
    assert b"somebody" in out.getvalue()
    checked = media.check(out.getvalue())
    assert b"somebody" not in checked.data
    assert Image.open(io.BytesIO(checked.data)).getpixel((1, 1)) == (1, 2, 3, 4)


def test_every_word_of_the_staff_pages_is_there_in_chinese() -> None:
    text = CATALOGUE.with_suffix(".po").read_text(encoding="utf-8")
    assert "fuzzy" not in text
    entries = [part for part in text.split("\n\n")[1:] if "msgid" in part]
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert len(entries) > 150
    for entry in entries:
        source, told = re.split(r"\nmsgstr(?:\[0\])? ", entry)
        key = "".join(re.findall(r'"(.*)"', source.split("\nmsgid_plural")[0]))
        value = "".join(re.findall(r'"(.*)"', told)).replace('\\"', '"')
        assert value, key
        plural = "msgid_plural" in source
        said = compiled.ngettext(key, key, 2) if plural else compiled.gettext(key)
        assert said == value, "the .mo file is older than the .po file"


def test_every_marked_word_is_in_the_catalogue() -> None:
    text = CATALOGUE.with_suffix(".po").read_text(encoding="utf-8")
    known = {
        "".join(re.findall(r'"(.*)"', part))
        for part in re.findall(r"^msgid ((?:\".*\"\n)+)", text, re.MULTILINE)
    }
    marked: set[str] = set()
    for path in (ROOT / "server").rglob("*.py"):
        code = path.read_text(encoding="utf-8")
        marked |= set(re.findall(r'\b_\(\s*"((?:[^"\\]|\\.)*)"', code))
    for path in (ROOT / "server" / "templates").rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        marked |= {two for _one, two in re.findall(r"{% translate (['\"])(.*?)\1 %}", page)}
    assert len(marked) > 150
    assert marked - known == set()


def test_the_server_needs_neither_the_program_nor_its_window() -> None:
    code = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'server.config.settings';"
        "import django; django.setup(); import server.config.urls;"
        "print([name for name in sys.modules if name.split('.')[0] in ('app', 'ui', 'PySide6')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"
