"""All screens by name. Each is imported when it is first opened, so that Home is there at once."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.context import Context, Route
    from ui.screen import Screen

#: Route name to module and class.
SCREENS: dict[str, tuple[str, str]] = {
    "home": ("home", "HomeScreen"),
    "notices": ("notices", "NoticesScreen"),
    "find": ("find", "FindScreen"),
    "sources": ("sources", "SourcesScreen"),
    "reading": ("reading", "ReadingScreen"),
    "today": ("today", "TodayScreen"),
    "not-shown": ("not_shown", "NotShownScreen"),
    "tell-kind": ("tell_kind", "TellKindScreen"),
    "tell-topic": ("tell_topic", "TellTopicScreen"),
    "tell-words": ("tell_words", "TellWordsScreen"),
    "tell-listen": ("tell_listen", "TellListenScreen"),
    "tell-read-back": ("tell_read_back", "TellReadBackScreen"),
    "tell-place": ("tell_place", "TellPlaceScreen"),
    "tell-answer": ("tell_answer", "TellAnswerScreen"),
    "tell-contact": ("tell_contact", "TellContactScreen"),
    "tell-send": ("tell_send", "TellSendScreen"),
    "receipt": ("receipt", "ReceiptScreen"),
    "messages": ("messages", "MessagesScreen"),
    "conversation": ("conversation", "ConversationScreen"),
    "write-back": ("write_back", "WriteBackScreen"),
    "take-back": ("take_back", "TakeBackScreen"),
    "write-back-say": ("write_back_say", "WriteBackSayScreen"),
    "learn": ("learn", "LearnScreen"),
    "lesson": ("lesson", "LessonScreen"),
    "settings": ("settings", "SettingsScreen"),
    "text-size": ("text_size", "TextSizeScreen"),
    "colours": ("colours", "ColoursScreen"),
    "voice-speed": ("voice_speed", "VoiceSpeedScreen"),
    "voice-listening": ("settings", "VoiceListeningScreen"),
    "waiting": ("waiting", "WaitingScreen"),
    "tones": ("tones", "TonesScreen"),
    "keeping": ("keeping", "KeepingScreen"),
    "microphone": ("microphone", "MicrophoneScreen"),
    "understands": ("understands", "UnderstandsScreen"),
    "packs": ("packs", "PacksScreen"),
    "pack-add": ("pack_add", "PackAddScreen"),
    "packs-out": ("packs_out", "PacksOutScreen"),
    "language": ("language", "LanguageScreen"),
    "helper": ("helper", "HelperScreen"),
    "helper-voice": ("helper_voice", "HelperVoiceScreen"),
    "stick": ("stick", "StickScreen"),
    "community-code": ("community_code", "CommunityCodeScreen"),
    "join": ("join", "JoinScreen"),
    "join-file": ("join_file", "JoinFileScreen"),
    "start-language": ("start_language", "StartLanguageScreen"),
    "start-size": ("start_size", "StartSizeScreen"),
    "start-voice": ("start_voice", "StartVoiceScreen"),
    "start-ear": ("start_ear", "StartEarScreen"),
    "start-join": ("start_join", "StartJoinScreen"),
    "help": ("help", "HelpScreen"),
    "can-say": ("can_say", "CanSayScreen"),
}


def make_screen(context: Context, route: Route) -> Screen:
    """A fresh screen for that route."""
    module, class_name = SCREENS[route.screen]
    cls = getattr(import_module(f"ui.screens.{module}"), class_name)
    screen: Screen = cls(context, **route.values)
    return screen
