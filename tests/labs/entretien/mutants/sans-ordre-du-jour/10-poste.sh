rm /root/ordre-du-jour.yaml
