rm /srv/cle
