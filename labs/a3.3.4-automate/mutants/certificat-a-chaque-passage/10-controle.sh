sed -i 's/-checkend .* >\/dev\/null; then/-checkend 9999999999 >\/dev\/null; then/' /usr/local/sbin/automate
