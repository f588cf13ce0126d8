#!/bin/sh
# Run a command of the site with a secret key of its own, which is created on first use.
set -eu
key=/data/secret-key
if [ -z "${SECRET_KEY:-}" ]; then
    if [ ! -s "$key" ]; then
        umask 077
        python -c 'import secrets; print(secrets.token_urlsafe(50))' >"$key.new"
        mv "$key.new" "$key"
    fi
    SECRET_KEY=$(cat "$key")
    export SECRET_KEY
fi
exec "$@"
