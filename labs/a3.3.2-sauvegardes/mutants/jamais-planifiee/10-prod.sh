systemctl disable --quiet --now sauvegarde.timer
