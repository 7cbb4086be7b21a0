"""The staff pages, used through their forms as a person without JavaScript would."""

import re
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from tests.contract.server.browser import Browser
from tests.contract.server.messages import follow_up, mailbox, message
from tests.contract.server.recordings import spoken, voice_message
from tests.contract.server.source import GOLDEN_SOURCE
from tests.servers import RunningServer

NOTICES = "/staff/announcements/announcement/"
MESSAGES = "/staff/feedback/feedback/"
PASSWORD = "stone-lanterns-at-dusk"
EVIL = "<script>alert('x')</script><b>bold</b> & \"quoted\""


@pytest.fixture(scope="session")
def staff(server: RunningServer) -> Iterator[Browser]:
    """Somebody of reed-court's staff, signed in."""
    browser = Browser(server.address)
    assert "What would you like to do?" in browser.sign_in(server.staff_user, server.staff_password)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def neighbour_account(server: RunningServer) -> str:
    """An account of stone-bridge's staff that may read what is sent in confidence."""
    given = ("mei", "--community", "stone-bridge", "--password-stdin", "--confidential")
    said = server.manage("create_staff", *given, "--shown-as", "Mei", given=f"{PASSWORD}\n")
    assert "mei can now sign in at /staff/" in said
    return "mei"


@pytest.fixture(scope="session")
def neighbour(server: RunningServer, neighbour_account: str) -> Iterator[Browser]:
    browser = Browser(server.address)
    browser.sign_in(neighbour_account, PASSWORD)
    yield browser
    browser.close()


def latest(client: httpx2.Client, title: str) -> dict[str, Any] | None:
    """The wire's announcement that has this English title."""
    items = client.get("announcements", params={"limit": "1000"}).json()["items"]
    found = [one for one in items if one.get("texts", {}).get("en", {}).get("title") == title]
    return found[0] if found else None


def write(staff: Browser, title: str, **more: Any) -> str:
    """Writes a notice in both languages and presses "Save and publish…"."""
    staff.open(f"{NOTICES}add/")
    form = next(one for one in staff.forms() if "translations-0-title" in one.fields)
    assert form.fields["translations-0-language"] == "en"
    assert form.fields["translations-1-language"] == "zh-CN"
    issuers = re.findall(r'<option value="(\d+)"[^>]*>Street Office', staff.page.text)
    values = {
        "issuer": issuers[0],
        "expires_on": "2030-01-31",
        "translations-0-title": title,
        "translations-0-in_short": "One.\r\nTwo.",
        "translations-0-body": "First.\r\n\r\nSecond.",
        "translations-1-title": f"{title} 中文",
        "translations-1-in_short": "",
        "translations-1-body": "正文。",
        **more,
    }
    return staff.send(values, button="_publish")


def test_only_staff_come_in(server: RunningServer) -> None:
    browser = Browser(server.address)
    for path in (NOTICES, MESSAGES, f"{MESSAGES}11111111-1111-4111-8111-111111111111/change/"):
        browser.open(path)
        assert "/staff/login/" in str(browser.page.url)
    assert "errornote" in browser.sign_in(server.staff_user, "wrong")
    browser.close()


