sed -i 's/ospf;[0-9]*$/ospf;10/' /root/rendu/interconnexions.csv
