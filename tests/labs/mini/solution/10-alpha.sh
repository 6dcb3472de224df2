umask 077
printf %s "$PHRASE" > /srv/cle
