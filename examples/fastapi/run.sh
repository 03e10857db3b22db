# The guide's commands, with the variables of `. .local/env`.
set -e
mkdir -p static
curl --silent --show-error --fail --output static/darkroom.js "$DARKROOM_URL/embed/1.0.0/darkroom.js"
export SITE_SECRET="$(python3 -c 'import secrets; print(secrets.token_hex(32))')"
export UPLOAD_HOSTS="$DARKROOM_URL $AWS_ENDPOINT_URL"
export IMAGE_HOSTS="$DARKROOM_URL $PUBLIC_BASE_URL"
uvicorn server:app --port 9000
