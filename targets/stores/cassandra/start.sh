# Starts one node: at its own address, with the nodes that it may ask about the ring. Those of a ring that starts at
# once are all asked, and none waits for another.
set -eu
address="${ADDRESS:-$(hostname -i)}"
sed -e "s/ADDRESS/$address/g" -e "s/SEEDS/${SEEDS:-$address}/g" /opt/cassandra/cassandra.yaml > /tmp/cassandra.yaml
exec java @/opt/cassandra/jvm.options -cp "/opt/cassandra/lib/*" org.apache.cassandra.service.CassandraDaemon
