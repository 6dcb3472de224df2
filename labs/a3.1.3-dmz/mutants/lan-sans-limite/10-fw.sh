sed -i -e '/comment "B6"/s/ tcp dport 80//' -e '/comment "B10"/s/iifname $admin ip saddr [0-9.]* /iifname { $admin, $lan } /' /etc/nftables.conf
systemctl restart nftables.service
