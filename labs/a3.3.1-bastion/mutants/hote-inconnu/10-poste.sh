sed -i '/^web,/d' /etc/ssh/ssh_known_hosts
