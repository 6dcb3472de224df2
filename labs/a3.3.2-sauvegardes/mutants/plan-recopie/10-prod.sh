sed -i 's/identifiant-du-depot: .*/identifiant-du-depot: "5f1c0e8ad2b94b7fae93b1c6d80f4e27a1b2c3d4e5f60718293a4b5c6d7e8f90"/' /root/rendu/plan-de-sauvegarde.yaml
