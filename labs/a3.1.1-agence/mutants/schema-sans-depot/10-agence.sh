sed -i 's/annexe -- { coeur depot }/annexe -- coeur/' /root/rendu/schema.dot
