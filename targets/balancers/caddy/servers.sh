#!/bin/sh
# Writes the servers that it is given, `servers.sh NAME=ADDRESS …`, and how a user who was here before is told apart
# (AFFINITY: none, cookie). The cookie's value is Caddy's own: a hash of the server's address.
set -eu
{
  printf 'to'
  for server in "$@"; do printf ' %s:8080' "${server#*=}"; done
  echo
  case $AFFINITY in
    cookie) echo 'lb_policy cookie SERVER outlast' ;;
    none) echo 'lb_policy round_robin' ;;
  esac
} > /state/upstreams.new
mv /state/upstreams.new /state/upstreams
