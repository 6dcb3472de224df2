sed -i '/comment "B8"/s/ ip daddr [0-9.]* tcp dport 22//' /etc/nftables.conf
systemctl restart nftables.service
