sed -i 's/^    swaks .*/    logger -t automate "echec :$echec" \\/; s/^      --header .*/      </dev\/null/' /usr/local/sbin/automate
bash -n /usr/local/sbin/automate
