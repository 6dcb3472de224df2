echo faux > /srv/code
