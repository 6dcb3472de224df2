sed -i -e '/ip ospf authentication/d' -e '/message-digest-key/d' /etc/frr/frr.conf
systemctl restart frr.service
