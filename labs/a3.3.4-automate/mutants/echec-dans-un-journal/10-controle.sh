sed -i -e 's|^    swaks .*|    echo "echec :$echec" >> /var/log/automate.log|' -e '/^      --header /d' /usr/local/sbin/automate
bash -n /usr/local/sbin/automate
