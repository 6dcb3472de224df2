sed -i '/masquerade$/d' /etc/nftables.conf
systemctl restart nftables.service
