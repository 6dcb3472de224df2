sed -i 's/^machine s2 ||/[ -n "$echec" ] || machine s2 ||/' /usr/local/sbin/automate
