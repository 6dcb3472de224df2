chmod 0755 /srv/equipe
