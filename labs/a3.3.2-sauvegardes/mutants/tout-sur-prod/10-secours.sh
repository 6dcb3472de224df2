rm /etc/sauvegarde/phrase
