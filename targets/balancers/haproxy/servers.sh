#!/bin/sh
# Writes HAProxy's configuration, /state/haproxy.cfg, for the servers that it is given, `servers.sh NAME=ADDRESS …`, in the
# order of their numbers. A server's name, cookie and id belong together (web-2: id 2).
set -eu
line() {
  echo "    server $1 $2:8080 cookie $1 id ${1#web-}${3:-}"
}
{
  cat /etc/haproxy/haproxy.cfg
  if [ "$AFFINITY" != source-hash ]; then
    for server in "$@"; do line "${server%%=*}" "${server#*=}"; done
  else
    # To a map-based hash HAProxy refuses to add servers, so they are slots declared in advance.
    for number in 1 2 3 4 5 6 7 8 9; do
      case " $* " in
        *" web-$number="*) line "web-$number" "$NETWORK.$((10 + number))" ;;
        *) line "web-$number" "$NETWORK.$((10 + number))" ' disabled' ;;
      esac
    done
  fi
} > /state/haproxy.new
mv /state/haproxy.new /state/haproxy.cfg
