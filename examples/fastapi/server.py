import os
from collections.abc import Awaitable, Callable
from html import escape
from typing import Annotated

from fastapi import FastAPI, Form, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles

from darkroom import AsyncClient
from darkroom.fastapi import anyone, upload_router
from darkroom.upload_values import InvalidUploadValue, UploadValues

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none';"
    f" connect-src 'self' {os.environ['UPLOAD_HOSTS']}; img-src {os.environ['IMAGE_HOSTS']};"
    " require-trusted-types-for 'script'; trusted-types 'none'"
)

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<link rel="stylesheet" href="/style.css">
<h1>{title}</h1>
{image}
</html>
"""

client = AsyncClient(os.environ["DARKROOM_URL"], os.environ["DARKROOM_TOKEN"])
values = UploadValues(os.environ["SITE_SECRET"])
photos: dict[str, str] = {}  # titles by image id; a real site has a database

app = FastAPI()
app.include_router(
    upload_router(client, allow=anyone, values=values, variants=["300x300", "small"], max_bytes=20_000_000),
    prefix="/uploads",
)


@app.middleware("http")
async def add_policy(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call_next(request)
    response.headers["Content-Security-Policy"] = POLICY
    return response


@app.post("/photos")
async def save_photo(title: Annotated[str, Form()], photo: Annotated[str, Form()]) -> Response:
    try:
        image_id = values.image_id(photo)
    except InvalidUploadValue as error:
        raise HTTPException(400, str(error)) from error
    photos[image_id] = title
    return RedirectResponse(f"/photos/{image_id}", status_code=303)


@app.get("/photos/{image_id}")
async def show_photo(image_id: str) -> HTMLResponse:
    if image_id not in photos:
        raise HTTPException(404, "There is no such photo.")
    title = photos[image_id]
    image = await client.wait(image_id, timeout=20)
    element = image.html(alt=title, sizes="(max-width: 640px) 100vw, 640px")
    return HTMLResponse(PAGE.format(title=escape(title), image=element))


app.mount("/", StaticFiles(directory="static", html=True))
