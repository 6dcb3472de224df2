sed -i -E 's/ip ospf area .*/ip ospf area 0/' /etc/frr/frr.conf
systemctl restart frr.service
