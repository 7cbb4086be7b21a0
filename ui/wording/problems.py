"""A sentence for everything that the machine or the network can do wrong.

Each says what happened, that nothing is lost, and what to press; never a code.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def problem_text(code: str | None) -> str:
    """The sentence for a problem's code; a general one for a code that is not known."""
    table = {
        "no_connection": QCoreApplication.translate(
            "Problems",
            "There is no connection just now. Nothing is lost. It will try again by itself.",
        ),
        "login_page": QCoreApplication.translate(
            "Problems",
            "This network asks you to log in first. Nothing is lost. Ask a helper to log in.",
        ),
        "server_trouble": QCoreApplication.translate(
            "Problems",
            "The other side has trouble just now. Nothing is lost. It will try again by itself.",
        ),
        "bad_answer": QCoreApplication.translate(
            "Problems",
            "An answer came that could not be understood. Nothing is lost. "
            "It will try again by itself.",
        ),
        "too_old": QCoreApplication.translate(
            "Problems",
            "This program is too old to talk to your community. Nothing is lost. "
            "Ask a helper for the new one.",
        ),
        "busy": QCoreApplication.translate(
            "Problems",
            "Many people are writing just now. Nothing is lost. It will try again by itself.",
        ),
        "not_joined": QCoreApplication.translate(
            "Problems",
            "Your community takes messages only from joined computers, and this is none. "
            "Nothing is lost. Ask a helper for a code for this computer.",
        ),
        "revoked": QCoreApplication.translate(
            "Problems",
            "This computer is no longer joined to your community. Everything here is kept. "
            "Ask a helper for a new code for this computer.",
        ),
        "offline": QCoreApplication.translate(
            "Problems",
            "The connection is switched off. Nothing is lost. "
            "You can switch it on in the Helper's corner.",
        ),
        "no_community": QCoreApplication.translate(
            "Problems",
            "You have not joined a community yet. Press Help, then Settings, then Helper's corner.",
        ),
        "store_newer": QCoreApplication.translate(
            "Problems",
            "Your notices and messages were kept by a newer Footbridge. "
            "Nothing is lost. Please start the newer one.",
        ),
        "store_not_ours": QCoreApplication.translate(
            "Problems",
            "The file that should hold your notices belongs to another program. "
            "Nothing was changed. Ask a helper.",
        ),
        "store_damaged": QCoreApplication.translate(
            "Problems",
            "The file that holds your notices is damaged. It was set aside, not deleted. "
            "Ask a helper.",
        ),
        "disk_full": QCoreApplication.translate(
            "Problems",
            "This computer's disk is full, so nothing new can be kept. "
            "What was kept before is safe. Ask a helper to make room, then try again.",
        ),
        "folder_read_only": QCoreApplication.translate(
            "Problems",
            "Footbridge may not write in its folder, so nothing new can be kept. "
            "What was kept before is safe. Ask a helper.",
        ),
        "folder_gone": QCoreApplication.translate(
            "Problems",
            "The folder that holds your notices is gone. Was a stick or disk taken out? "
            "Put it back, then try again.",
        ),
        "store_busy": QCoreApplication.translate(
            "Problems",
            "Footbridge is already open on this computer. Please use that window.",
        ),
        "recording_lost": QCoreApplication.translate(
            "Problems",
            "This computer's disk lost your recording. Please say it once more, or type it.",
        ),
        "folder_no_lock": QCoreApplication.translate(
            "Problems",
            "The folder for your notices lies where two programs could spoil it. "
            "Nothing was changed. Ask a helper for a folder on this computer.",
        ),
        "no_voice": QCoreApplication.translate(
            "Problems",
            "This computer has no voice to read aloud. You can read everything on the screen.",
        ),
        "no_sound": QCoreApplication.translate(
            "Problems",
            "No loudspeaker was found, so nothing can be read aloud. "
            "You can read everything on the screen.",
        ),
        "voice_failed": QCoreApplication.translate(
            "Problems",
            "The voice stopped working. You can read everything on the screen. "
            "Press Listen to try again.",
        ),
        "bad_recording": QCoreApplication.translate(
            "Problems",
            "This recording can't be played. You can read everything on the screen.",
        ),
        "no_microphone": QCoreApplication.translate(
            "Problems",
            "No microphone was found. Nothing is lost. You can press and type, or ask a helper.",
        ),
        "microphone_failed": QCoreApplication.translate(
            "Problems",
            "The microphone gives no sound. Was it pulled out? "
            "You can press and type, or put it back and try again.",
        ),
        "no_recogniser": QCoreApplication.translate(
            "Problems",
            "This computer can't write down what is said in this language. You can type instead.",
        ),
        "ear_failed": QCoreApplication.translate(
            "Problems",
            "Listening stopped working. Nothing is lost. You can press and type, or try again.",
        ),
        "voice_speaks": QCoreApplication.translate(
            "Problems",
            "The voice was still reading, so I could not listen. Please try again.",
        ),
        "no_room": QCoreApplication.translate(
            "Problems",
            "There is no room on this computer for a recording. "
            "You can type, or ask a helper to make room.",
        ),
        "stick_none": QCoreApplication.translate(
            "Problems", "There is no stick there. Nothing is lost. Put it in, then try again."
        ),
        "stick_gone": QCoreApplication.translate(
            "Problems",
            "The stick can't be used any more. Was it taken out? "
            "Nothing is lost. Put it in again, then press Try again.",
        ),
        "stick_full": QCoreApplication.translate(
            "Problems",
            "The stick is full. Nothing is lost. "
            "Make room on it, or take another one, then press Try again.",
        ),
        "stick_read_only": QCoreApplication.translate(
            "Problems",
            "Nothing may be written on this stick. Nothing is lost. "
            "Open its lock, or take another one, then press Try again.",
        ),
        "stick_unsafe": QCoreApplication.translate(
            "Problems",
            "Something strange lies on this stick, so it was left alone. Nothing is lost. "
            "Take another one.",
        ),
        "stick_no_key": QCoreApplication.translate(
            "Problems",
            "This computer does not know your community well enough yet. Nothing is lost. "
            "Let the office put notices on the stick first, or connect once.",
        ),
        "stick_no_box": QCoreApplication.translate(
            "Problems",
            "Your community takes no messages by stick. Nothing is lost. "
            "They go when there is a connection.",
        ),
        "stick_stopped": QCoreApplication.translate(
            "Problems", "It was stopped. Nothing is lost. You may take the stick out."
        ),
        "stick_busy": QCoreApplication.translate(
            "Problems", "The connection is still busy. Nothing is lost. Please try again."
        ),
        "pack_none": QCoreApplication.translate(
            "Problems", "There is no speech pack there. Nothing was changed."
        ),
        "pack_several": QCoreApplication.translate(
            "Problems", "There is more than one speech pack there. Please choose one of them."
        ),
        "pack_damaged": QCoreApplication.translate(
            "Problems",
            "This speech pack is damaged. Nothing was changed. Copy it to the stick again.",
        ),
        "pack_newer": QCoreApplication.translate(
            "Problems",
            "This speech pack is for a newer Footbridge, or for another language. "
            "Nothing was changed.",
        ),
        "pack_unsafe": QCoreApplication.translate(
            "Problems",
            "This speech pack is not safe, so it was left alone. Nothing was changed. "
            "Get it from somebody you trust.",
        ),
        "pack_locked": QCoreApplication.translate(
            "Problems",
            "This speech pack is locked and can't be opened. Nothing was changed.",
        ),
        "pack_language": QCoreApplication.translate(
            "Problems", "Please choose first which language it is for."
        ),
        "pack_gone": QCoreApplication.translate(
            "Problems",
            "The speech pack can't be read any more. Was the stick taken out? "
            "Nothing was changed. Put it back, then try again.",
        ),
        "pack_no_room": QCoreApplication.translate(
            "Problems",
            "There is not enough room on the disk. Nothing was changed. Make room, then try again.",
        ),
        "pack_not_kept": QCoreApplication.translate(
            "Problems",
            "Footbridge may not write in its folder. Nothing was changed. Ask a helper.",
        ),
        "pack_busy": QCoreApplication.translate(
            "Problems",
            "Another speech pack is being put in just now. Wait until it is done.",
        ),
        "pack_cancelled": QCoreApplication.translate(
            "Problems", "It was stopped. Nothing was changed."
        ),
    }
    fallback = QCoreApplication.translate(
        "Problems", "Something did not work. Nothing is lost. Please try again, or ask a helper."
    )
    return table.get(code or "", fallback)
