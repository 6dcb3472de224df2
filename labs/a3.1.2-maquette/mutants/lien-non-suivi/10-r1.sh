sed -i '/track_interface/,/}/d' /etc/keepalived/keepalived.conf
systemctl restart keepalived.service