def test_a_notice_is_published_corrected_and_withdrawn(staff: Browser, http: httpx2.Client) -> None:
    title = "The library opens late"
    page = write(staff, title)
    assert "Publish this notice" in page
    assert "<li>Two.</li>" in page
    assert latest(http, title) is None
    assert "The notice is published." in staff.send(form="step")
    one = latest(http, title)
    assert one is not None
    assert (one["revision"], one["state"], one["revised_at"]) == (1, "published", None)
    assert one["texts"]["en"]["in_short"] == ["One.", "Two."]
    assert one["texts"]["en"]["body"] == "First.\n\nSecond."
    assert one["expires_on"] == "2030-01-31"
    change = f"{NOTICES}{one['id']}/change/"

    staff.open(change)
    staff.send({"translations-0-body": "At ten."}, button="_save")
    assert "Published, with changes not yet sent" in staff.open(NOTICES)
    unsent = latest(http, title)
    assert unsent == one

    staff.open(change)
    assert "what changed?" in staff.send({}, button="_correct")
    assert "This field is required" in staff.send({"note_en": "", "note_zh_CN": ""})
    staff.send({"note_en": "The hour.", "note_zh_CN": "时间改了。"})
    two = latest(http, title)
    assert two is not None
    assert (two["revision"], two["texts"]["en"]["body"]) == (2, "At ten.")
    assert two["change_note"] == {"en": "The hour.", "zh-CN": "时间改了。"}
    assert two["published_at"] == one["published_at"]
    assert two["seq"] > one["seq"]

    staff.open(change)
    staff.send({"translations-0-body": "Never sent."}, button="_withdraw")
    staff.send({"note_en": "The library stays shut.", "note_zh_CN": ""})
    three = latest(http, title)
    assert three is not None
    assert (three["revision"], three["state"]) == (3, "withdrawn")
    assert three["texts"] == two["texts"]
    assert three["change_note"] == {"en": "The library stays shut."}

    staff.open(change)
    staff.send({}, button="_publish")
    staff.send(form="step")
    four = latest(http, title)
    assert four is not None
    assert (four["revision"], four["state"], four["change_note"]) == (4, "published", None)

    staff.open(f"{NOTICES}{one['id']}/delete/")
    staff.send({"post": "yes"})
    items = http.get("announcements").json()["items"]
    assert [item for item in items if item["id"] == one["id"]] == [
        {"id": one["id"], "seq": four["seq"] + 1, "deleted": True}
    ]


def test_a_picture_goes_along_without_its_traces(staff: Browser, http: httpx2.Client) -> None:
    import io

    from PIL import Image

    picture = Image.new("RGB", (40, 20), "navy")
    exif = picture.getexif()
    exif[0x010F] = "A camera"
    exif[0x0112] = 6  # lying on its side
    data = io.BytesIO()
    picture.save(data, "JPEG", exif=exif, comment=b"taken at home")
    form = {"media-0-description_en": "A blue sign", "media-0-description_zh_CN": "蓝牌子"}
    staff.open(f"{NOTICES}add/")
    issuers = re.findall(r'<option value="(\d+)"[^>]*>Street Office', staff.page.text)
    values = {
        "issuer": issuers[0],
        "translations-0-title": "A sign",
        "translations-0-body": "See the picture.",
        **form,
    }
    bad = {"media-0-upload": ("page.png", b"<html>not a picture</html>", "image/png")}
    assert "This is not a picture or a sound" in staff.send(values, button="_publish", files=bad)
    good = {"media-0-upload": ("sign.txt", data.getvalue(), "text/plain")}
    staff.send(values, button="_publish", files=good)
    staff.send(form="step")
    one = latest(http, "A sign")
    assert one is not None
    (media,) = one["media"]
    assert (media["role"], media["type"]) == ("picture", "image/jpeg")
    sent = http.get(f"media/{media['sha256']}").content
    assert len(sent) == media["size"]
    assert b"camera" not in sent
    assert b"at home" not in sent
    shown = Image.open(io.BytesIO(sent))
    assert shown.size == (20, 40)
    assert not shown.getexif()
    # An untouched picture keeps its very bytes.
    plain = (GOLDEN_SOURCE / "media" / "gate.png").read_bytes()
    staff.open(f"{NOTICES}{one['id']}/change/")
    page = staff.page.text
    own = re.search(r'src="(/staff/announcements/announcement/media/\d+)"', page)
    assert own is not None
    assert staff.client.get(own[1]).content == sent
    assert staff.client.get(own[1]).content != plain


def test_what_may_not_go_is_said_and_nothing_is_sent(staff: Browser, http: httpx2.Client) -> None:
    before = http.get("head").json()["feed"]
    assert "at most three lines" in write(
        staff, "Too many lines", **{"translations-0-in_short": "1\n2\n3\n4"}
    )
    assert "This field is required" in write(staff, "No body", **{"translations-0-body": ""})
    assert http.get("head").json()["feed"] == before


