"""Read requests and answer with problems, in FastAPI's terms."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRoute

from darkroom.upload_endpoint import MAX_BODY_BYTES, check_content_type
from darkroom.upload_problems import CONTENT_TYPE, UploadProblem

# The documents of events stay below 256 KB.
MAX_EVENT_BYTES = 262_144


class ProblemRoute(APIRoute):
    """A route that answers with the document of an UploadProblem. Routers have no handlers for exceptions."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler of the route, with its problems as responses."""
        handler = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await handler(request)
            except UploadProblem as problem:
                return JSONResponse(
                    problem.document(), problem.status, problem.headers(), media_type=CONTENT_TYPE
                )

        return answer


async def json_body(request: Request) -> bytes:
    """Return the JSON that a browser sent. Raises UploadProblem."""
    check_content_type(request.headers.get("Content-Type"))
    return await limited_body(request, MAX_BODY_BYTES)


async def limited_body(request: Request, limit: int) -> bytes:
    """Return the body, of which no more than `limit` bytes are kept in memory. Raises UploadProblem."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            detail = f"The body has more than {limit} bytes. Send the file to the upload form, not here."
            raise UploadProblem(413, "request_too_large", detail)
    return body
