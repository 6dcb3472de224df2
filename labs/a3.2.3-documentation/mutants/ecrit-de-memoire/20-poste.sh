sed -i '2,$s/^\([^;]*\);[^;]*;/\1;;/' /root/rendu/ecarts.csv
