sed -i 's/policy drop;/policy accept;/' /etc/nftables.conf
systemctl restart nftables.service
