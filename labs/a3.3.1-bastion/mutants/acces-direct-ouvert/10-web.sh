sed -i '/^AllowUsers/d' /etc/ssh/sshd_config.d/10-parc.conf
systemctl restart ssh
