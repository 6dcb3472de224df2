sed -i '/^rtr$/d' /srv/parc/inventaire.ini
