echo "PASSERELLE=$NODES_R1_LAN_A" > /etc/default/passerelle
systemctl restart passerelle.service
