sed -i -e '/ip ospf authentication/d' -e '/message-digest-key/d' /root/rendu/integration.sh
