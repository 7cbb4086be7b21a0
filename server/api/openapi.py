"""What `/api/v1/openapi.json` says beyond what ninja finds: bodies, the token, refusals."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from pydantic.json_schema import models_json_schema

from server.api import schemas

REF = "#/components/schemas/{model}"
#: Read by us from the raw bytes and therefore not seen by ninja.
BODIES = (
    *(schemas.FeedbackIn, schemas.SealedIn, schemas.MailboxIn, schemas.DeviceIn),
    *(schemas.ErrorOut, schemas.GoOnOut),
)
TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": "32 random bytes in base64url without padding, made with the message.",
}
MEANINGS = {
    206: "The part that was asked for",
    304: "Not changed",
    400: "The range does not fit",
    401: "The token is missing or is none",
    403: "Not allowed; the code says why",
    404: "There is nothing here",
    409: "This id holds other content, or has another token",
    410: "Gone for good",
    411: "The length of the body is missing",
    413: "The body is too large",
    415: "Nothing that can be opened here",
    416: "No byte lies in this range",
    422: "Not as agreed; the code says what",
    424: "The first message of the conversation, or the key to open it with, is not here yet",
    429: "Too often; wait for Retry-After",
    503: "Busy; wait for Retry-After",
}
BYTES = {
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
}
BYTES_BODY = {"required": True, **BYTES}
CONTENT_RANGE = {
    "name": "Content-Range",
    "in": "header",
    "description": "`bytes FIRST-LAST/SIZE`; left out, the body is the whole.",
    "schema": {"type": "string"},
}


def body(*models: str) -> dict[str, Any]:
    """The `requestBody` of an operation that takes any of the named shapes."""
    shapes: list[dict[str, Any]] = [{"$ref": REF.format(model=model)} for model in models]
    schema = shapes[0] if len(shapes) == 1 else {"anyOf": shapes}
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def refusals(*statuses: int) -> dict[int, dict[str, Any]]:
    """The `responses` of these statuses, each with words on what went wrong."""
    schema = {"$ref": REF.format(model="ErrorOut")}
    content = {"application/json": {"schema": schema}}
    return {one: {"description": MEANINGS[one], "content": content} for one in statuses}


def go_on() -> dict[int, dict[str, Any]]:
    """The `responses` to a piece that belongs elsewhere: with the place to go on from."""
    schema = {"$ref": REF.format(model="GoOnOut")}
    content = {"application/json": {"schema": schema}}
    return {409: {"description": "Not taken: go on from `offset`", "content": content}}


def bare(*statuses: int) -> dict[int, dict[str, Any]]:
    """The `responses` of these statuses, without a body."""
    return {one: {"description": MEANINGS[one]} for one in statuses}


def part_or_whole(*kinds: str) -> dict[int, dict[str, Any]]:
    """The `responses` with a file's bytes, of one of these types."""
    content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in kinds}
    return {
        200: {"description": "The bytes", "content": content},
        206: {"description": MEANINGS[206], "content": content},
    }


class WireAPI(NinjaAPI):
    """An API whose description holds every shape that it refers to."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The description, with our own shapes and the token among its components."""
        described = super().get_openapi_schema(**options)
        _, own = models_json_schema([(model, "validation") for model in BODIES], ref_template=REF)
        described["components"].setdefault("schemas", {}).update(own["$defs"])
        described["components"]["securitySchemes"] = {"token": TOKEN}
        return described
