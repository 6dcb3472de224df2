printf %s "$CODE" > /srv/code
