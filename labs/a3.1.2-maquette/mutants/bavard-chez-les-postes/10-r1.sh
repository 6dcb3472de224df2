sed -i '/ip ospf passive/d' /etc/frr/frr.conf
systemctl restart frr.service
