# Exécuté après toute la solution.
chmod 644 /srv/"$SERVICE"-*
