rm -f /root/.ssh/known_hosts /root/.ssh/known_hosts.old
