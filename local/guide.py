"""What `up` tells once the stack is ready: where things are, and commands to paste."""

import shlex
from pathlib import Path

from local.stack import Stack

_GUIDE = """
Darkroom is up. It reloads when app.py or chalicelib/ changes. Ctrl-C stops it.

  Page  {url}/#token={token}
  API   {url}  (/docs describes it)
  AWS   {aws_url}  (S3, DynamoDB, SQS; in memory)
  Logs  {logs}

In another terminal, in this folder, a picture through the API:

  . {env}
  .venv/bin/darkroom upload {sample}

The same by curl alone, or straight into the bucket, and a second API next to this one:

  . {env}
  sh {script}
  aws s3 cp {sample} "s3://$UPLOAD_BUCKET/${{UPLOAD_PREFIX}}hello.jpg"
  .venv/bin/chalice local --port 8001
"""

_CURL = """\
# A picture through the API, by curl: the form, the file, the outcome, a variant.
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
    """Return the text; the commands work as they are when pasted, whatever the folder's name."""
    return _GUIDE.format(
        url=stack.url,
        aws_url=stack.aws_url,
        token=stack.token,
        logs=logs,
        env=_quoted(state / "env"),
        script=_quoted(state / CURL_NAME),
        sample=_quoted(sample),
    )


def curl(state: Path, sample: Path) -> str:
    """Return the script that uploads the sample by curl."""
    files = {
        "document": state / "image.json",
        "form": state / "form.curl",
        "variant": state / "300x300.jpg",
        "env": state / "env",
        "sample": sample,
    }
    return _CURL.format(**{name: _quoted(path) for name, path in files.items()})


def _quoted(path: Path) -> str:
    return shlex.quote(str(path))
