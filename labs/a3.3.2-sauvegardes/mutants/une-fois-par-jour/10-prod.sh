sed -i 's|^\(OnCalendar=\*-\*-\* [0-9]*\)/[0-9]*:|\1:|' /etc/systemd/system/sauvegarde.timer
systemctl daemon-reload
systemctl restart sauvegarde.timer
