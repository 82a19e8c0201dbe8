#!/bin/sh
# Starts Toxiproxy with a way for each web server to each node of a store. NETWORK says where they are; NODES names
# the nodes, "101:6379" for the one at .101. What web-2 says to port 10000 + 200 × 2 + 101 goes to that node:
# targets/web/store-path.ts counts in the same way.
set -eu
{
  echo '['
  separator=
  for server in $(seq 1 90); do
    for node in $NODES; do
      host=${node%:*}
      echo "$separator{\"name\": \"web-$server-$host\"," \
        "\"listen\": \"0.0.0.0:$((10000 + 200 * server + host))\", \"upstream\": \"$NETWORK.$node\"}"
      separator=,
    done
  done
  echo ']'
} > /tmp/ways.json
exec toxiproxy -host 127.0.0.1 -config /tmp/ways.json
