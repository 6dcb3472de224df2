sed -i 's/priority .*/priority 100/' /etc/keepalived/keepalived.conf
systemctl restart keepalived.service
