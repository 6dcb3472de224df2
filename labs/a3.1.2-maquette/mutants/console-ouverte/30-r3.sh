sed -i -E 's/^(zebra_options|ospfd_options)=.*/\1="-A 0.0.0.0"/' /etc/frr/daemons
sed -i '1i password zebra' /etc/frr/frr.conf
systemctl restart frr.service
