sed -i '/description postes/,/^!/ { /ip ospf/d }' /etc/frr/frr.conf
systemctl restart frr.service
