sed -i 's/^\(.*\) ip daddr [0-9.]* tcp dport [0-9]* accept comment "B3"/\1 oifname $lan accept comment "B3"/' /etc/nftables.conf
systemctl restart nftables.service
