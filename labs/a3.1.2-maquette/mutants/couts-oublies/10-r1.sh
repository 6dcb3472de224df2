sed -i "/ip ospf cost $COUT_UN\$/d" /etc/frr/frr.conf
systemctl restart frr.service
