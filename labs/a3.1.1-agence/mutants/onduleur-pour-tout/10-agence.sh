cd /root/rendu
sed -i -e "s/^$EX_LIGNE;.*/$EX_LIGNE;onduleur/" -e "s/^$EX_INVITES;.*/$EX_INVITES;802.1X/" exigences.csv
