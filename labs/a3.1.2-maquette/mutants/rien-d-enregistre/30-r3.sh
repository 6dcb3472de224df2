# What runs is right; what is written is the file of the package.
cat > /etc/frr/frr.conf <<'FIN'
frr defaults traditional
hostname r3
service integrated-vtysh-config
!
FIN
