#!/bin/bash
# Install the site on Debian 12 or 13, or upgrade it. Run it as root, from a checkout, as often as you like:
#     deploy/install.sh www.example.org
# What you change in /etc/competencyworks.env stays. See docs/operations.md.
set -euo pipefail

app=competencyworks
code=/srv/$app
data=/var/lib/$app
settings=/etc/$app.env
source=$(cd "$(dirname "$0")/.." && pwd)

say() { echo "==> $*"; }
stop() {
    echo "$*" >&2
    exit 1
}
# Read the settings as systemd does: they aren't a shell script.
export_settings() {
    while IFS= read -r line; do
        [[ $line =~ ^([A-Za-z_][A-Za-z_0-9]*)=(\"?)(.*)$ ]] || continue
        value=${BASH_REMATCH[3]}
        [[ -z ${BASH_REMATCH[2]} ]] || value=${value%\"}
        export "${BASH_REMATCH[1]}=$value"
    done <"$settings"
}
# A command of the site, as its user, with its settings.
site() {
    (
        cd "$code"
        export_settings
        runuser --user "$app" --preserve-environment -- .venv/bin/python manage.py "$@"
    )
}
as_postgres() { (cd / && runuser --user postgres -- "$@"); }
has_systemd() { [[ -d /run/systemd/system ]]; }

[[ $(id -u) == 0 ]] || stop "Run this as root."
# shellcheck disable=SC1091
. /etc/os-release
[[ ${ID:-} == debian && ${VERSION_ID:-} =~ ^(12|13)$ ]] ||
    stop "This is for Debian 12 and 13. For another system, see docs/operations.md."
host=${1:-}
[[ -s $settings || -n $host ]] || stop "Say what the site's host name is: deploy/install.sh www.example.org"

say "Installing Debian's packages"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends \
    ca-certificates rsync python3-venv postgresql postgresql-client caddy restic age >/dev/null

say "Copying the site to $code"
id "$app" >/dev/null 2>&1 || useradd --system --user-group --home-dir "$data" --shell /usr/sbin/nologin "$app"
install -d -o "$app" -g "$app" -m 750 "$data"
if [[ $source != "$code" ]]; then
    # Only root may change the code. What it has written itself stays.
    rsync --archive --delete --chown=root:root --exclude=/.git --exclude=/.venv --exclude=/.uv \
        --exclude=/var --exclude=/staticfiles "$source/" "$code/"
fi

say "Installing Python's packages"
[[ -x /opt/$app-uv/bin/uv ]] || python3 -m venv "/opt/$app-uv"
"/opt/$app-uv/bin/python" -m pip install --quiet --upgrade uv
(
    cd "$code"
    # Debian 12's Python is too old, so uv fetches one.
    export UV_PYTHON_INSTALL_DIR=/opt/$app-python UV_SYSTEM_CERTS=true UV_NATIVE_TLS=true
    export UV_PROJECT_ENVIRONMENT=$code/.venv
    umask 022
    "/opt/$app-uv/bin/uv" python find --quiet >/dev/null 2>&1 || "/opt/$app-uv/bin/uv" python install --no-progress ||
        stop "Python $(cat .python-version) couldn't be downloaded. Install it as /usr/local/bin/python$(cat .python-version)," \
            "or set UV_PYTHON_INSTALL_MIRROR to where it is, and run this again."
    "/opt/$app-uv/bin/uv" sync --quiet --frozen --no-dev
    # The site's user can't write what Python compiles.
    .venv/bin/python -m compileall -q .venv/lib blog content cworks events following imports submissions wiki >/dev/null || true
)

say "Preparing the database"
if has_systemd; then
    systemctl enable --quiet --now postgresql
else
    service postgresql start >/dev/null
fi
query() { as_postgres psql --no-psqlrc --tuples-only --no-align --command "$1"; }
# The user of the site's processes, without a password, and able to try backups.
[[ $(query "SELECT 1 FROM pg_roles WHERE rolname = '$app'") == 1 ]] || as_postgres createuser --createdb "$app"
[[ $(query "SELECT 1 FROM pg_database WHERE datname = '$app'") == 1 ]] ||
    as_postgres createdb --owner="$app" --template=template0 --encoding=UTF8 --locale=C.UTF-8 "$app"

if [[ ! -s $settings ]]; then
    say "Writing $settings"
    (
        umask 027
        cat >"$settings.new" <<SETTINGS
# Every variable is described in $code/.env.example. After a change, run:
# systemctl restart competencyworks-web competencyworks-worker
CWORKS_ENV=production
SECRET_KEY=$(python3 -c 'import secrets; print(secrets.token_urlsafe(50))')
SITE_URL=https://$host
ALLOWED_HOSTS=$host
DATABASE_URL=postgresql:///$app?host=/var/run/postgresql
CWORKS_DATA_DIR=$data
BEHIND_PROXY=yes
HTTPS_REDIRECT=no
# Until you name a mail server, emails are files: smtp://user:password@mail.example.org:587
MAIL_URL=file://$data/mail
MAIL_FROM=events@$host
SETTINGS
    )
    chgrp "$app" "$settings.new"
    mv "$settings.new" "$settings"
fi

say "Migrating the database, and collecting static files"
site migrate --noinput --verbosity 0
install -d -o "$app" -g "$app" "$code/staticfiles"
site collectstatic --noinput --verbosity 0

say "Installing the services"
install -m 644 "$code"/deploy/$app-{web,worker}.service /etc/systemd/system/
# Only Debian's example, or what this script wrote, is replaced.
if [[ ! -s /etc/caddy/Caddyfile ]] || grep -qE '/usr/share/caddy|^# CompetencyWorks behind Caddy' /etc/caddy/Caddyfile; then
    name=$(export_settings && echo "${SITE_URL#https://}")
    sed "s/{\$SITE_HOST}/$name/" "$code/deploy/Caddyfile" >/etc/caddy/Caddyfile
else
    say "/etc/caddy/Caddyfile is yours, so it stays. Compare it with $code/deploy/Caddyfile."
fi
if has_systemd; then
    systemctl daemon-reload
    systemctl enable --quiet $app-web $app-worker caddy
    systemctl restart $app-web $app-worker
    systemctl reload-or-restart caddy
else
    say "systemd isn't running here, so start the services yourself."
fi

say "Checking the installation"
site doctor || true
say "Done. Create the first account, if there is none: see docs/operations.md."
