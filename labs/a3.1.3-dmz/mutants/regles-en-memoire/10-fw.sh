systemctl disable --quiet nftables.service
