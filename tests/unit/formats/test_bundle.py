"""The golden files of a stick are read by the end that they are for, as they are meant."""

from __future__ import annotations

import io
import json

from app.domain.swap import Brought
from app.formats import bundle
from app.formats.archive import Archive
from app.formats.keyset import Keyset, follow, parse_chain
from app.formats.sealing import recipient_of
from app.storage.couriers import CourierRow
from app.sync.courier_in import _read
from server.courier.parcel import Parcel
from tests.contract import golden_courier as golden
from tests.contract.golden_data import GOLDEN, MACHINE
from tests.contract.golden_signed import BOX


def keyset() -> Keyset:
    signed = json.loads((GOLDEN / "signed.json").read_text(encoding="utf-8"))
    chain = parse_chain(json.dumps({"keysets": signed["keysets"]}).encode())
    return follow(chain, signed["codes"][0])


def test_the_server_reads_the_out_file() -> None:
    data = (GOLDEN / "courier.fbout").read_bytes()
    box = keyset().box
    assert box is not None
    assert recipient_of(data) == box.key
    parcel = Parcel(io.BytesIO(data), BOX)
    listed = parcel.listed
    assert (listed.community, listed.number, str(listed.machine.id)) == ("reed-court", 7, MACHINE)
    assert [(one.kind, body(10**6)) for one, body in parcel.bodies()] == [
        ("take_back", b""),
        ("message", (GOLDEN / "feedback.json").read_bytes()),
        ("message", (GOLDEN / "voice.json").read_bytes()),
        ("blob", (GOLDEN / "voice.ogg").read_bytes()),
    ]
    assert golden.out_content().endswith((GOLDEN / "voice.ogg").read_bytes())


def test_the_program_reads_the_in_file() -> None:
    here = CourierRow(MACHINE, golden.MACHINE_BOX, 7, 2, -1)
    brought = Brought()
    data = (GOLDEN / "courier.fbin").read_bytes()
    answers = _read(io.BytesIO(data), here, keyset(), brought)
    assert answers is not None
    assert (answers.number, answers.answers_to) == (3, 7)
    said = [(one.kind, one.status, json.loads(one.body)) for one in answers.given]
    written = [(one["kind"], one["status"], one["body"]) for one in golden.in_told()["answers"]]
    assert said == written
    assert brought == Brought()


def test_the_program_reads_the_news() -> None:
    file = (GOLDEN / "courier.fbnews").open("rb")
    with file, Archive(file, bundle.NEWS_LIMITS) as archive:
        news = bundle.News(archive)
        assert (news.community, str(news.head.feed)) == ("reed-court", golden.FEED)
        news.prove(keyset())
        news.read_all()
        assert news.pages == (("notices-1.json", 20),)
        assert news.read("community.json") == (GOLDEN / "community.json").read_bytes()
        assert news.medium("0" * 64, 1) is None
