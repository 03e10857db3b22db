"""The text that `up` prints when the stack is ready: URLs, and commands to paste."""

import shlex
from pathlib import Path
from urllib.parse import urlsplit

from local.cdn.function import node
from local.stack import Stack

_GUIDE = """
Darkroom is running. It reloads when app.py or chalicelib/ changes. Press Ctrl-C to stop it.

  Upload page  {url}/#token={token}
  API          {url}  (reference: /docs)
  AWS          {aws_url}  (S3, DynamoDB and SQS, in memory)
  CDN          {cdn}
  Logs         {logs}

To upload an image, run these commands in another terminal, in this folder:

  . {env}
  .venv/bin/darkroom upload {sample}

You can also upload with curl, copy a file to the bucket, or start a second API:

  . {env}
  sh {script}
  aws s3 cp {sample} "s3://$UPLOAD_BUCKET/${{UPLOAD_PREFIX}}hello.jpg"
  .venv/bin/chalice local --no-autoreload --port {second_port}
"""

_CURL = """\
# Uploads an image with curl: get a form, post the file, wait for the result, fetch a variant.
set -e
. {env}
auth="Authorization: Bearer $DARKROOM_TOKEN"
curl -sSf $DARKROOM_URL/images -H "$auth" -H 'Content-Type: application/json' \\
  -d '{{"filename": "sample.jpg", "content_type": "image/jpeg"}}' -o {document}
python3 -c 'if True:
  import json, sys
  form = json.load(sys.stdin)["upload"]
  print("url =", json.dumps(form["url"]))
  for field in form["fields"].items():
      print("form-string =", json.dumps("=".join(field)))
' < {document} > {form}
curl -sSf -K {form} -F file=@- < {sample}
image=$DARKROOM_URL/images/$(sed -E 's/.*"id": *"([^"]*)".*/\\1/' {document})
for second in $(seq 30); do
  curl -sSf $image -H "$auth" -o {document}
  grep -Eq '"status": *"(ready|failed)"' {document} && break
  sleep 1
done
python3 -m json.tool {document}
curl -sSfL $image/variants/300x300 -H "$auth" -o {variant}
"""
CURL_NAME = "curl.sh"


def guide(stack: Stack, state: Path, sample: Path, logs: str) -> str:
    """Return the text. Its commands can be pasted as they are; paths are quoted for the shell."""
    return _GUIDE.format(
        url=stack.url,
        aws_url=stack.aws_url,
        cdn=_cdn(stack),
        token=stack.token,
        logs=logs,
        second_port=(urlsplit(stack.url).port or 0) + 1,
        env=_quoted(state / "env"),
        script=_quoted(state / CURL_NAME),
        sample=_quoted(sample),
    )


def curl(state: Path, sample: Path) -> str:
    """Return the script that uploads the sample with curl."""
    files = {
        "document": state / "image.json",
        "form": state / "form.curl",
        "variant": state / "300x300.jpg",
        "env": state / "env",
        "sample": sample,
    }
    return _CURL.format(**{name: _quoted(path) for name, path in files.items()})


def _cdn(stack: Stack) -> str:
    if stack.cdn_url:
        return f"{stack.cdn_url}  (variants, including those on demand)"
    return "off" if node() else "off; the API serves variants on demand itself, because Node is not installed"


def _quoted(path: Path) -> str:
    return shlex.quote(str(path))
