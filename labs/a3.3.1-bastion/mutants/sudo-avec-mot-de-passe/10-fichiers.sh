sed -i 's/NOPASSWD: //' /etc/sudoers.d/parc
