sed -i 's/^\([a-z.]*;\)[0-9]*;/\1364;/' /root/rendu/conservation.csv
