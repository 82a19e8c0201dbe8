#!/bin/sh
# Writes Caddy's configuration, /state/caddy.json, for the servers that it is given, `servers.sh NAME=ADDRESS …`. How a
# user who was here before is told apart is in AFFINITY (none, cookie); the cookie's value is Caddy's own, a hash of the
# server's address.
set -eu
upstreams=
for server in "$@"; do upstreams="$upstreams,{\"dial\":\"${server#*=}:8080\"}"; done
case $AFFINITY in
  cookie) policy='{"policy":"cookie","name":"SERVER","secret":"outlast"}' ;;
  none) policy='{"policy":"round_robin"}' ;;
  *) echo "AFFINITY=$AFFINITY: Caddy knows cookie and none" >&2; exit 2 ;;
esac
sed -e "s/UPSTREAMS/[${upstreams#,}]/" -e "s/POLICY/$policy/" /etc/caddy/caddy.json > /state/caddy.new
mv /state/caddy.new /state/caddy.json
