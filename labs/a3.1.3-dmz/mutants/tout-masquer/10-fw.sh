sed -i 's/^.*masquerade$/\t\tmasquerade/' /etc/nftables.conf
systemctl restart nftables.service
