#!/bin/sh
# Starts HAProxy for the servers at the start: SERVERS names them, NETWORK says where they are (web-2: .12). A master
# process starts the one that works, and its successor at a reload.
set -eu
servers=
for name in $SERVERS; do
  servers="$servers $name=$NETWORK.$((10 + ${name#web-}))"
done
# Names and addresses without spaces: they are meant to be split.
# shellcheck disable=SC2086
/balancer/servers.sh $servers
exec haproxy -W -db -S /state/master.sock -f /state/haproxy.cfg
