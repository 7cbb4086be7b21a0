"""After another community was joined: what belongs to the former one says so, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.feedback import Draft, FeedbackKind
from app.domain.language import Language
from app.domain.profile import Profile
from app.paths import Paths
from app.services import build_services
from tests.fakes.fault_server import FaultServer
from tests.unit.ui.hands import Hands, started
from tests.unit.ui.test_bad_connections import come_to_rest, open_
from ui.context import Route

BOTH = [Language.ENGLISH, Language.CHINESE]
KEPT = (
    "Kept on this computer for Willow Lane. It goes when you join that community again.",
    "这是写给柳巷社区的，已保存在这台电脑上。您再加入那个社区时就会发出。",
)
BACK = (
    (
        "Your last words are kept on this computer for Willow Lane. "
        "They go when you join that community again."
    ),
    "您最后写的话是给柳巷社区的，已保存在这台电脑上。您再加入那个社区时就会发出。",
)
LATER = (
    "Its answer comes when you join Willow Lane again.",
    "您再加入柳巷社区时，就能收到答复。",
)
COUNTED = ("1 message kept for another community.", "有 1 条消息是写给另一个社区的，先保存着。")


@pytest.fixture
def willow() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


@pytest.fixture
def mill() -> Iterator[FaultServer]:
    with FaultServer() as server:
        server.community |= {"slug": "mill-road", "name": {"en": "Mill Road", "zh-CN": "磨坊路"}}
        server.community["office"] = {"en": "The mill's office"}
        yield server


@pytest.fixture
def hands(
    qapp: QApplication, tmp_path: Path, willow: FaultServer, request: pytest.FixtureRequest
) -> Iterator[Hands]:
    services = build_services(Paths(tmp_path), offline=True, voice="silence")
    services.profiles.save(Profile(language=request.param, started=True))
    services.close()
    with started(tmp_path, willow.address, offline=False) as made:
        come_to_rest(made)
        yield made


def say(hands: Hands, text: str) -> str:
    draft = Draft(kind=FeedbackKind.IDEA, text=text, answer_wanted=True)
    return hands.running.services.send(draft).id


def turn_to(hands: Hands, server: FaultServer) -> None:
    """Join it, as the screen does, and wait for its answers."""
    before = len(server.requests)
    hands.running.services.sync.set_community(server.address)
    hands.wait(lambda: len(server.requests) > before)
    come_to_rest(hands)


@pytest.mark.parametrize("hands", BOTH, indirect=True)
def test_what_belongs_to_the_former_community_says_so_and_waits(
    hands: Hands, willow: FaultServer, mill: FaultServer
) -> None:
    number = BOTH.index(hands.running.context.language)
    services = hands.running.services
    first = say(hands, "Received by Willow Lane.")
    hands.wait(lambda: first in willow.received)
    hands.wait(lambda: not services.outbox.waiting())
    services.sync.set_offline(True)
    second = say(hands, "Kept for Willow Lane.")
    services.sync.set_community(mill.address)
    services.sync.set_offline(False)
    hands.wait(lambda: any(r.path == "/community" for r in mill.requests))
    come_to_rest(hands)
    words = open_(hands, Route.to("messages"))
    assert KEPT[number] in words
    assert LATER[number] in words
    assert "mill" not in words.lower()
    assert COUNTED[number] in open_(hands, Route.to("helper"))
    services.write_back(first, "And one thing more.", "en")
    come_to_rest(hands)
    assert BACK[number] in open_(hands, Route.to("conversation", conversation_id=first))
    assert KEPT[number] in open_(hands, Route.to("conversation", conversation_id=second))
    assert mill.received == {}
    turn_to(hands, willow)
    hands.wait(lambda: not services.outbox.waiting())
    assert len(willow.received) == 3
    words = open_(hands, Route.to("messages"))
    assert KEPT[number] not in words
    assert LATER[number] not in words