def test_a_message_is_read_answered_and_closed(staff: Browser, http: httpx2.Client) -> None:
    first = message(f"The lamp is broken. {EVIL}", place={"words": EVIL}, name=EVIL, topic="water")
    number = first.put(http).json()["reference"]
    inbox = staff.open(f"{MESSAGES}?q={number}")
    assert number in inbox
    assert "Water" in inbox
    assert "<script>alert" not in inbox
    link = f"{MESSAGES}{first.id}/change/"
    assert link in inbox
    page = staff.open(link)
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "<b>bold" not in page

    staff.send({"action": "assign"}, form="state")
    state = mailbox(http, first)[0]
    assert state["state"] == "in_progress"
    assert state["handler"] == {"en": "Reed Court Street Office", "zh-CN": "苇苑街道办事处"}
    assert "This day is over already." in staff.send({"promised_by": "2020-01-01"}, form="promise")
    staff.open(link)
    staff.send({"promised_by": "2035-03-04"}, form="promise")
    assert mailbox(http, first)[0]["promised_by"] == "2035-03-04"

    words = f"It is mended.\r\n\r\n{EVIL}"
    page = staff.send({"text": words, "language": "en", "author": "office"}, form="answer")
    assert "The answer is sent." in page
    assert "<script>alert" not in page
    (reply,) = mailbox(http, first)[0]["replies"]
    assert reply["text"] == words.replace("\r\n", "\n")
    assert reply["author"] == {"en": "Reed Court Street Office", "zh-CN": "苇苑街道办事处"}
    assert mailbox(http, first)[0]["state"] == "answered"

    follow_up(first, verdict="not_solved", text="Still dark").put(http)
    assert mailbox(http, first)[0]["state"] == "in_progress"
    page = staff.open(link)
    assert "Still dark" in page
    assert "Not solved" in page
    more = {"text": "We come again.", "author": "issuer:clinic", "more_to_come": "on"}
    staff.send(more, form="answer")
    after = mailbox(http, first)[0]
    assert after["state"] == "in_progress"
    assert [one["author"]["en"] for one in after["replies"]][1] == "Clinic"
    staff.send({"action": "close"}, form="state")
    assert mailbox(http, first)[0]["state"] == "closed"
    staff.send({"action": "reopen"}, form="state")
    staff.send({"action": "release"}, form="state")
    assert mailbox(http, first)[0]["state"] == "received"


def test_the_claim_code_is_checked(staff: Browser, http: httpx2.Client) -> None:
    import base64
    import hashlib

    first = message()
    first.put(http)
    raw = base64.urlsafe_b64decode(first.token + "=")
    digest = hashlib.sha256(b"footbridge-claim-v1\0" + raw).digest()
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    bits = f"{int.from_bytes(digest[:5], 'big'):040b}"
    claim = "".join(letters[int(bits[n : n + 5], 2)] for n in range(0, 40, 5))
    said = f" {claim[:4].lower()} - {claim[4:].replace('1', 'l').replace('0', 'o')} "
    staff.open(f"{MESSAGES}{first.id}/change/")
    assert "The claim code fits this message." in staff.send({"claim_code": said}, form="claim")
    wrong = claim[:-1] + ("0" if claim[-1] != "0" else "2")
    assert "does not fit" in staff.send({"claim_code": wrong}, form="claim")


def test_an_erased_message_stays_dead(staff: Browser, http: httpx2.Client) -> None:
    first = message("to be erased")
    first.put(http)
    after = follow_up(first, "this too")
    after.put(http)
    staff.open(f"{MESSAGES}{first.id}/change/")
    assert "Tick the box" in staff.send({}, form="erase")
    assert mailbox(http, first)[0]["state"] == "received"
    staff.send({"sure": "1"}, form="erase")
    assert mailbox(http, first)[0]["state"] == "erased"
    for late in (first, after, follow_up(first, "and now?")):
        answer = late.put(http)
        assert (answer.status_code, answer.json()["code"]) == (410, "erased")


