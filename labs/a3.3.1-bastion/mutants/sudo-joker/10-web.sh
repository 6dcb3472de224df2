sed -i 's/systemctl restart nginx,/systemctl restart nginx*,/' /etc/sudoers.d/parc
