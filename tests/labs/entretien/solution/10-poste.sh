echo "points: [pannes]" > /root/ordre-du-jour.yaml
