#!/bin/sh
# Writes the upstream of the servers that it is given: `servers.sh NAME=ADDRESS[=drain] …`. A server's route, the value of
# its cookie, is its name, so that a newcomer at a dead server's address is nobody's old server.
set -eu
{
  echo 'upstream web {'
  echo '    zone web 512k;'
  case $AFFINITY in
    cookie) echo "    sticky cookie SERVER path=/ httponly;" ;;
    none) ;;
    *) echo "AFFINITY=$AFFINITY: nginx knows cookie and none" >&2; exit 2 ;;
  esac
  for server in "$@"; do
    name=${server%%=*}
    rest=${server#*=}
    address=${rest%%=*}
    drain=
    [ "$rest" = "$address" ] || drain=' drain'
    echo "    server $address:8080 route=$name max_fails=1 fail_timeout=10s$drain;"
  done
  echo '    keepalive 32;'
  echo '}'
} > /state/upstream.new
mv /state/upstream.new /state/upstream.conf
