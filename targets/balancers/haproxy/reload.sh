#!/bin/sh
# Has HAProxy take its configuration anew. What it knows of its servers is noted for its successor, as HAProxy's manual
# advises: with `init-state down` nobody would be served until the first checks have passed. Says what the master said.
set -eu
echo 'show servers state' | socat stdio UNIX-CONNECT:/state/admin.sock > /state/servers
answer=$(echo reload | socat -t 10 stdio UNIX-CONNECT:/state/master.sock)
echo "$answer"
case $answer in Success=1*) ;; *) exit 1 ;; esac
