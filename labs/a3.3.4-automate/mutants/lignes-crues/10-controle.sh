sed -i 's/if \[\[ \$texte =~ .* \]\]; then/if [[ $texte == *";"*";"* ]]; then/' /usr/local/sbin/automate
