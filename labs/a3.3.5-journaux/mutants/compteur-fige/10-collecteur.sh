systemctl disable --quiet --now compter-reponses.timer
