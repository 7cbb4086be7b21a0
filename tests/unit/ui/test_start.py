"""The first start: language, size, voice, microphone, community; and joining one later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.language import Language
from app.domain.profile import Profile
from app.speech.reader import State
from tests.fakes.fault_server import (
    Fault,
    FaultServer,
    Script,
    as_json,
    closed_port,
    html,
)
from tests.loud import ExpectedLog
from tests.stage import staged
from tests.unit.ui.hands import Hands, at_an_address, hands_on, started
from ui.context import Route
from ui.wording.joining import joining_problem

STEPS = ("start-language", "start-size", "start-voice", "start-ear", "start-join")


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture
def hands(qapp: QApplication, tmp_path: Path) -> Iterator[Hands]:
    """The program on its very first start, without a community."""
    with started(tmp_path / "data") as made:
        yield made


def kept(hands: Hands) -> Profile:
    return hands.running.services.profiles.load()


def walk_to(hands: Hands, step: str) -> None:
    """From the first screen to that one, in English."""
    presses = ("start-en", "start-size-yes", "start-voice-yes", "start-ear-on")
    for press in presses[: STEPS.index(step)]:
        hands.press(press)
    assert hands.where == step


# --- the five steps -------------------------------------------------------------------------------


def test_the_first_screen_is_large_and_in_both_languages(hands: Hands) -> None:
    assert hands.where == "start-language"
    assert hands.running.context.look.text_size == 30
    assert hands.screen.title == "Hello · 您好"
    assert [hands.button(name).title for name in hands.names()] == ["English", "中文"]


def test_listen_asks_each_in_their_own_language(hands: Hands) -> None:
    passages = hands.screen.describe().passages("en")
    in_chinese = [p.text for p in passages if p.language == "zh-CN"]
    assert in_chinese == ["您看哪种文字？要用中文，请按中文。"]
    assert any("press English" in p.text for p in passages if p.language == "en")
    hands.window.listen()
    hands.wait(lambda: {"ask-en", "ask-zh-CN"} <= set(hands.heard))


def test_chinese_is_spoken_from_the_next_screen_on(hands: Hands) -> None:
    hands.press(f"start-{Language.CHINESE}")
    assert hands.where == "start-size"
    assert hands.screen.title == "看得清吗？"
    assert kept(hands).language is Language.CHINESE


def test_the_whole_way_is_kept_and_asked_only_once(qapp: QApplication, tmp_path: Path) -> None:
    with started(tmp_path) as hands:
        hands.press("start-en")
        hands.press("bigger")
        hands.press("start-size-yes")
        hands.press("faster")
        hands.press("start-voice-yes")
        hands.press("start-ear-on")
        hands.press("start-later")
        assert hands.where == "home"
        chosen = kept(hands)
    assert (chosen.language, chosen.text_size, chosen.speed) == (Language.ENGLISH, 33, 4)
    assert chosen.started
    with started(tmp_path) as hands:
        assert hands.where == "home"
        assert hands.running.context.look.text_size == 33


def test_who_stops_half_way_is_asked_again_with_what_was_chosen(
    qapp: QApplication, tmp_path: Path
) -> None:
    with started(tmp_path) as hands:
        hands.press(f"start-{Language.CHINESE}")
        hands.press("bigger")
    with started(tmp_path) as hands:
        assert hands.where == "start-language"
        assert hands.window.focusWidget() is hands.button(f"start-{Language.CHINESE}")
        assert hands.running.context.look.text_size == 33


def test_back_goes_through_all_steps_and_stops_at_the_first(hands: Hands) -> None:
    walk_to(hands, "start-join")
    for step in reversed(STEPS[:-1]):
        hands.key(Qt.Key.Key_Escape)
        assert hands.where == step
    hands.key(Qt.Key.Key_Escape)
    assert hands.where == "start-language"
    assert "这里是开头" in hands.banner()


def test_enter_alone_leads_to_the_voice(hands: Hands) -> None:
    hands.key(Qt.Key.Key_Return)
    hands.button("start-size-yes").setFocus()
    hands.key(Qt.Key.Key_Return)
    assert hands.where == "start-voice"


def test_the_voice_speaks_only_when_asked_and_then_the_answer_is_next(hands: Hands) -> None:
    walk_to(hands, "start-voice")
    assert hands.running.services.reader.state is State.IDLE
    assert hands.button("hear").filled
    hands.press("hear")
    hands.wait(lambda: hands.heard == ["sample"])
    assert hands.button("start-voice-yes").filled
    assert not hands.button("hear").filled


def test_who_hears_nothing_goes_on_with_a_kind_word(hands: Hands) -> None:
    walk_to(hands, "start-voice")
    hands.press("start-voice-no")
    assert hands.where == "start-ear"
    assert hands.banner() == "That is all right: everything can also be read on the screen."


# --- joining at the first start ------------------------------------------------------------------


def test_the_community_of_the_command_line_is_named_and_joined(
    qapp: QApplication, tmp_path: Path, server: FaultServer
) -> None:
    with started(tmp_path, server.address, offline=False) as hands:
        walk_to(hands, "start-join")
        hands.wait(lambda: hands.button("start-yes").title == "Join Willow Lane")
        assert not kept(hands).started
        hands.press("start-yes")
        hands.wait(lambda: hands.where == "home")
        assert kept(hands).started
        assert hands.running.services.sync.status().community_url == server.address
        assert "Willow Lane" in hands.screen.where


def test_a_community_that_does_not_answer_can_be_tried_again_or_left_for_later(
    qapp: QApplication, tmp_path: Path, server: FaultServer, expected_log: ExpectedLog
) -> None:
    expected_log("a task failed: server_trouble")
    server.answer("GET", "/head", as_json({}, 500))
    with started(tmp_path, server.address, offline=False) as hands:
        walk_to(hands, "start-join")
        hands.wait(lambda: hands.banner() == joining_problem("server_trouble"))
        assert hands.button("start-yes").title == "Try again"
        server.heal()
        hands.press("start-yes")
        hands.wait(lambda: hands.button("start-yes").title == "Join Willow Lane")
        assert hands.banner() == ""
        hands.press("start-later")
        assert hands.where == "home"


def test_an_address_is_typed_seen_and_joined(
    qapp: QApplication, tmp_path: Path, server: FaultServer
) -> None:
    with started(tmp_path, offline=False) as hands:
        walk_to(hands, "start-join")
        hands.press("start-type")
        # Without a scheme, with a space at its end: as people type.
        hands.type(f"127.0.0.1:{server.port}/ ")
        hands.key(Qt.Key.Key_Return)
        hands.wait(lambda: hands.screen.title == "Is this your community?")
        assert "Willow Lane" in hands.words()
        assert "01632 960010" in hands.words()
        hands.press("join-yes")
        hands.wait(lambda: hands.where == "home")
        assert kept(hands).started
        assert kept(hands).community_url == server.address


# --- joining -----------------------------------------------------------------------------------


@pytest.fixture
def joining(qapp: QApplication, tmp_path: Path) -> Iterator[Hands]:
    """The screen where an address is typed, with the connection switched on."""
    with at_an_address(tmp_path / "stage") as hands:
        yield hands


def look_for(hands: Hands, address: str) -> None:
    hands.type(address)
    hands.press("look")


def test_no_keeps_the_address_and_joins_nothing(joining: Hands, server: FaultServer) -> None:
    look_for(joining, server.address)
    joining.wait(lambda: joining.screen.title == "Is this your community?")
    joining.press("join-no")
    assert joining.typed() == server.address
    assert joining.running.services.sync.status().community_url == ""
    joining.window.back()
    assert joining.where == "helper"


def test_yes_joins_and_goes_back_to_where_one_was(joining: Hands, server: FaultServer) -> None:
    look_for(joining, server.address)
    joining.wait(lambda: joining.screen.title == "Is this your community?")
    joining.press("join-yes")
    joining.wait(lambda: joining.where == "helper")
    assert joining.running.services.sync.status().community_url == server.address
    assert "Willow Lane" in joining.screen.where


def test_the_question_survives_a_change_of_the_text_size(
    joining: Hands, server: FaultServer
) -> None:
    look_for(joining, server.address)
    joining.wait(lambda: joining.screen.title == "Is this your community?")
    joining.window.settle(joining.running.context.profile.bigger(5))
    joining.settle()
    assert joining.screen.title == "Is this your community?"
    joining.key(Qt.Key.Key_Escape)
    assert joining.typed() == server.address


def test_what_was_typed_is_still_there_when_one_comes_again(joining: Hands) -> None:
    joining.type("willowlane.exa")
    joining.key(Qt.Key.Key_Escape)
    joining.press("join")
    assert joining.typed() == "willowlane.exa"


def test_another_community_says_what_happens_to_this_one(
    qapp: QApplication, tmp_path: Path, server: FaultServer
) -> None:
    server.community = {**server.community, "slug": "elm-row", "name": {"en": "Elm Row"}}
    with staged(tmp_path / "stage", "joined") as stage:
        stage.services.sync.set_offline(False)
        hands = hands_on(stage)
        hands.window.go(Route.to("join"))
        look_for(hands, server.address)
        hands.wait(lambda: hands.screen.title == "Is this your community?")
        assert "Elm Row" in hands.words()
        assert "You leave Willow Lane. Your messages stay on this computer." in hands.words()


FAULTS: dict[str, Script] = {
    "no_connection": Fault.LOST,
    "login_page": html(),
    "server_trouble": as_json({}, 500),
    "bad_answer": as_json(["not a head"]),
    "too_old": as_json(
        {"feed": "g1.0", "poll_after_s": 900, "min_client": "99.0", "community": "0" * 64}
    ),
    "busy": as_json({}, 429),
}


@pytest.mark.parametrize("code", FAULTS)
def test_whatever_answers_is_told_in_plain_words(
    joining: Hands, server: FaultServer, code: str, expected_log: ExpectedLog
) -> None:
    expected_log(f"a task failed: {code}")
    server.answer("GET", "/head", FAULTS[code])
    look_for(joining, server.address)
    joining.wait(lambda: joining.banner() == joining_problem(code), code)
    assert joining.typed() == server.address
    # The same screen goes on: once the other side is well, the same press finds it.
    server.heal()
    joining.press("look")
    joining.wait(lambda: joining.screen.title == "Is this your community?")


def test_an_address_where_nobody_is_says_so(joining: Hands, expected_log: ExpectedLog) -> None:
    expected_log("a task failed: no_connection")
    look_for(joining, f"127.0.0.1:{closed_port()}")
    joining.wait(lambda: joining.banner() == joining_problem("no_connection"))


@pytest.mark.parametrize("typed", ["the green house", "ftp://willowlane.example", "http://"])
def test_what_is_no_address_is_told(joining: Hands, typed: str, expected_log: ExpectedLog) -> None:
    expected_log(r"a task failed: no_(community|connection)")
    look_for(joining, typed)
    told = (joining_problem("no_community"), joining_problem("no_connection"))
    joining.wait(lambda: joining.banner() in told)
    assert joining.typed() == typed


def test_an_empty_address_is_asked_for(joining: Hands) -> None:
    look_for(joining, "  ")
    assert joining.banner() == "Please type the address first."


def test_without_a_connection_it_says_where_to_switch_it_on(
    joining: Hands, server: FaultServer
) -> None:
    joining.running.services.sync.set_offline(True)
    look_for(joining, server.address)
    assert joining.banner() == joining_problem("offline")
    assert server.requests == []


def test_every_problem_of_an_address_has_its_own_sentence() -> None:
    codes = [*FAULTS, "no_community", "offline"]
    assert len({joining_problem(code) for code in codes}) == len(codes)


def test_where_many_people_use_the_computer_recordings_are_always_locked(tmp_path: Path) -> None:
    for kiosk in (True, False):
        with started(tmp_path, kiosk=kiosk) as hands:
            services = hands.running.services
            path = services.recordings.path_for("message")
            services.save_profile(replace(services.profiles.load(), cues=False))
            again = services.recordings.path_for("message")
            for key in (services.ear._keys.for_writing(one) for one in (path, again)):  # type: ignore[union-attr]
                assert (key is not None) is kiosk


# --- a code for a machine ------------------------------------------------------------------------


def test_a_join_code_joins_this_computer_as_people_type_it(
    joining: Hands, server: FaultServer, expected_log: ExpectedLog
) -> None:
    expected_log("a task failed: bad_join_code")
    hands = joining
    server.joined_only = True
    hands.type(server.address)
    hands.press("look")
    hands.wait(lambda: "join-yes" in hands.names())
    code = hands.screen.code_field  # type: ignore[attr-defined]
    code.set_text("ol23 abce")  # one letter is wrong
    hands.press("join-yes")
    hands.wait(lambda: "The code for this computer is not right" in hands.banner())
    assert kept(hands).community_url == ""
    code = hands.screen.code_field  # type: ignore[attr-defined]
    assert code.text() == "ol23 abce"
    code.set_text("ol23 abcd")
    hands.press("join-yes")
    hands.wait(lambda: hands.running.services.devices.here() is not None)
    device = hands.running.services.devices.here()
    assert device is not None
    assert (device.address, device.name) == (server.address, "Reading room")


def test_a_computer_that_was_sent_away_says_so_on_home(
    hands: Hands, server: FaultServer, expected_log: ExpectedLog
) -> None:
    expected_log("this machine is no longer joined")
    services = hands.running.services
    services.join(services.look_at(server.address), "0123-ABCD")
    device = services.devices.here()
    assert device is not None
    walk_to(hands, "start-join")
    hands.press("start-later")
    server.revoked.add(device.id)
    services.sync.set_offline(False)
    hands.wait(lambda: "This computer is no longer joined" in hands.banner())
    hands.window.go(Route.to("helper"))
    hands.wait(lambda: "Ask a helper for a new code for this computer." in hands.words())
