"""What `up` prints once the stack is ready: where things are, and commands to paste."""

import shlex
from pathlib import Path

from local.stack import Stack

_GUIDE = """
Darkroom is up. It reloads when app.py or chalicelib/ changes. Ctrl-C stops it.

  Page  {url}/#token={token}
  API   {url}
  AWS   {aws_url}  (S3, DynamoDB, SQS; in memory)

In another terminal, in this folder: a picture through the API,

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
    curl -sSf $image -H "$auth" | tee {document} | grep -Eq '"status": *"(ready|failed)"' && break; sleep 1
  done
  python3 -m json.tool {document}
  curl -sSfL $image/variants/300x300 -H "$auth" -o {variant}

or put straight into the bucket, and a second `chalice local` next to this one:

  . {env}
  aws s3 cp {sample} "s3://$UPLOAD_BUCKET/${{UPLOAD_PREFIX}}hello.jpg"
  curl -sS {url}/images -H "$auth"
  .venv/bin/chalice local --port 8001
"""


def guide(stack: Stack, state: Path, sample: Path) -> str:
    """Return the text; the commands work as they are when pasted, whatever the folder's name."""
    files = {
        "document": state / "image.json",
        "form": state / "form.curl",
        "variant": state / "300x300.jpg",
        "env": state / "env",
        "sample": sample,
    }
    quoted = {name: shlex.quote(str(path)) for name, path in files.items()}
    return _GUIDE.format(url=stack.url, aws_url=stack.aws_url, token=stack.token, **quoted)