def test_staff_see_nothing_of_another_community(
    staff: Browser, neighbour: Browser, http: httpx2.Client, other: httpx2.Client
) -> None:
    mine, theirs = message("of reed court"), message("of stone bridge")
    mine.put(http)
    theirs.put(other)
    notice = "11111111-1111-4111-8111-111111111111"
    assert "Flu shots" in staff.open(NOTICES)
    page = neighbour.open(NOTICES)
    assert page.count("/change/") == 1
    for path in (
        *(f"{NOTICES}{notice}/change/", f"{NOTICES}{notice}/publish/"),
        *(f"{NOTICES}{notice}/withdraw/", f"{NOTICES}{notice}/delete/"),
        *(f"{NOTICES}{notice}/history/", f"{MESSAGES}{mine.id}/change/"),
        f"{MESSAGES}{mine.id}/history/",
    ):
        page = neighbour.open(path)
        assert "Flu shots" not in page, path
        assert "of reed court" not in page, path
    assert "of stone bridge" in neighbour.open(f"{MESSAGES}{theirs.id}/change/")
    assert "Reed Court" not in neighbour.open(f"{NOTICES}add/")
    pictures = re.findall(
        r"/media/\d+", staff.open(f"{NOTICES}22222222-2222-4222-8222-222222222222/change/")
    )
    assert pictures
    for path in pictures:
        assert neighbour.client.get(f"{NOTICES.rstrip('/')}{path}").status_code == 404
    # A form that was bent to name the other community's issuer is refused.
    issuers = re.findall(r'<option value="(\d+)"[^>]*>Street Office', staff.open(f"{NOTICES}add/"))
    neighbour.open(f"{NOTICES}add/")
    bent = {"issuer": issuers[0], "translations-0-title": "Bent", "translations-0-body": "Bent"}
    assert "errornote" in neighbour.send(bent, button="_publish")
    for path in ("/staff/communities/community/", "/staff/auth/user/", "/staff/auth/group/"):
        assert neighbour.client.get(path).status_code in {403, 404}


def test_only_those_who_may_read_what_is_in_confidence(
    staff: Browser, neighbour: Browser, http: httpx2.Client, other: httpx2.Client
) -> None:
    mine = message("CONFIDED", kind="confidential")
    mine.put(http)
    theirs = message("CONFIDED", kind="confidential")
    theirs.put(other)
    assert "CONFIDED" not in staff.open(f"{MESSAGES}{mine.id}/change/")
    assert mine.id not in staff.open(f"{MESSAGES}?q=CONFIDED")
    assert "CONFIDED" in neighbour.open(f"{MESSAGES}{theirs.id}/change/")
    answer = {"text": "We keep it to ourselves.", "author": "me"}
    neighbour.send(answer, form="answer")
    (reply,) = mailbox(other, theirs)[0]["replies"]
    assert reply["author"] == {"en": "Mei"}


def test_nothing_changes_by_looking(staff: Browser, http: httpx2.Client) -> None:
    before = http.get("head").json()["feed"]
    first = message()
    first.put(http)
    notice = f"{NOTICES}22222222-2222-4222-8222-222222222222/"
    for step in ("correct", "withdraw", "publish", "delete", "change"):
        assert staff.client.get(f"{notice}{step}/").status_code == 200
    staff.client.get(f"{MESSAGES}{first.id}/change/?action=close")
    assert mailbox(http, first)[0]["state"] == "received"
    for path in (f"{notice}withdraw/", f"{MESSAGES}{first.id}/change/"):
        assert staff.client.post(path, data={"action": "close"}).status_code == 403
    assert http.get("head").json()["feed"] == before


def test_the_staff_pages_speak_chinese(server: RunningServer) -> None:
    # A browser of its own: the choice of language stays in it.
    staff = Browser(server.address)
    staff.sign_in(server.staff_user, server.staff_password)
    staff.open("/staff/")
    token = next(form for form in staff.forms() if ("language", "zh-hans") in form.buttons)
    data = {**token.fields, "language": "zh-hans"}
    page = staff.client.post(token.action, data=data).text
    assert 'lang="zh-hans"' in page
    for words in ("连心桥", "通知", "留言"):
        assert words in page
    inbox = staff.open(MESSAGES)
    for words in ("等候", "地点", "编号"):
        assert words in inbox
    staff.close()


def test_the_administrator_sees_both_communities(server: RunningServer) -> None:
    browser = Browser(server.address)
    browser.sign_in(server.admin_user, server.admin_password)
    page = browser.open("/staff/communities/community/")
    assert "Reed Court" in page
    assert "Stone Bridge" in page
    for path in ("auth/user/", "auth/user/1/change/", "communities/lesson/", "auth/group/"):
        browser.open(f"/staff/{path}")
        assert browser.page.status_code == 200
    browser.close()


