sed -i 's/--simulation) simulation=oui/--simulation) simulation=non/' /usr/local/sbin/automate
