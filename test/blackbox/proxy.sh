#!/bin/bash
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# proxy.sh BINARY - the examples of docs/examples in front of a house, on loopback: a page, a form and a
# live conversation come through. Installs nothing; what is not there is skipped, and said so.
set -u
binary=$(realpath "$1")
examples=$(cd "$(dirname "$0")/../../docs/examples" && pwd)
work=$(mktemp -d)
jobs_started=()
failed=0

finish()
{
    for pid in "${jobs_started[@]}"; do kill "$pid" 2>/dev/null; done
    wait
    rm -rf "$work"
}
trap finish EXIT

fault()
{
    printf 'FAIL  %s\n' "$*"
    failed=1
}

# until_true SECONDS COMMAND… - tries ten times a second.
until_true()
{
    local left=$(($1 * 10))
    shift
    until "$@"; do
        left=$((left - 1))
        [ "$left" -gt 0 ] || return 1
        sleep 0.1
    done
}

free_port()
{
    local port
    for port in $(shuf -n 50 -i 20000-32000); do
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
    done
}

# open_house NAME URL - sets $port.
open_house()
{
    "$binary" --data "$work/$1" demo || return 1
    "$binary" --data "$work/$1" serve --listen 127.0.0.1:0 --trust-proxy 127.0.0.1 --url "$2" \
        >"$work/$1.out" 2>"$work/$1.log" &
    jobs_started+=($!)
    until_true 10 grep -q '^listening' "$work/$1.out" || return 1
    port=$(sed -n 's/^listening .*:\([0-9]*\)$/\1/p' "$work/$1.out")
}

answers() { curl -ksS --max-time 5 -o /dev/null "$1/healthz" 2>/dev/null; }

# check NAME URL - through the proxy at URL.
check()
{
    local name=$1 url=$2 talk answer
    until_true 15 answers "$url" || { fault "$name does not answer: $(tail -n 3 "$work/$name.proxy")"; return; }
    curl -ksS "$url/" -o "$work/page" || fault "$name: no page"
    grep -q "rel=\"canonical\" href=\"$url/\"" "$work/page" || fault "$name: the page does not know its address"
    talk=$(grep -o '/talks/[a-z0-9-]*' "$work/page" | head -n 1)
    [ -n "$talk" ] || { fault "$name: no talk on the page"; return; }

    curl -ksSN --max-time 20 "$url$talk/stream" >"$work/stream" 2>/dev/null &
    jobs_started+=($!)
    sleep 0.5
    answer=$(curl -ksSi "$url$talk/messages" -H "Origin: $url" --data-urlencode name=Ada --data-urlencode 'text=durch den Proxy')
    grep -q '^HTTP/[0-9.]* 303' <<<"$answer" || fault "$name: the form came back with $(head -n 1 <<<"$answer")"
    case $url in https:*) grep -qi '^set-cookie: guest=.*Secure' <<<"$answer" || fault "$name: the cookie may leave HTTPS" ;; esac
    until_true 3 grep -q 'durch den Proxy' "$work/stream" || fault "$name: what was said did not arrive live"
    answer=$(curl -ksSi "$url$talk/messages" -H 'Origin: https://evil.example' --data name=Eva --data text=x)
    grep -q '^HTTP/[0-9.]* 403' <<<"$answer" || fault "$name: a foreign form was taken"
    [ "$failed" = 0 ] && printf 'ok    %s: page, form and live conversation\n' "$name"
}

with_caddy()
{
    local here
    command -v caddy >/dev/null || { echo 'SKIP  caddy is not installed'; return; }
    here=$(free_port)
    open_house caddy "https://localhost:$here" || { fault 'caddy: no house'; return; }
    # The example with a name and certificate of this machine's own.
    {
        printf '{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n}\n'
        sed -e "s/haus\.example\.org {/https:\/\/localhost:$here {\n\ttls internal/" -e "s/127\.0\.0\.1:2012/127.0.0.1:$port/" "$examples/Caddyfile"
    } >"$work/Caddyfile"
    HOME=$work XDG_DATA_HOME=$work XDG_CONFIG_HOME=$work caddy run --adapter caddyfile --config "$work/Caddyfile" >"$work/caddy.proxy" 2>&1 &
    jobs_started+=($!)
    check caddy "https://localhost:$here"
}

with_nginx()
{
    local here
    command -v nginx >/dev/null || { echo 'SKIP  nginx is not installed'; return; }
    here=$(free_port)
    open_house nginx "http://localhost:$here" || { fault 'nginx: no house'; return; }
    {
        printf 'daemon off; master_process off; pid %s/pid;\nevents {}\nhttp {\n' "$work"
        for kind in client_body proxy fastcgi uwsgi scgi; do printf '%s_temp_path %s/tmp;\n' "$kind" "$work"; done
        sed -e "s/listen 80;/listen 127.0.0.1:$here;/" -e 's/haus\.example\.org;/localhost;/' -e "s/127\.0\.0\.1:2012/127.0.0.1:$port/" \
            -e "s,/var/log/nginx/error.log,$work/error.log," "$examples/nginx.conf"
        printf '}\n'
    } >"$work/nginx.conf"
    nginx -p "$work" -e "$work/error.log" -c "$work/nginx.conf" >"$work/nginx.proxy" 2>&1 &
    jobs_started+=($!)
    check nginx "http://localhost:$here"
}

with_caddy
with_nginx
exit "$failed"
