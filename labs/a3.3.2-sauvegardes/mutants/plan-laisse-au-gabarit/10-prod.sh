sed -i 's/: .*/: À COMPLÉTER/' /root/rendu/plan-de-sauvegarde.yaml
