sed -i 's/^zone: .*/zone: 0/' /root/rendu/interconnexion.yaml
/usr/local/sbin/monter-plan
