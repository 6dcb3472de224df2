sed -i '/comment "B11"/s/iifname $dmz //' /etc/nftables.conf
systemctl restart nftables.service
