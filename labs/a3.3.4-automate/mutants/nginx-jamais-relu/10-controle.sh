sed -i 's/ && systemctl reload nginx//' /usr/local/sbin/automate
ssh -n -o BatchMode=yes s1 'set -e; cd /etc/ssl/parc; cp -p site.crt bon.crt; cp -p site.key bon.key
openssl req -quiet -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 5 -subj /CN=ancien -keyout site.key -out site.crt 2>/dev/null
systemctl restart nginx; mv bon.crt site.crt; mv bon.key site.key'
