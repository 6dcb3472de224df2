sed -i '/comment "B11"/a\		iifname $dmz oifname $lan udp dport 123 accept' /etc/nftables.conf
systemctl restart nftables.service
