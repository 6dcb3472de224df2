sed -i '/chain forward/,$ { /ct state established,related/d }' /etc/nftables.conf
systemctl restart nftables.service
conntrack -F 2>/dev/null || true
