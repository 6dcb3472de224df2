systemctl disable --quiet --now automate.timer