def test_a_new_word_of_the_community_is_on_the_wire_at_once(
    server: RunningServer, http: httpx2.Client
) -> None:
    before = http.get("head").json()["community"]
    browser = Browser(server.address)
    browser.sign_in(server.admin_user, server.admin_password)
    browser.open("/staff/communities/community/1/change/")
    browser.send({"help_telephone": "01632 960011"}, button="_save")
    text = http.get("community")
    assert text.json()["help"]["telephone"] == "01632 960011"
    assert http.get("head").json()["community"] != before
    browser.open("/staff/communities/community/1/change/")
    browser.send({"help_telephone": "01632 960010"}, button="_save")
    assert http.get("head").json()["community"] == before
    browser.close()


@pytest.fixture(scope="session")
def confidant(server: RunningServer) -> Iterator[Browser]:
    """Somebody of reed-court's staff who may read what is sent in confidence."""
    given = ("wen", "--community", "reed-court", "--password-stdin", "--confidential")
    server.manage("create_staff", *given, "--shown-as", "Wen", given=f"{PASSWORD}\n")
    browser = Browser(server.address)
    browser.sign_in("wen", PASSWORD)
    yield browser
    browser.close()


def sound_on(page: str) -> str:
    """Where the page's first recording lies."""
    found = re.search(r'<audio controls preload="metadata" src="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_a_recording_is_heard_in_the_browser(staff: Browser, http: httpx2.Client) -> None:
    sent = voice_message(spoken(12.0), seconds=67.0)
    number = sent.message.put(http).json()["reference"]
    assert sent.put(http, 0, len(sent.data) // 4 + 1).status_code == 200
    page = staff.open(f"{MESSAGES}{sent.message.id}/change/")
    assert "Voice 1:07: on its way, 25 % are here" in page
    assert "<audio" not in page
    assert "on its way" in staff.open(f"{MESSAGES}?q={number}")
    sent.put_all(http)
    # The length is measured here, whatever the sender said.
    assert "Voice 0:12" in staff.open(f"{MESSAGES}?q={number}")
    url = sound_on(staff.open(f"{MESSAGES}{sent.message.id}/change/"))
    whole = staff.client.get(url)
    assert (whole.status_code, whole.content) == (200, sent.data)
    headers = whole.headers
    assert headers["Content-Type"] == "audio/ogg"
    assert headers["Content-Disposition"] == f'inline; filename="{number}.ogg"'
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in headers["Cache-Control"]
    assert "public" not in headers["Cache-Control"]
    assert "sandbox" in headers["Content-Security-Policy"]
    part = staff.client.get(url, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, sent.data[100:200])
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(sent.data)}"
    # The page may play what lies at its own address.
    assert "default-src 'self'" in staff.page.headers["Content-Security-Policy"]


def test_what_can_not_be_taken_is_told(staff: Browser, http: httpx2.Client) -> None:
    sent = voice_message(b"no sound at all" * 20, "Words as well.")
    sent.message.put(http)
    sent.put(http, 0, len(sent.data))
    assert "could not be taken" in staff.open(f"{MESSAGES}{sent.message.id}/change/")


def test_only_those_who_may_see_the_message_hear_it(
    server: RunningServer,
    staff: Browser,
    neighbour: Browser,
    confidant: Browser,
    http: httpx2.Client,
) -> None:
    sent = voice_message(spoken(), kind="confidential")
    open_one = voice_message(spoken())
    for one in (sent, open_one):
        one.message.put(http)
        one.put_all(http)
    url = sound_on(confidant.open(f"{MESSAGES}{sent.message.id}/change/"))
    assert confidant.client.get(url).content == sent.data
    for stranger in (staff, neighbour):
        assert stranger.client.get(url).status_code == 404
    # Not by way of another conversation either.
    elsewhere = url.replace(sent.message.id, open_one.message.id)
    assert staff.client.get(elsewhere).status_code == 404
    with httpx2.Client(base_url=server.address) as nobody:
        answer = nobody.get(url)
        assert answer.status_code == 302
        assert "/staff/login/" in answer.headers["Location"]
