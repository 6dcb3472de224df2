mv /etc/ssh/banniere /etc/motd
sed -i '/^Banner/d' /etc/ssh/sshd_config.d/10-parc.conf
systemctl restart ssh
