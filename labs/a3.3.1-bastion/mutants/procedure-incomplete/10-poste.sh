sed -i '/systemctl restart frr/d' /root/rendu/remise-en-service.md
