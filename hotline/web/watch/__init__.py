"""Enterprise demands and rulings (盯办、裁定): lists that several roles read."""
