echo 48 > /root/compte-rendu
