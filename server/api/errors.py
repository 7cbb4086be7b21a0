"""Errors on the wire: `{"code": "word", "reason": {words}}`, in plain words for the sender."""

import json
from collections.abc import Mapping

from django.http import HttpResponse

REASONS: dict[str, tuple[str, str]] = {
    "bad_request": ("This request is not understood.", "无法理解这个请求。"),
    "blob_too_large": (
        "The recording or picture is too large. At most 10 megabytes fit.",
        "录音或图片太大，最多十兆。",
    ),
    "blob_type": (
        "This kind of recording or picture cannot be opened here.",
        "这里打不开这种录音或图片。",
    ),
    "busy": (
        "The office's computer is busy. Nothing is lost. It will be tried again.",
        "社区那边现在很忙。什么都没有丢，稍后会再试。",
    ),
    "code": (
        "This join code is not right, or no longer good. Ask the office for a new one.",
        "这个加入码不对，或者已经失效。请向办事处要一个新的。",
    ),
    "community": ("There is no such community here.", "这里没有这个社区。"),
    "conflict": (
        "Another message is kept under this number. Yours was not taken.",
        "这个编号下已有另一条留言，这一条没有收下。",
    ),
    "cursor": ("This place in the notices is not understood.", "无法理解要从哪里开始取通知。"),
    "device": (
        "Only joined machines may send messages here. Nothing is lost.",
        "这里只收已加入的电脑发来的留言。什么都没有丢。",
    ),
    "digest": (
        "It was damaged on its way. Nothing is lost. It is sent again from its beginning.",
        "路上损坏了。什么都没有丢，会从头再发一次。",
    ),
    "empty": ("The message has no words.", "留言里没有内容。"),
    "erased": ("This message was erased.", "这条留言已经删除。"),
    "follows": (
        "The first message of this conversation is not here yet.",
        "这次对话的第一条留言还没有收到。",
    ),
    "forbidden": ("This is not allowed.", "不允许这样做。"),
    "horizon": (
        "You were away for long. The notices have to be fetched anew.",
        "离开得太久了，需要重新取一遍通知。",
    ),
    "generation": ("The notices have to be fetched anew.", "需要重新取一遍通知。"),
    "invalid": ("Something in this message is not right.", "这条留言里有不对的地方。"),
    "json": ("The message is not in the form that was agreed.", "留言的格式不对。"),
    "key": (
        "The office cannot open this message yet. Nothing is lost. It will be tried again.",
        "社区那边暂时打不开这条留言。什么都没有丢，稍后会再试。",
    ),
    "kind": ("This kind of message is not known here.", "这里不认识这种留言。"),
    "length_required": ("The message does not say how long it is.", "留言没有说明长度。"),
    "limit": ("The number must be from 1 to 1000.", "数目必须在 1 到 1000 之间。"),
    "method": ("This cannot be done here.", "这里不能这样做。"),
    "not_found": ("There is nothing here.", "这里什么也没有。"),
    "not_picture": (
        "What came is no picture that can be opened here.",
        "收到的不是能在这里打开的图片。",
    ),
    "not_sound": (
        "What came is no recording that can be heard here.",
        "收到的不是能在这里听的录音。",
    ),
    "nul": (
        "The message holds a character that cannot be sent.",
        "留言里有不能发送的字符。",
    ),
    "part": (
        "Only a whole conversation can be taken back, not a part of it.",
        "只能收回整个对话，不能收回其中一条。",
    ),
    "offset": (
        "It goes on from another place. Nothing is lost.",
        "要从另一处接着发。什么都没有丢。",
    ),
    "place": ("The place is not understood.", "无法理解这个地点。"),
    "revoked": (
        "This machine is no longer joined. Ask the office for a new code.",
        "这台电脑已不再是加入状态。请向办事处要一个新的加入码。",
    ),
    "range": (
        "This part does not fit into what was announced.",
        "这一段和原来说的对不上。",
    ),
    "sealed": (
        "It was sealed, and the office cannot open it. Please say it again.",
        "内容已经密封，社区那边打不开。请再说一次。",
    ),
    "server": (
        "Something broke here. Nothing is lost. It will be tried again.",
        "这里出了问题。什么都没有丢，稍后会再试。",
    ),
    "token": ("The message's key is missing or wrong.", "留言的钥匙缺少或不对。"),
    "too_large": ("The message is too large.", "留言太大了。"),
    "too_long": (
        "The message is too long. At most 10,000 letters fit.",
        "留言太长，最多一万个字。",
    ),
    "too_often": (
        "Too many messages came at once. Nothing is lost. It will be tried again.",
        "一下子来的留言太多。什么都没有丢，稍后会再试。",
    ),
}


def body(code: str, more: Mapping[str, str | int] | None = None) -> bytes:
    """The JSON of an error, with what else it says."""
    english, chinese = REASONS[code]
    value = {"code": code, "reason": {"en": english, "zh-CN": chinese}, **(more or {})}
    return json.dumps(value, ensure_ascii=False).encode()


def error(
    status: int,
    code: str,
    retry_after: int | None = None,
    more: Mapping[str, str | int] | None = None,
) -> HttpResponse:
    """An error's answer; `retry_after` in seconds, `more` further fields."""
    response = HttpResponse(body(code, more), status=status, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    if retry_after is not None:
        response.headers["Retry-After"] = str(max(1, retry_after))
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


class WireError(Exception):
    """Raised in a handler to answer with an error."""

    def __init__(
        self,
        status: int,
        code: str,
        retry_after: int | None = None,
        more: Mapping[str, str | int] | None = None,
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.retry_after = status, code, retry_after
        self.more = more or {}

    def response(self, about: Mapping[str, str | int] | None = None) -> HttpResponse:
        """The answer it stands for; `about` says of what it speaks."""
        return error(self.status, self.code, self.retry_after, {**(about or {}), **self.more})
